"""The connections of one event: who comes is told how things stand, and how many there are is known."""

import random

import pytest

from plenary.deliberation.entities import Ballot
from plenary.deliberation.facts import ProgrammeFact
from plenary.deliberation.state import Deliberation
from plenary.deliberation.vocabulary import EventCode, GrantId, ParticipantId, Role, StatementId
from plenary.hub import telling
from plenary.hub.audience import Connection
from plenary.hub.connections import Connections
from plenary.hub.known import KnownEvent
from plenary.hub.session import ParticipantSession, Session, StaffSession
from plenary.store.ports import Position
from plenary.wire.from_server import Snapshot
from tests.deliberation.evening import EVENING
from tests.hall import BO, CITY, created, drafted, opened, submitted
from tests.hub.test_outbox import Socket

HALL = EventCode("HALL")
NEWCOMER = ParticipantId("newcomer")


class Hub:
    """An event's connections, and what happens in it."""

    def __init__(self) -> None:
        self.known = KnownEvent(HALL, lambda: 0, position=Position("one", 0))
        self.connections = Connections(self.known)

    def happens(self, *facts: ProgrammeFact) -> None:
        self.known.programme.extend(facts)
        self.known.position = Position(self.known.position.epoch, len(self.known.programme))
        self.known.state.apply_all(facts)
        self.known.state.ballots.setdefault(NEWCOMER, Ballot())
        self.connections.tell_programme(facts)

    def enters(self, role: Role) -> tuple[Connection, Snapshot]:
        """Somebody who comes now, and what they are told."""
        session: Session = (
            ParticipantSession(HALL, NEWCOMER, "d")
            if role is Role.PARTICIPANT
            else StaffSession(HALL, GrantId("grant"), role, "d")
        )
        socket = Socket(is_open=True)
        connection = self.connections.attach(session, None, socket, 0)
        return connection, next(one for one in socket.written if isinstance(one, Snapshot))

    def comes(self, role: Role, *, stays: bool) -> Snapshot:
        """The same where they may go again at once."""
        connection, told = self.enters(role)
        if not stays:
            self.connections.detach(connection)
        return told


@pytest.mark.parametrize("seed", range(8))
async def test_whoever_comes_at_any_moment_is_told_how_things_stand(seed: int):
    rng, hub, facts = random.Random(seed), Hub(), list(EVENING)
    while facts:
        step = rng.choice([1, 1, 1, 2, 5])
        hub.happens(*facts[:step])
        del facts[:step]
        for role in rng.sample(list(Role), rng.randint(0, len(Role))):
            told = hub.comes(role, stays=rng.random() < 0.5)
            assert told == telling.whole(hub.known.state, hub.known.position, role), (role, len(facts))


async def test_a_queue_that_fills_is_not_looked_through_for_each_phone_that_comes(
    monkeypatch: pytest.MonkeyPatch,
):
    hub, made, whole = Hub(), list[Role](), telling.whole

    def counted(state: Deliberation, position: Position, role: Role) -> Snapshot:
        made.append(role)
        return whole(state, position, role)

    hub.happens(created(), drafted(CITY), opened(CITY))
    monkeypatch.setattr(telling, "whole", counted)
    for number in range(20):
        told = hub.comes(Role.PARTICIPANT, stays=True)
        assert told.place.number == 3 + number
        hub.happens(submitted(StatementId(f"s{number}"), by=BO, text=f"Statement number {number}."))

    assert made == [Role.PARTICIPANT]


async def test_how_many_are_connected_is_known_without_counting_them():
    rng, hub, here = random.Random(1), Hub(), list[Connection]()
    hub.happens(created())
    for _ in range(200):
        if here and rng.random() < 0.4:
            hub.connections.detach(here.pop(rng.randrange(len(here))))
        else:
            here.append(hub.enters(rng.choice(list(Role)))[0])
        assert hub.connections.connected == sum(hub.connections.count().values()) == len(here)
