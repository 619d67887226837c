"""Signing in with an account elsewhere, by OpenID Connect: authorization code with PKCE, nonce and signed tokens.

What must survive the way there and back (state, nonce, verifier, event) stands in a cookie of the browser that left:
any hub may take the answer. The token's signature, issuer, audience, time and nonce are checked before a word counts.
"""

import asyncio
import base64
import json
import secrets
import time
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import parse_qs, urlsplit

import httpx2
from authlib.common.errors import AuthlibBaseError
from authlib.integrations.httpx_client import AsyncOAuth2Client
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from plenary.proving.provider import Provider, SignInFailed, may_be_asked

TIMEOUT_S: Final = 10.0
ANSWER_LIMIT_BYTES: Final = 256 * 1_024
KEPT_S: Final = 3_600.0
LEEWAY_S: Final = 300
ALGORITHMS: Final = ["RS256", "RS384", "RS512", "PS256", "ES256", "ES384", "EdDSA"]
"""Signatures alone: what a client could have made itself (HS256) or what is not signed (none) says nothing."""


@dataclass(frozen=True, slots=True)
class _Left:
    """What the browser took along when it left."""

    event: str
    state: str
    nonce: str
    verifier: str


class SignIn:
    """Signs people in with one provider, whose description and keys are asked for when they are needed."""

    def __init__(self, provider: Provider) -> None:
        self._provider = provider
        self._asking = asyncio.Lock()
        self._description: dict[str, Any] = {}
        self._keys: KeySet | None = None
        self._known_until_s = 0.0

    @property
    def name(self) -> str:
        """Who it is, for people."""
        return urlsplit(self._provider.issuer).netloc

    async def begin(self, event: str, back: str) -> tuple[str, str]:
        """Where to send the browser, and what it is to keep until it comes back. Raises SignInFailed."""
        await self._learn()
        left = _Left(event, *(secrets.token_urlsafe(32) for _ in range(3)))
        async with self._client(back) as client:
            address, _ = client.create_authorization_url(
                self._description["authorization_endpoint"],
                state=left.state,
                nonce=left.nonce,
                code_verifier=left.verifier,
            )
        return str(address), _written(left)

    def event_of(self, kept: str) -> str | None:
        """For which event the browser left, if it did."""
        left = _read(kept)
        return left.event if left else None

    async def finish(self, kept: str, query: str, back: str) -> str:
        """What names the account at its provider, for ever and to nobody else. Raises SignInFailed."""
        left = _read(kept)
        said = {name: values[0] for name, values in parse_qs(query).items()}
        if (
            left is None
            or not secrets.compare_digest(said.get("state", ""), left.state)
            or "code" not in said
        ):
            raise SignInFailed("the answer does not belong to this browser")
        if said.get("iss", self._provider.issuer) != self._provider.issuer:
            raise SignInFailed("the answer comes from another provider")
        await self._learn()
        try:
            async with self._client(back) as client:
                token = await client.fetch_token(
                    self._description["token_endpoint"],
                    grant_type="authorization_code",
                    code=said["code"],
                    code_verifier=left.verifier,
                )
        except (AuthlibBaseError, httpx2.HTTPError, ValueError) as trouble:
            raise SignInFailed(type(trouble).__name__) from None
        subject = await self._subject(str(token.get("id_token", "")), left.nonce)
        return f"{self._provider.issuer}\x1f{subject}"

    async def _subject(self, id_token: str, nonce: str) -> str:
        """Whom the token is about. A key that is not known may be new: the provider is asked for its keys once more."""
        rules = jwt.JWTClaimsRegistry(
            leeway=LEEWAY_S,
            iss={"essential": True, "value": self._provider.issuer},
            aud={"essential": True, "value": self._provider.client},
            exp={"essential": True},
            nonce={"essential": True, "value": nonce},
            sub={"essential": True},
        )
        for is_last in (False, True):
            if self._keys is None:
                raise SignInFailed("no keys")
            try:
                token = jwt.decode(id_token, self._keys, algorithms=ALGORITHMS)
                rules.validate(token.claims)
            except (JoseError, ValueError) as trouble:
                if is_last:
                    raise SignInFailed(type(trouble).__name__) from None
                await self._learn(anew=True)
                continue
            subject = token.claims["sub"]
            if not isinstance(subject, str) or not subject or len(subject) > 255:
                break
            return subject
        raise SignInFailed("the token names nobody")

    async def _learn(self, anew: bool = False) -> None:
        """Know the provider's addresses and keys."""
        async with self._asking:
            if time.monotonic() < self._known_until_s and not anew:
                return
            issuer = self._provider.issuer
            said = await self._fetch(f"{issuer.rstrip('/')}/.well-known/openid-configuration")
            if said.get("issuer") != issuer:
                raise SignInFailed("the provider calls itself otherwise")
            for name in ("authorization_endpoint", "token_endpoint", "jwks_uri"):
                if not may_be_asked(str(said.get(name, ""))):
                    raise SignInFailed(f"the provider has no {name} that may be asked")
            keys: Any = await self._fetch(said["jwks_uri"])
            try:
                self._keys = KeySet.import_key_set(keys)
            except (JoseError, ValueError, KeyError, TypeError) as trouble:
                raise SignInFailed(type(trouble).__name__) from None
            self._description, self._known_until_s = said, time.monotonic() + KEPT_S

    async def _fetch(self, address: str) -> dict[str, Any]:
        try:
            # No redirects: what the operator configured is asked, and nothing else.
            async with (
                httpx2.AsyncClient(timeout=TIMEOUT_S, follow_redirects=False) as client,
                client.stream("GET", address) as answer,
            ):
                body = b""
                async for part in answer.aiter_bytes():
                    body += part
                    if len(body) > ANSWER_LIMIT_BYTES:
                        raise SignInFailed("the provider's answer is too long")
            said = json.loads(body) if answer.status_code == 200 else None
        except (httpx2.HTTPError, ValueError, RecursionError) as trouble:
            raise SignInFailed(type(trouble).__name__) from None
        if not isinstance(said, dict):
            raise SignInFailed("the provider does not say who it is")
        return said

    def _client(self, back: str) -> AsyncOAuth2Client:
        return AsyncOAuth2Client(
            client_id=self._provider.client,
            client_secret=self._provider.secret,
            token_endpoint_auth_method="client_secret_basic" if self._provider.secret else "none",
            scope="openid",
            redirect_uri=back,
            code_challenge_method="S256",
            timeout=TIMEOUT_S,
            follow_redirects=False,
        )


def _written(left: _Left) -> str:
    fields = json.dumps([left.event, left.state, left.nonce, left.verifier])
    return base64.urlsafe_b64encode(fields.encode()).decode()


def _read(kept: str) -> _Left | None:
    try:
        fields = json.loads(base64.urlsafe_b64decode(kept))
    except (ValueError, RecursionError):
        return None
    is_whole = isinstance(fields, list) and len(fields) == 4 and all(isinstance(one, str) for one in fields)
    return _Left(*fields) if is_whole else None
