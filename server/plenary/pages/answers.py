"""What the pages' JSON addresses share: reading a body that may be anybody's, and answering."""

from typing import TypeVar

import msgspec
import orjson
from starlette.requests import Request
from starlette.responses import Response

Body = TypeVar("Body")


async def body_of(request: Request, kind: type[Body], limit_bytes: int) -> Body | None:
    """The body as the type says; None where it is too large, malformed or of another form."""
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > limit_bytes:
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
