"""Whatever reads bytes from outside, each as a function that may refuse them and may do nothing else."""

import io
import os
import tempfile
import zipfile
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from urllib.parse import parse_qsl

import msgspec
from starlette.requests import HTTPConnection

from plenary.archive import native
from plenary.archive.agora import agora_file, read_agora
from plenary.archive.polis import read_polis_files
from plenary.archive.tables import Unreadable, Zip
from plenary.deliberation.refusals import TextEmpty, TextTooLong
from plenary.deliberation.text import clean, likeness
from plenary.pages.addresses import address_of, networks
from plenary.pages.api import NewEventBody, NewLinkBody
from plenary.pages.exports import ExportBody
from plenary.pages.keys import KeyBody
from plenary.pages.languages import best_language
from plenary.pages.plain import FormStale, _request
from plenary.pages.reports import AnalysisBody
from plenary.sockets.frames import FrameReader
from plenary.sockets.heads import trouble_with
from plenary.wire.codec import FRAME_LIMIT_BYTES, BadMessage, Encoding, read, write
from plenary.wire.framing import CLOSE

LIMIT = 280
CORPUS = Path(__file__).parent / "corpus"
SAMPLES = Path(__file__).parents[1] / "samples"

Target = Callable[[bytes], None]


def messages(data: bytes) -> None:
    """A frame in either encoding; what is read is written and read again as the same."""
    for encoding in Encoding:
        try:
            message = read(data, encoding)
        except BadMessage:
            continue
        again = write(message, encoding)
        if len(again) <= FRAME_LIMIT_BYTES:
            assert read(again, encoding) == message


def frames(data: bytes) -> None:
    """A client's bytes, whole and in pieces: the same messages come of them, and the same violation.

    The last byte says how large the pieces are, so that most inputs are not cut into a thousand.
    """
    whole, pieces = FrameReader(FRAME_LIMIT_BYTES), FrameReader(FRAME_LIMIT_BYTES)
    at_once = whole.read(data)
    in_turn: list[tuple[int, bytes]] = []
    size = 1 + data[-1] if data else 1
    for at in range(0, len(data), size):
        more = pieces.read(data[at : at + size])
        in_turn += more
        if any(opcode == CLOSE for opcode, _ in more):
            break  # whoever has said goodbye is not listened to
    if not any(opcode == CLOSE for opcode, _ in at_once):
        assert whole.violation == pieces.violation
    assert at_once == in_turn
    few = FrameReader(FRAME_LIMIT_BYTES)
    a_few_at_a_time = few.read(data, 3)
    while few.has_more:
        a_few_at_a_time += few.read(b"", 3)
    assert a_few_at_a_time == at_once
    assert few.violation == whole.violation


def heads(data: bytes) -> None:
    """The head of a request."""
    trouble_with(data)


def forms(data: bytes) -> None:
    """A form of the plain page."""
    try:
        fields = dict(parse_qsl(data.decode(), max_num_fields=20))
        if all(fields.get(name) for name in ("act", "op", "nonce")):
            _request(fields, "en")
    except (ValueError, FormStale):
        pass


def bodies(data: bytes) -> None:
    """The JSON bodies of the API."""
    for kind in (NewEventBody, NewLinkBody, ExportBody, KeyBody, AnalysisBody):
        try:
            body = msgspec.json.decode(data, type=kind)
        except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
            continue
        if isinstance(body, AnalysisBody):
            body.selection()


def headers(data: bytes) -> None:
    """What requests say of where they come from and in which language they are read."""
    text = data.decode("latin-1")
    best_language(text, ("en", "fr", "ar"), "en")
    scope = {"type": "http", "client": ("10.0.0.1", 1), "headers": [(b"x-forwarded-for", data)]}
    assert address_of(HTTPConnection(scope), networks(["10.0.0.0/8"]))
    try:
        networks([text])
    except ValueError:
        pass


def texts(data: bytes) -> None:
    """Whatever people write: cleaning it once is enough, and it fits."""
    text = data.decode("utf-8", "surrogateescape")
    try:
        cleaned = clean(text, LIMIT)
    except (TextEmpty, TextTooLong):
        return
    assert clean(cleaned, LIMIT) == cleaned
    assert len(cleaned) <= LIMIT
    assert likeness(cleaned) == likeness(f" {cleaned}")


def imports(data: bytes) -> None:
    """A discussion's files: the parts between marks are the contents of the files that an import reads."""
    parts = data.split(b"\x00\x00")
    names = ("comments.csv", "votes.csv", "summary.csv", "participants-votes.csv", "agora.csv")
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, content in zip(names, parts, strict=False):
            archive.writestr(name, content)
    zips(packed.getvalue())


def zips(data: bytes) -> None:
    """A zip of files."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return  # `opened` makes them Unreadable
    with archive:
        try:
            files = Zip(archive, "fuzz")
            if (file := agora_file(files)) is not None:
                read_agora(files, file)
            else:
                read_polis_files(files)
        except Unreadable:
            pass


@cache
def _folder() -> tempfile.TemporaryDirectory[str]:
    """One for all archives: to make and remove one takes longer than everything else."""
    return tempfile.TemporaryDirectory()


def archives(data: bytes) -> None:
    """A native archive, by itself in its folder, before and after."""
    file = Path(_folder().name) / "event.plenary"
    file.write_bytes(data)
    try:
        native.verify_archive(file, lambda done: None)
    except Unreadable:
        pass
    file.unlink()
    assert not os.listdir(_folder().name)


TARGETS: Mapping[str, Target] = {
    one.__name__: one
    for one in (messages, frames, heads, forms, bodies, headers, texts, imports, zips, archives)
}


def longest_bytes(name: str) -> int:
    """How long an input is at most. A longer seed would be cut: of an archive nothing but its head would be read."""
    # A reader of frames has come everywhere by then; at 8,192 bytes it is asked a third as often.
    return {"frames": 512, "archives": 65_536}.get(name, 8_192)


def seeds(name: str) -> list[bytes]:
    """What a target's runs begin with: its kept corpus; for messages our own samples too."""
    kept = [file.read_bytes() for file in sorted((CORPUS / name).glob("*")) if file.is_file()]
    if name == "messages":
        kept += [file.read_bytes() for file in sorted(SAMPLES.glob("from-client.*"))]
    return kept
