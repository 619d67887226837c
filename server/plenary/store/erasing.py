"""Which records an erasure changes, and into what: the same for every medium. No I/O."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from plenary.deliberation.ballot_facts import BallotFact
from plenary.deliberation.erasing import Erasure
from plenary.deliberation.facts import ParticipantErased
from plenary.deliberation.vocabulary import EventCode
from plenary.store.records import Chain, Envelope, ErasedRecord, Row, Stream, digest_of_erased, seal


@dataclass(frozen=True, slots=True)
class ToErase:
    """The records as they are to be, each with its stream, and the fact that says so, for the end of the programme."""

    rows: Sequence[tuple[Stream, Row]]
    envelope: Envelope


def to_erase(
    code: EventCode,
    erasure: Erasure,
    programme: Iterable[Row],
    own: Sequence[tuple[Chain, Row]],
    before: Iterable[ErasedRecord],
) -> ToErase:
    """What is to be put in place of what is there.

    programme: all of it.   own: the participant's ballots, each with the chain that it goes on.   before: what is
    erased already. Raises RecordDamaged: nothing that was tampered with gets a new link.
    """
    rows: list[tuple[Stream, Row]] = []
    chain = Chain.begin(code, Stream.PROGRAMME)
    for row in programme:
        was = Chain(code, Stream.PROGRAMME, chain.number, chain.hash)
        fact = chain.check_programme(row).fact
        left = erasure.programme_fact(fact)
        if left is not fact:
            rows.append((Stream.PROGRAMME, was.erase(row, left)))
    said: list[BallotFact] = []
    for chain, row in own:
        said.append(Chain(code, Stream.BALLOTS, chain.number, chain.hash).check_ballot(row).fact)
    for (chain, row), what in zip(own, erasure.ballot(said), strict=True):
        rows.append((Stream.BALLOTS, chain.erase(row, what)))
    erased = [*before, *((stream, row.number, row.body) for stream, row in rows)]
    return ToErase(rows, seal(ParticipantErased(erasure.mark, digest_of_erased(erased))))
