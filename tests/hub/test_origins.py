"""Whose page a request comes from: our own, to the letter, and nobody else's."""

import pytest
from starlette.requests import HTTPConnection

from plenary.hub.origins import Origins

HOST = "hall.example:8443"
OWN = f"https://{HOST}"

HOSTILE = [
    "", "null", "file://", "data:", "about:blank", "blob:https://hall.example:8443", "chrome-extension://abcdef",
    "moz-extension://abcdef", "https://", "https:", "//hall.example:8443", "hall.example:8443", "*", "https://*",
    # Another site
    "https://evil.example", "http://evil.example:8443", "https://evil.example:8443", "https://127.0.0.1:8443",
    "https://localhost:8443", "https://[::1]:8443", "https://0.0.0.0:8443",
    # Around the name
    "https://sub.hall.example:8443", "https://hall.example.evil.example:8443", "https://evilhall.example:8443",
    "https://example:8443", "https://hall.example.:8443", "https://.hall.example:8443", "https://hall..example:8443",
    "https://hall-example:8443", "https://hallxexample:8443", "https://hall.example.com:8443", "https://www.hall.example:8443",
    # Another port or scheme
    "https://hall.example", "https://hall.example:443", "https://hall.example:8444", "https://hall.example:84430",
    "https://hall.example:08443", "https://hall.example:", "http://hall.example:8443", "wss://hall.example:8443",
    "ws://hall.example:8443", "ftp://hall.example:8443", "HTTPS://hall.example:8443", "https//hall.example:8443",
    # Written otherwise
    "https://HALL.example:8443", "https://Hall.Example:8443", "https://hall.example:8443/", "https://hall.example:8443/e/X",
    "https://hall.example:8443?x", "https://hall.example:8443#x", "https://hall.example:8443 ", " https://hall.example:8443",
    "https://user@hall.example:8443", "https://user:pass@hall.example:8443", "https://hall.example:8443@evil.example",
    "https://evil.example#https://hall.example:8443", "https://evil.example?https://hall.example:8443",
    "https://evil.example/https://hall.example:8443", "https://hall.example:8443, https://evil.example",
    "https://hall.example:8443,https://hall.example:8443", "https://hall.example:8443;https://evil.example",
    "https://hall.example%2eevil.example:8443", "https://hall.example%00.evil.example:8443", "https://hall.example\\.evil:8443",
    # Names that look the same
    "https://h\u0430ll.example:8443", "https://xn--hll-8cd.example:8443", "https://hall.ex\u0430mple:8443",
]  # fmt: skip


def asked(*origins: str, host: str = HOST) -> HTTPConnection:
    headers = [(b"host", host.encode()), *((b"origin", one.encode()) for one in origins)]
    return HTTPConnection(
        {"type": "websocket", "scheme": "wss", "path": "/", "server": ("x", 1), "headers": headers}
    )


def test_there_are_sixty_of_them():
    assert len(set(HOSTILE)) >= 60


@pytest.mark.parametrize("origins", [Origins(), Origins([OWN])], ids=["by the host", "by the public address"])
@pytest.mark.parametrize("origin", HOSTILE)
def test_no_other_origin_passes_for_our_own(origins: Origins, origin: str):
    assert not origins.is_own_page(asked(origin))
    assert not origins.is_program(asked(origin))
    assert not origins.is_own_page(asked(OWN, origin))
    assert not origins.is_own_page(asked(origin, OWN))


@pytest.mark.parametrize("origins", [Origins(), Origins([OWN])], ids=["by the host", "by the public address"])
def test_our_own_page_passes_and_a_program_without_an_origin_is_no_page(origins: Origins):
    assert origins.is_own_page(asked(OWN))
    assert not origins.is_own_page(asked())
    assert origins.is_program(asked())
    assert not origins.is_own_page(asked(OWN, OWN))


def test_where_the_public_address_is_known_a_forged_host_changes_nothing():
    assert not Origins([OWN]).is_own_page(asked("https://evil.example", host="evil.example"))
