"""Signing in with an account elsewhere, at a provider of our own."""

import base64
import hashlib
import hmac
import json
import re
import time
from collections.abc import Callable, Iterator
from html import unescape
from typing import Any
from urllib.parse import urlsplit

import httpx2
import pytest
from joserfc import jwt
from joserfc.jwk import RSAKey
from starlette.testclient import TestClient

from plenary.app import Settings, Stores, create_app
from plenary.deliberation.vocabulary import Level, Role
from plenary.proving.provider import BadProvider, Provider
from plenary.proving.sign_in import SignIn
from plenary.store.bulletin import LocalBulletin
from plenary.store.memory_store import MemoryStore
from tests.pages.oidc_provider import CLIENT, SECRET, OidcProvider, oidc_provider
from tests.pages.test_prove import BASE, KEY, OPERATOR, OWN_PAGE, Hall, begin, heard, participant, socket


@pytest.fixture
def provider() -> Iterator[OidcProvider]:
    with oidc_provider() as running:
        yield running


@pytest.fixture
def hall(provider: OidcProvider) -> Iterator[Hall]:
    store = MemoryStore()
    sign_in = SignIn(Provider(provider.issuer, CLIENT, SECRET))
    app = create_app(Stores(store, store, LocalBulletin()), Settings(OPERATOR, sign_in=sign_in))
    with TestClient(app, base_url=BASE) as client:
        yield begin(app, client, Level.SIGN_IN)


def leaves(phone: TestClient) -> str:
    """The provider's address to which the page sends the browser."""
    form = {"act": "sign-in", "pass": "a-pass-that-is-not-used"}
    answer = phone.post("/e/HERE/prove", data=form, headers=OWN_PAGE)
    assert answer.status_code == 200
    found = re.search(r'http-equiv="refresh" content="0;url=([^"]+)"', answer.text)
    assert found is not None
    assert unescape(found[1]) in re.findall(r'href="(http[^"]+)"', unescape(answer.text))
    return unescape(found[1])


def sent_back(address: str) -> str:
    """Where the provider sends the browser once somebody has signed in there."""
    answer = httpx2.get(address, follow_redirects=False)
    back = answer.headers["location"]
    assert back.startswith(f"{BASE}/sign-in/back?")
    return str(back.removeprefix(BASE))


def comes_back(phone: TestClient, path: str) -> tuple[int, str]:
    """The status of the page on which somebody arrives, and what its button sends."""
    answer = phone.get(path)
    token = re.search(r'name="ticket" value="([A-Z0-9]+)"', answer.text)
    return answer.status_code, token[1] if token else ""


def signs_in(phone: TestClient, own: str = "the-pass-of-this-phone") -> int:
    status, token = comes_back(phone, sent_back(leaves(phone)))
    if status != 200:
        return status
    form = {"act": "take", "ticket": token, "pass": own}
    return phone.post("/e/HERE/prove", data=form, headers=OWN_PAGE).status_code


def test_an_account_votes_and_stays_one_participant_on_every_device(hall: Hall, provider: OidcProvider):
    who = []
    for number in range(2):
        phone = hall.phone()
        assert signs_in(phone, f"the-pass-of-phone-{number}") == 200
        with socket(phone, Role.PARTICIPANT, KEY) as opened:
            who.append(participant(opened))
    provider.subject = "bo"
    phone = hall.phone()
    signs_in(phone, "the-pass-of-another")
    with socket(phone, Role.PARTICIPANT, KEY) as opened:
        who.append(participant(opened))

    assert who[0] == who[1] != who[2]


def test_coming_back_takes_no_seat_before_the_button(hall: Hall):
    phone = hall.phone()
    assert comes_back(phone, sent_back(leaves(phone)))[0] == 200

    with socket(phone, Role.PARTICIPANT, KEY) as opened:
        assert heard(opened, "you")["unproven"] is True


def test_each_sign_in_has_a_state_nonce_and_challenge_of_its_own(hall: Hall, provider: OidcProvider):
    for _ in range(3):
        sent_back(leaves(hall.phone()))
    for name in ("state", "nonce", "code_challenge"):
        assert len({asked[name] for asked in provider.asked}) == 3
        assert min(len(asked[name]) for asked in provider.asked) >= 43


