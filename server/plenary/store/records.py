"""Facts as records: the envelope that a fact is kept in, and the chain of hashes through a stream.

Kinds and forms are written out here and never change: a fact may be renamed in the code, its records not.
"""

import hashlib
import secrets
import struct
from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum
from typing import Any, Final, NamedTuple

import msgspec

from plenary.deliberation.ballot_facts import BallotFact, ParticipantJoined, VoteCast, VoteWithdrawn
from plenary.deliberation.facts import (
    AccessGranted,
    AccessRevoked,
    Announced,
    AnnouncementWithdrawn,
    AuthorBanned,
    BanLifted,
    DecisionUndone,
    EventCreated,
    Fact,
    ItemBegun,
    ItemEnded,
    LevelSet,
    ParticipantErased,
    PremoderationSet,
    PromptClosed,
    PromptDrafted,
    PromptMoved,
    PromptOpened,
    PromptPlanned,
    PromptReworded,
    PromptTranslated,
    SeatVacated,
    StageSet,
    StatementMerged,
    StatementRejected,
    StatementReworded,
    StatementShown,
    StatementSubmitted,
    StatementTranslated,
    SwitchesSet,
    WordListed,
    WordUnlisted,
)
from plenary.deliberation.report_facts import AnalysisDropped, AnalysisNamed, ReportKept
from plenary.deliberation.vocabulary import EventCode
from plenary.store.ports import BallotRecord, ProgrammeRecord, RecordDamaged

KINDS: Final[dict[type[Fact], str]] = {
    EventCreated: "event-created",
    AccessGranted: "access-granted",
    AccessRevoked: "access-revoked",
    LevelSet: "level-set",
    SeatVacated: "seat-vacated",
    PromptDrafted: "prompt-drafted",
    PromptReworded: "prompt-reworded",
    PromptOpened: "prompt-opened",
    PromptClosed: "prompt-closed",
    SwitchesSet: "switches-set",
    PremoderationSet: "premoderation-set",
    PromptMoved: "prompt-moved",
    PromptPlanned: "prompt-planned",
    PromptTranslated: "prompt-translated",
    StatementSubmitted: "statement-submitted",
    StatementShown: "statement-shown",
    StatementRejected: "statement-rejected",
    StatementMerged: "statement-merged",
    StatementReworded: "statement-reworded",
    DecisionUndone: "decision-undone",
    StatementTranslated: "statement-translated",
    AuthorBanned: "author-banned",
    BanLifted: "ban-lifted",
    WordListed: "word-listed",
    WordUnlisted: "word-unlisted",
    StageSet: "stage-set",
    Announced: "announced",
    AnnouncementWithdrawn: "announcement-withdrawn",
    ItemBegun: "item-begun",
    ItemEnded: "item-ended",
    ReportKept: "report-kept",
    AnalysisNamed: "analysis-named",
    AnalysisDropped: "analysis-dropped",
    ParticipantErased: "participant-erased",
    ParticipantJoined: "participant-joined",
    VoteCast: "vote-cast",
    VoteWithdrawn: "vote-withdrawn",
}
"""What each fact is called in the log."""

FORM = 1
"""The form in which bodies are written. A later form keeps the readers of the earlier ones in `_READERS`."""

ERASED: Final = 0
"""The form of a record of which something was erased. Its hash stays the one that later records stand on; the body is
what is left of the fact, and in `erased` a link of its own, over all of the record and the hash of the one before."""

LATER: Final[dict[type[Fact], dict[str, object]]] = {
    ParticipantJoined: {"entered_by": None, "level": "device"},
    StatementRejected: {"because": None},
    StageSet: {"stage": {"until_ms": None}},
    Announced: {"announcement": {"holds_phones": False}},
    VoteCast: {"reason": None, "reading": None},
}
"""Fields that a kind, or a value in it, got after its first release, with their defaults. Where one holds its default
it is not written, so that what was said before there was the field is the same bytes as ever."""

_READERS: Final[dict[tuple[str, int], msgspec.json.Decoder[Fact]]] = {
    (kind, form): msgspec.json.Decoder(fact) for fact, kind in KINDS.items() for form in (ERASED, FORM)
}
_write: Final = msgspec.json.Encoder(order="sorted").encode
_numbers: Final = struct.Struct(">qqH")


class Stream(IntEnum):
    """The two streams of an event. The numbers and the names stand in stores and hashes for ever."""

    PROGRAMME = 0
    BALLOTS = 1


class RecordUnknown(Exception):
    """A record of a kind or form that this version of Plenary does not know: a newer one has written it."""


class Envelope(NamedTuple):
    """A fact in the form in which it is kept. `body` is JSON with sorted keys: equal facts, equal bytes."""

    kind: str
    form: int
    body: bytes


class Row(NamedTuple):
    """A record as a store keeps it; `hash` is over all of it and the hash of the record before."""

    number: int
    at_ms: int
    kind: str
    form: int
    body: bytes
    hash: bytes


def seal(fact: Fact) -> Envelope:
    """The fact in its envelope, in the newest form."""
    kind = type(fact)
    if isinstance(fact, VoteCast) and fact.reason is None and fact.reading is None:
        return Envelope(KINDS[VoteCast], FORM, _vote(fact))
    if (later := LATER.get(kind)) is None:
        return Envelope(KINDS[kind], FORM, _write(fact))
    fields = msgspec.to_builtins(fact)
    _leave_out(fields, later)
    return Envelope(KINDS[kind], FORM, _write(fields))


