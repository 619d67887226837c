"""What pages and addresses share: reading a body that may be anybody's, answering, and what we call ourselves."""

import base64
import hashlib
from typing import TypeVar

import msgspec
import orjson
from starlette.requests import Request
from starlette.responses import Response

Body = TypeVar("Body")


async def bytes_of(request: Request, limit_bytes: int) -> bytes | None:
    """The body; None where it is larger, and then the rest of it is not read."""
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > limit_bytes:
            return None
    return body


async def body_of(request: Request, kind: type[Body], limit_bytes: int) -> Body | None:
    """The body as the type says; None where it is too large, malformed or of another form."""
    body = await bytes_of(request, limit_bytes)
    if body is None:
        return None
    try:
        return msgspec.json.decode(body, type=kind)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return None


def answer(content: object, status: int = 200) -> Response:
    return Response(orjson.dumps(content), status, media_type="application/json")


def problem(status: int, code: str) -> Response:
    """Why nothing was done; the code is stable."""
    return answer({"code": code}, status)


def base_of(request: Request, public_url: str | None) -> str:
    """What the addresses of this server begin with: as it was told, or else as whoever asks has it."""
    return public_url or f"{request.url.scheme}://{request.url.netloc}"


def source_of(text: str) -> str:
    """The script or style as a content security policy names it."""
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
