"""What pages fetch behind themselves: the files of the web build, compressed, and kept by browsers for good."""

import mimetypes
import re
from pathlib import Path
from typing import Final

from starlette.background import BackgroundTask
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from plenary.pages.compressed import Compressed

# The build puts a digest of the content into the names of what is fetched later: such a file never changes.
NAMED_BY_CONTENT: Final = re.compile(r"-[\w-]{8}\.\w+$")
FOR_GOOD: Final = "public, max-age=31536000, immutable"


class Parts:
    """Serves the files of one flat folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._kept: dict[str, Compressed] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope)
        name = request.url.path.rpartition("/")[2]
        if scope["method"] not in ("GET", "HEAD"):
            answer = Response(status_code=405)
        elif (part := self._part(name)) is None:
            answer = Response(status_code=404)
        else:
            content, headers = await part.form(request.headers.get("accept-encoding", ""))
            headers["vary"] = "accept-encoding"
            if NAMED_BY_CONTENT.search(name):
                headers["cache-control"] = FOR_GOOD
            kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
            answer = Response(content, 200, headers, kind, BackgroundTask(part.shrink))
        await answer(scope, receive, send)

    def _part(self, name: str) -> Compressed | None:
        if name not in self._kept:
            file = self._folder / name
            if not name or name.startswith(".") or not file.is_file():
                return None
            self._kept[name] = Compressed(file.read_bytes())
        return self._kept[name]