def _vote(fact: VoteCast) -> bytes:
    """What follows below for a vote with nothing but its choice, as nearly all facts are, in a third of the time."""
    return _write(
        {
            "choice": fact.choice,
            "operation": fact.operation,
            "participant": fact.participant,
            "statement": fact.statement,
        }
    )


def _leave_out(fields: dict[str, Any], later: dict[str, object]) -> None:
    for name, default in later.items():
        if isinstance(default, dict):
            _leave_out(fields[name], default)
        elif fields[name] == default:
            del fields[name]


def unseal(kind: str, form: int, body: bytes) -> Fact:
    """The fact in an envelope. Raises RecordUnknown, and ValueError where the body is not of the kind."""
    reader = _READERS.get((kind, form))
    if reader is None:
        raise RecordUnknown(f"this version of Plenary knows no {kind!r} in form {form}")
    return reader.decode(body)


@dataclass(slots=True)
class Chain:
    """The head of one stream, which records are put on or held against, each on the one before."""

    code: EventCode
    stream: Stream
    number: int
    hash: bytes

    @classmethod
    def begin(cls, code: EventCode, stream: Stream) -> "Chain":
        """A stream without records; what its first record stands on names the event and the stream."""
        return cls(code, stream, 0, hashlib.sha256(f"plenary {stream.name} {code}".encode()).digest())

    @property
    def name(self) -> str:
        return self.stream.name.lower()

    def add(self, envelope: Envelope, at_ms: int) -> Row:
        """The envelope as the stream's next record."""
        self.number += 1
        self.hash = _link(self.hash, self.number, at_ms, *envelope)
        return Row(self.number, at_ms, *envelope, self.hash)

    def check(self, row: Row) -> Fact:
        """The fact of the stream's next record. Raises RecordDamaged where it is not what was once added."""
        number = self.number + 1
        try:
            if row.form == ERASED:
                left = unseal(row.kind, ERASED, row.body)
                fact = left if row.number == number and row == _left(self.hash, row, left) else None
            else:
                intact = row.number == number and row.hash == _link(self.hash, *row[:-1])
                fact = unseal(row.kind, row.form, row.body) if intact else None
        # A flipped byte can change the type of a column too.
        except (TypeError, AttributeError, ValueError, struct.error) as error:
            raise RecordDamaged(self.code, self.name, number) from error
        if fact is None or isinstance(fact, BallotFact) is not (self.stream is Stream.BALLOTS):
            raise RecordDamaged(self.code, self.name, number)
        self.number = number
        self.hash = row.hash
        return fact

    def erase(self, row: Row, left: Fact) -> Row:
        """The stream's next record, of which only that fact is left. Raises RecordDamaged where it is not intact."""
        before = self.hash
        self.check(row)
        return _left(before, row, left)

    def check_programme(self, row: Row) -> ProgrammeRecord:
        """As `check`, for the programme."""
        fact = self.check(row)
        assert not isinstance(fact, BallotFact)
        return ProgrammeRecord(row.number, row.at_ms, fact, row.hash)

    def check_ballot(self, row: Row) -> BallotRecord:
        """As `check`, for the ballots."""
        fact = self.check(row)
        assert isinstance(fact, BallotFact)
        return BallotRecord(row.number, row.at_ms, fact, row.hash)


def new_epoch() -> str:
    """A name for a new epoch, never used before."""
    return secrets.token_hex(8)


def _link(previous: bytes, number: int, at_ms: int, kind: str, form: int, body: bytes) -> bytes:
    """SHA-256 of a record and its predecessor's hash. No kind holds a NUL, so no two records read alike."""
    numbers = _numbers.pack(number, at_ms, form)
    return hashlib.sha256(b"%b%b%b\0%b" % (previous, numbers, kind.encode(), body)).digest()


def _left(previous: bytes, row: Row, left: Fact) -> Row:
    """What is left of a record, once only that fact is to be known of it."""
    _, _, body = seal(left)
    numbers = _numbers.pack(row.number, row.at_ms, ERASED)
    link = hashlib.sha256(
        b"%b%b%b\0%b%b" % (previous, numbers, row.kind.encode(), row.hash, body)
    ).hexdigest()
    fields = msgspec.json.decode(body) | {"erased": link}
    return row._replace(form=ERASED, body=_write(fields))


ErasedRecord = tuple[Stream, int, bytes]
"""Of an erased record: where it is, and the body that is left."""


def digest_of_erased(records: Iterable[ErasedRecord]) -> str:
    """What an event's newest ParticipantErased states of all its erased records (SHA-256, hexadecimal)."""
    digest = hashlib.sha256(b"plenary erased")
    for stream, number, body in sorted(records):
        digest.update(b"\n%d %d %b" % (stream, number, body))
    return digest.hexdigest()


class ErasedRecords:
    """Those met while an event's two streams are read from first to last, and what its programme says of them."""

    def __init__(self) -> None:
        self._met: list[ErasedRecord] = []
        self._stated = digest_of_erased([])

    def note(self, stream: Stream, row: Row, fact: Fact) -> None:
        if row.form == ERASED:
            self._met.append((stream, row.number, row.body))
        if isinstance(fact, ParticipantErased):
            self._stated = fact.digest

    def check(self, code: EventCode) -> None:
        """Raises RecordDamaged unless just those are erased that the programme accounts for, as they were left then."""
        if self._stated != digest_of_erased(self._met):
            stream, number, _ = max(self._met, default=(Stream.PROGRAMME, 0, b""))
            raise RecordDamaged(code, stream.name.lower(), number)
