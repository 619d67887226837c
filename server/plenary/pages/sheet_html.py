"""Tickets on paper: a page of cards, each with its QR code and its code in letters. Pure."""

import io
from collections.abc import Sequence
from html import escape
from typing import Final

import segno

from plenary.deliberation.vocabulary import EventCode
from plenary.hub.seating import Ticket, grouped
from plenary.pages.languages import direction
from plenary.pages.plain_html import Words, isolated

STYLE: Final = """
:root{color-scheme:light;font-family:system-ui,sans-serif;line-height:1.35}
body{margin:0;padding:1rem;color:#111;background:#fff}
header{max-inline-size:48rem;margin-block-end:1rem}
h1{font-size:1.4rem;margin:0 0 .5rem}
button{font:inherit;padding:.6rem 1.2rem;min-block-size:44px}
.cards{display:grid;grid-template-columns:repeat(auto-fill,minmax(85mm,1fr));list-style:none;margin:0;padding:0}
.card{display:grid;grid-template-columns:30mm 1fr;gap:4mm;align-items:center;padding:5mm;
border:.2mm dashed #888;break-inside:avoid}
.card svg{inline-size:30mm;block-size:30mm;display:block}
.card h2{font-size:.95rem;margin:0 0 1mm;overflow-wrap:anywhere}
.card p{font-size:.72rem;margin:0 0 1.5mm}
.card code{font-size:.82rem;font-weight:600;overflow-wrap:anywhere}
.card small{font-size:.7rem;color:#444}
@page{size:A4;margin:10mm}
@media print{body{padding:0}header{display:none}.cards{grid-template-columns:1fr 1fr}}
"""
PRINT_SCRIPT: Final = 'document.getElementById("print").addEventListener("click",()=>print())'


def sheet(tickets: Sequence[Ticket], base: str, code: EventCode, title: str, words: Words) -> str:
    """The whole document."""
    cards = "".join(_card(ticket, base, code, title, words) for ticket in tickets)
    heading = words("prove.sheet", title=isolated(title))
    return (
        f'<!doctype html>\n<html lang="{words.language}" dir="{direction(words.language)}">\n<head>\n'
        '<meta charset="utf-8">\n<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{heading}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n"
        f'<header><h1 dir="auto">{heading}</h1><p>{words("prove.sheet-note")}</p>'
        f'<button type="button" id="print">{words("prove.sheet-print")}</button></header>\n'
        f'<ul class="cards">{cards}</ul>\n<script>{PRINT_SCRIPT}</script>\n</body>\n</html>\n'
    )


def link(base: str, code: EventCode, ticket: Ticket) -> str:
    """The address of the page with the ticket filled in; its secret, in the fragment, reaches no server's log."""
    return f"{base}/e/{code}/prove#{ticket.secret}"


def qr(address: str) -> str:
    """The address as a QR code, in SVG."""
    picture = io.BytesIO()
    segno.make(address, error="m").save(
        picture, kind="svg", border=2, xmldecl=False, svgns=True, svgclass=None, lineclass=None, omitsize=True
    )
    return picture.getvalue().decode()


def _card(ticket: Ticket, base: str, code: EventCode, title: str, words: Words) -> str:
    picture = qr(link(base, code, ticket))
    address = f"{base.partition('://')[2]}/e/{code}/prove"
    return (
        f'<li class="card">{picture}<div><h2 dir="auto">{escape(title)}</h2>'
        f"<p>{words('prove.sheet-how', address=address)}</p>"
        f'<p dir="ltr"><code>{grouped(ticket.secret)}</code></p>'
        f"<small>{words('prove.sheet-number', number=ticket.number)}</small></div></li>\n"
    )
