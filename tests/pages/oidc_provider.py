"""A small OpenID Connect provider: discovery, PKCE, nonce, signed tokens, rotating keys; it can also be made to lie."""

import base64
import hashlib
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import parse_qsl, urlencode

import uvicorn
from joserfc import jwt
from joserfc.jwk import KeySet, RSAKey
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from tests.server_process import free_port

CLIENT, SECRET = "plenary-hall", "the-secret-of-the-client"


class OidcProvider:
    """`subject` signs in at once. `tampered` changes the claims, `sign` signs them; tests put their own in."""

    def __init__(self, issuer: str) -> None:
        self.issuer = issuer
        self.subject = "ada"
        self.asked: list[dict[str, str]] = []
        self.tampered: Callable[[dict[str, Any]], dict[str, Any]] = lambda claims: claims
        self.sign: Callable[[dict[str, Any]], str] = self._sign
        self.says_it_is = issuer
        self._codes: dict[str, dict[str, str]] = {}
        self.turn_keys()

    def turn_keys(self) -> None:
        self.key = RSAKey.generate_key(
            2048, {"kid": f"key-{time.monotonic_ns()}", "use": "sig"}, private=True
        )

    def app(self) -> Starlette:
        return Starlette(
            routes=[
                Route("/.well-known/openid-configuration", self._describe),
                Route("/authorize", self._authorize),
                Route("/token", self._token, methods=["POST"]),
                Route("/keys", self._keys),
            ]
        )

    async def _describe(self, request: Request) -> Response:
        return JSONResponse(
            {
                "issuer": self.says_it_is,
                "authorization_endpoint": f"{self.issuer}/authorize",
                "token_endpoint": f"{self.issuer}/token",
                "jwks_uri": f"{self.issuer}/keys",
            }
        )

    async def _authorize(self, request: Request) -> Response:
        asked = dict(request.query_params)
        assert asked["response_type"] == "code"
        assert asked["client_id"] == CLIENT
        assert asked["code_challenge_method"] == "S256"
        assert "openid" in asked["scope"].split()
        self.asked.append(asked)
        code = f"code-{len(self.asked)}"
        self._codes[code] = asked
        return RedirectResponse(
            f"{asked['redirect_uri']}?{urlencode({'code': code, 'state': asked['state']})}"
        )

    async def _token(self, request: Request) -> Response:
        form = dict(parse_qsl((await request.body()).decode()))
        expected = base64.b64encode(f"{CLIENT}:{SECRET}".encode()).decode()
        asked = self._codes.pop(form["code"], None)
        challenge = hashlib.sha256(form["code_verifier"].encode()).digest()
        proven = base64.urlsafe_b64encode(challenge).decode().rstrip("=")
        if (
            request.headers["authorization"] != f"Basic {expected}"
            or asked is None
            or asked["code_challenge"] != proven
            or asked["redirect_uri"] != form["redirect_uri"]
        ):
            return JSONResponse({"error": "invalid_grant"}, 400)
        now = int(time.time())
        claims = {"iss": self.issuer, "aud": CLIENT, "sub": self.subject, "exp": now + 300, "iat": now}
        claims["nonce"] = asked["nonce"]
        token = self.sign(self.tampered(claims))
        return JSONResponse({"access_token": "unused", "token_type": "Bearer", "id_token": token})

    async def _keys(self, request: Request) -> Response:
        return JSONResponse(KeySet([self.key]).as_dict(private=False))

    def _sign(self, claims: dict[str, Any]) -> str:
        return jwt.encode({"alg": "RS256", "kid": self.key.kid}, claims, self.key)


@contextmanager
def oidc_provider() -> Iterator[OidcProvider]:
    """A provider that runs on this machine for as long as this lasts."""
    port = free_port()
    provider = OidcProvider(f"http://127.0.0.1:{port}")
    server = uvicorn.Server(uvicorn.Config(provider.app(), port=port, log_config=None, lifespan="off"))
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    yield provider
    server.should_exit = True
    thread.join()
