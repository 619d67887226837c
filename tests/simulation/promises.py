"""What must hold once all is quiet again, whatever went wrong before: every promise that is broken, in words."""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from plenary.deliberation.ballot_facts import VoteCast
from plenary.deliberation.vocabulary import Choice
from plenary.hub.outbox import OUTBOX_LIMIT
from plenary.store.ports import BallotRecord
from plenary.wire.from_client import Place
from tests.simulation.medium import Board

if TYPE_CHECKING:
    from tests.simulation.world import HubProcess, Phone


def of_votes(phones: Sequence["Phone"], ballots: Sequence[BallotRecord]) -> Iterator[str]:
    """What counted is there, nothing else is, and the last word stands."""
    if [record.number for record in ballots] != list(range(1, len(ballots) + 1)):
        yield "the ballots have a gap"
    votes = [record.fact for record in ballots if isinstance(record.fact, VoteCast)]
    there = Counter((vote.participant, vote.operation.counter, vote.statement, vote.choice) for vote in votes)
    last: dict[tuple[str, str], tuple[int, Choice]] = {}
    for fact in votes:
        cell = fact.participant, fact.statement
        last[cell] = max(last.get(cell, (0, fact.choice)), (fact.operation.counter, fact.choice))
    for phone in phones:
        asked = {(phone.who, vote.op, vote.statement, vote.choice) for vote in phone.asked}
        for vote in phone.counted:
            if (phone.who, vote.op, vote.statement, vote.choice) not in there:
                yield f"a vote that counted is lost: {vote}"
        for one in there:
            if one[0] == phone.who and one not in asked:
                yield f"a vote that nobody cast: {one}"
        meant = {(phone.who, vote.statement): vote.choice for vote in phone.counted}
        for place, choice in meant.items():
            if last.get(place, (0, None))[1] is not choice:
                yield f"not the last word: {place}"


def of_phones(phones: Sequence["Phone"], programme: Place) -> Iterator[str]:
    """All stand where the store does."""
    for phone in phones:
        if phone.place != programme:
            yield f"{phone.key} is at {phone.place}, the store at {programme}"


def of_postings(board: Board, epoch: str) -> Iterator[str]:
    """Maps come in order, from whoever holds the event, and of what the store holds now."""
    frames: dict[tuple[str, str], int] = {}
    highest = 0
    for _, prompt, posted_in, frame, fence in board.posted:
        if frame <= frames.get((posted_in, prompt), -1):
            yield f"the map of frame {frame} came after that of {frames[posted_in, prompt]}"
        if fence < highest:
            yield f"an analyst posted under fence {fence} when {highest} was given out"
        frames[posted_in, prompt], highest = frame, max(highest, fence)
    if not any(posted_in == epoch for _, _, posted_in, _, _ in board.posted):
        yield "nothing was posted of the store's last epoch"


def of_hub(process: "HubProcess", number: int) -> Iterator[str]:
    """It is back, knows every fact, and holds no more for anybody than it may."""
    if process.hub is None:
        yield "a hub has not come back"
        return
    for event in process.hub.live_events():
        if event.known.position.number != number or len(event.known.programme) != number:
            yield f"a hub knows {len(event.known.programme)} of {number} facts"
    for wire in process.wires:
        connection = wire.conversation._connection
        if connection is not None and len(connection.outbox._ordered) > OUTBOX_LIMIT:
            yield "an outbox has grown beyond its bound"