def test_an_answer_counts_only_in_the_browser_that_left(hall: Hall):
    victim, attacker = hall.phone(), hall.phone()
    stolen = sent_back(leaves(attacker))

    assert victim.get(stolen).status_code == 400
    leaves(victim)
    assert victim.get(stolen).status_code == 403


def test_an_answer_counts_once(hall: Hall):
    phone = hall.phone()
    back = sent_back(leaves(phone))
    cookie = dict(phone.cookies)
    assert comes_back(phone, back)[0] == 200
    phone.cookies.update(cookie)

    assert phone.get(back).status_code == 403


def test_keys_that_were_turned_meanwhile_are_asked_for_again(hall: Hall, provider: OidcProvider):
    assert signs_in(hall.phone()) == 200
    provider.turn_keys()
    assert signs_in(hall.phone(), "the-pass-of-another") == 200


def in_token(part: bytes) -> str:
    return base64.urlsafe_b64encode(part).decode().rstrip("=")


def unsigned(provider: OidcProvider, claims: dict[str, Any]) -> str:
    return f"{in_token(json.dumps({'alg': 'none'}).encode())}.{in_token(json.dumps(claims).encode())}."


def with_the_public_key(provider: OidcProvider, claims: dict[str, Any]) -> str:
    """What a checker that takes any algorithm would believe: the key that everybody knows, taken for a shared one."""
    head = json.dumps({"alg": "HS256", "kid": provider.key.kid}).encode()
    said = f"{in_token(head)}.{in_token(json.dumps(claims).encode())}"
    signature = hmac.new(provider.key.as_pem(private=False), said.encode(), hashlib.sha256).digest()
    return f"{said}.{in_token(signature)}"


def with_another_key(provider: OidcProvider, claims: dict[str, Any]) -> str:
    other = RSAKey.generate_key(2048, private=True)
    return jwt.encode({"alg": "RS256", "kid": provider.key.kid}, claims, other)


@pytest.mark.parametrize("sign", [unsigned, with_the_public_key, with_another_key])
def test_a_token_that_the_provider_has_not_signed_says_nothing(
    hall: Hall, provider: OidcProvider, sign: Callable[[OidcProvider, dict[str, Any]], str]
):
    provider.sign = lambda claims: sign(provider, claims)
    assert signs_in(hall.phone()) == 403


@pytest.mark.parametrize(
    "lie",
    [
        {"nonce": "of another sign-in"},
        {"aud": "another client"},
        {"iss": "https://another.example"},
        {"exp": int(time.time()) - 900},
        {"sub": None},
        {"sub": ""},
        {"sub": "x" * 256},
    ],
    ids=["nonce", "aud", "iss", "exp", "nobody", "blank", "long"],
)
def test_a_token_for_something_else_says_nothing(hall: Hall, provider: OidcProvider, lie: dict[str, Any]):
    provider.tampered = lambda claims: claims | lie
    assert signs_in(hall.phone()) == 403


def test_a_provider_that_calls_itself_otherwise_is_not_asked(hall: Hall, provider: OidcProvider):
    provider.says_it_is = "https://another.example"
    form = {"act": "sign-in", "pass": "a-pass-that-is-not-used"}
    assert hall.phone().post("/e/HERE/prove", data=form, headers=OWN_PAGE).status_code == 503


@pytest.mark.parametrize(
    "issuer",
    [
        "http://accounts.example.org",
        "ftp://127.0.0.1",
        "https://",
        "https://x.example/?a=b",
        "https://x.example:https",
        "https://[x",
        "nonsense",
    ],
)
def test_a_provider_that_cannot_be_is_refused(issuer: str):
    with pytest.raises(BadProvider):
        Provider(issuer, "client")


def test_the_page_names_the_provider_before_one_leaves(hall: Hall, provider: OidcProvider):
    assert urlsplit(provider.issuer).netloc in hall.phone().get("/e/HERE/prove").text
