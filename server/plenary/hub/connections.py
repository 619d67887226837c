"""Everybody who is connected to one event through this hub, and how they are told what happens in it."""

import asyncio
from collections import Counter
from collections.abc import Sequence
from typing import Final

from plenary import __version__
from plenary.deliberation.entities import Ballot
from plenary.deliberation.facts import (
    AccessRevoked,
    DecisionUndone,
    LevelSet,
    ProgrammeFact,
    SeatVacated,
    StageSet,
    StatementMerged,
    StatementRejected,
    StatementReworded,
    StatementShown,
    StatementSubmitted,
    SwitchesSet,
)
from plenary.deliberation.opinion import Posting
from plenary.deliberation.views import own_statement
from plenary.deliberation.vocabulary import Mode, ParticipantId, PromptId, Role, StatementId, VenueId
from plenary.hub import telling
from plenary.hub.audience import Audience, Connection, NewMap, Same
from plenary.hub.claims import Claims
from plenary.hub.instruments import Instruments
from plenary.hub.known import KnownEvent
from plenary.hub.outbox import Link, MapFrame, Outbox
from plenary.hub.rounds import Rounds, Singly
from plenary.hub.session import ParticipantSession, Session, StaffSession
from plenary.hub.snapshots import Snapshots
from plenary.store.ports import Presence
from plenary.wire import from_server as told
from plenary.wire.closing import Closing
from plenary.wire.codec import Broadcast
from plenary.wire.from_client import Claim, Place

# Who comes back from further away than this gets a snapshot, which is then the smaller message.
RESUME_LIMIT: Final = 200

PULSE_EVERY_S: Final = 1.0

# Who moderates, and so is told of the others who do.
MODERATING: Final = {Role.MODERATOR, Role.ORGANISER}

# A screen shows to hundreds what a phone shows to one; a moderator waits to see what they did.
STAFF_FIRST: Final = tuple(sorted(Role, key=lambda role: (role is Role.PARTICIPANT, role is Role.PROJECTOR)))


class Connections:
    """The connections of one live event."""

    def __init__(self, known: KnownEvent) -> None:
        self.postings: dict[PromptId, Posting] = {}
        self.connected = 0
        """How many sockets there are now; asked for with every answer to a ping."""
        self._known = known
        self._audiences = {role: Audience() for role in Role}
        # Dicts for their order: a simulation runs the same every time.
        self._of_participant: dict[ParticipantId, dict[Connection, None]] = {}
        self._snapshots = Snapshots(known)
        self._frames: dict[tuple[PromptId, telling.Detail], MapFrame] = {}
        self._frozen: dict[PromptId, MapFrame] = {}
        self._quickened = asyncio.Event()
        # Phones that come are given the last one: a hall that joins at once must not be counted as often.
        self._pulse = self._make_pulse(())
        self._rounds = Rounds()
        self.claims = Claims()
        self.instruments = Instruments()

    def attach(self, session: Session, since: Place | None, link: Link, window_s: int) -> Connection:
        """A connection that gets, from now on, all its role may see; first of all a welcome and how things stand.

        A participant's ballot is held already.   window_s: over how long those who lose their connection come back.
        """

        participant = session.participant if isinstance(session, ParticipantSession) else None
        connection = Connection(
            session, Outbox(link, lambda: self._present_state(session)), participant=participant
        )
        ballot = self._known.state.ballots.get(participant or ParticipantId(""), Ballot())
        venue = session.venue if isinstance(session, StaffSession) else None
        now = self._known.clock()
        welcome = told.Welcome(session.role, __version__, now, ballot.highest_counter, venue, window_s)
        with connection.outbox.together():
            connection.outbox.put(Broadcast(welcome))
            for broadcast in self._since(session, since) or self._present_state(session):
                connection.outbox.put(broadcast)
            for prompt in self.postings:
                self._map_of(prompt, session.role).tell(connection)
            connection.outbox.put_pulse(
                self._pulse if participant is not None else self._make_pulse(self._present())
            )
        self._audiences[session.role].add(connection)
        self.connected += 1
        if session.role in MODERATING:
            self.claims.enter(session.device, "")
        if participant is not None:
            self._of_participant.setdefault(participant, {})[connection] = None
        self.quickened()
        return connection

    def detach(self, connection: Connection) -> None:
        connection.is_gone = True
        self._audiences[connection.session.role].discard(connection)
        self.connected -= 1
        # A desk that lost its network may be back before its old socket is found dead.
        device = connection.session.device
        if not any(
            one.session.device == device for role in MODERATING for one in self._audiences[role].everybody
        ):
            self.claims.leave(device)
        if connection.participant is not None:
            others = self._of_participant[connection.participant]
            others.pop(connection, None)
            if not others:
                del self._of_participant[connection.participant]
        self.quickened()

    def behind(self, connection: Connection) -> None:
        """What is sent to this one has to wait at its socket: until it does not any more, it is told singly."""
        self._audiences[connection.session.role].part(connection)

    def end(self, closing: Closing) -> None:
        """Send everybody away."""
        for audience in self._audiences.values():
            for connection in list(audience.everybody):
                connection.outbox.end(closing)

    def tell_programme(self, facts: Sequence[ProgrammeFact]) -> None:
        """Tell everybody what the facts, already in the state, change for them."""
        known = self._known
        for role in STAFF_FIRST:
            audience = self._audiences[role]
            if not audience.everybody:
                continue
            message = telling.changed(known.state, known.position, facts, role)
            if message is not None:
                self._rounds.begin(audience.begin(Same(Broadcast(message))))
            else:
                self._snapshots.passed(role, len(facts))
        for fact in facts:
            self._tell_whom_it_concerns(fact)

    def begin_anew(self) -> None:
        """The store counts in a new epoch: tell everybody how things stand, whatever they were told before."""
        epoch = self._known.position.epoch
        for prompt in [prompt for prompt, one in self.postings.items() if one.epoch not in ("", epoch)]:
            del self.postings[prompt]

        def tell(connection: Connection) -> None:
            if not connection.is_gone:
                with connection.outbox.together():
                    for broadcast in self._present_state(connection.session):
                        connection.outbox.put(broadcast)

        for role in STAFF_FIRST:
            self._rounds.begin(Singly(self._audiences[role].everybody, tell))

    def tell_map(self, posting: Posting) -> None:
        """Tell everybody the new opinion map; frozen projectors keep the one they show."""
        prompt = posting.map.prompt
        before = self.postings.get(prompt)
        self.postings[prompt] = posting
        for detail in telling.Detail:
            self._frames[prompt, detail] = telling.map_frame(posting, detail, before)
        for role in STAFF_FIRST:
            if not (role is Role.PROJECTOR and self._known.state.stage.frozen):
                self._tell_map(prompt, role)
        self.instruments.told(posting.ballots, self._known.clock())
        self.quickened()

    def tell(self, participant: ParticipantId, message: Broadcast) -> None:
        """Tell one participant, on every device of theirs that is connected here."""
        for connection in self._of_participant.get(participant, ()):
            connection.outbox.put(message)

    def count(self) -> dict[Role, int]:
        """How many sockets are connected in each role."""
        return {role: len(audience.everybody) for role, audience in self._audiences.items()}

    def quickened(self) -> None:
        """People came, left or voted: the next pulse is worth sending."""
        self._quickened.set()

    async def pulse(self) -> None:
        """Tell projectors and desks how lively it is, at most once a second, for as long as the hub lives."""
        while True:
            await self._quickened.wait()
            self._quickened.clear()
            # Counting ten thousand takes milliseconds: once, and what only desks see only where there is one.
            present = self._present()
            self._pulse = at_desks = self._make_pulse(present)
            if any(self._audiences[role].everybody for role in MODERATING):
                at_desks = self._make_pulse(present, self._at_desks())
            for connection in self._staff():
                is_moderating = connection.session.role in MODERATING
                connection.outbox.put_pulse(at_desks if is_moderating else self._pulse)
            self._quicken_when_a_claim_ends()
            await asyncio.sleep(PULSE_EVERY_S)

    def claim(self, connection: Connection, claim: Claim) -> None:
        """The moderator at this connection is on that statement; whoever else says so is not heard."""
        if connection.session.role not in MODERATING:
            return
        statement = StatementId(claim.statement) if claim.statement is not None else None
        now_ms = self._known.clock()
        self.claims.claim(connection.session.device, claim.name.strip(), statement, claim.take_over, now_ms)
        self.quickened()

    def _quicken_when_a_claim_ends(self) -> None:
        now_ms = self._known.clock()
        if (ends_ms := self.claims.expires_ms(now_ms)) is not None:
            asyncio.get_running_loop().call_later((ends_ms - now_ms) / 1000, self.quickened)

    def _staff(self) -> list[Connection]:
        """Everybody who came by a role link."""
        return [
            one
            for role, audience in self._audiences.items()
            if role is not Role.PARTICIPANT
            for one in audience.everybody
        ]

    def _present_state(self, session: Session) -> list[Broadcast]:
        """All that the session may see as things stand now."""
        return [self._snapshots.of(session.role), *self._own_state(session)]

    def _since(self, session: Session, since: Place | None) -> list[Broadcast] | None:
        """What came after a place; None where only a snapshot will do."""
        known = self._known
        if since is None or since.epoch != known.position.epoch:
            return None
        if not known.position.number - RESUME_LIMIT <= since.number <= known.position.number:
            return None
        facts = known.programme[since.number :]
        message = telling.changed(known.state, known.position, facts, session.role)
        changed = message or told.Changed(telling.place(known.position))
        return [Broadcast(changed), *self._own_state(session)]

    def _own_state(self, session: Session) -> list[Broadcast]:
        if not isinstance(session, ParticipantSession):
            return []
        return [Broadcast(telling.you(self._known.state, session.participant, session.level))]

    def _tell_whom_it_concerns(self, fact: ProgrammeFact) -> None:
        state = self._known.state
        match fact:
            case (
                StatementSubmitted(statement=statement)
                | StatementShown(statement=statement)
                | StatementRejected(statement=statement)
                | StatementMerged(statement=statement)
                | StatementReworded(statement=statement)
                | DecisionUndone(statement=statement)
            ):
                own = state.statements[statement]
                fate = Broadcast(told.Fate(own_statement(own)))
                for connection in self._of_participant.get(own.author or ParticipantId(""), ()):
                    connection.outbox.put(fate)
            case SwitchesSet(prompt=prompt):
                self._tell_map(prompt, Role.PARTICIPANT)
            case StageSet(stage=stage):
                if stage.frozen:
                    self._frozen = self._frozen or self._full_frames()
                else:
                    self._frozen = {}
                    for prompt in self.postings:
                        self._tell_map(prompt, Role.PROJECTOR)
            case SeatVacated(participant=participant):
                # Whoever holds the seat now comes back with it; the other may read.
                self._let_go(self._of_participant.get(participant, {}))
            case LevelSet():
                self._let_go(self._audiences[Role.PARTICIPANT].everybody)
            case AccessRevoked(grant=grant):
                for connection in self._staff():
                    if not isinstance(connection.session, ParticipantSession) and (
                        connection.session.grant == grant
                    ):
                        connection.outbox.revoke()
            case _:
                pass

    def _let_go(self, connections: dict[Connection, None]) -> None:
        """Have these come back and show again who they are."""
        for connection in list(connections):
            connection.outbox.end(Closing.PROOF_CHANGED)

    def _full_frames(self) -> dict[PromptId, MapFrame]:
        return {prompt: self._frame(prompt, telling.Detail.FINDINGS) for prompt in self.postings}

    def _frame(self, prompt: PromptId, detail: telling.Detail) -> MapFrame:
        key = (prompt, detail)
        if key not in self._frames:
            self._frames[key] = telling.map_frame(self.postings[prompt], detail)
        return self._frames[key]

    def _tell_map(self, prompt: PromptId, role: Role) -> None:
        """Tell everybody in the role the prompt's map, and each phone its own dot where it has one now."""
        audience = self._audiences[role]
        if prompt in self.postings and audience.everybody:
            self._rounds.begin(audience.begin(self._map_of(prompt, role)))

    def _map_of(self, prompt: PromptId, role: Role) -> NewMap:
        """The prompt's map as it is now, for connections in the role."""
        posting = self.postings[prompt]
        frame = self._frame(prompt, telling.detail(self._known.state, prompt, role))
        if role is Role.PROJECTOR and self._known.state.stage.frozen:
            frame = self._frozen.get(prompt, frame)
        if not posting.dot_of:
            return NewMap(frame)
        return NewMap(frame, lambda connection: self._own_dot(connection, posting))

    def _own_dot(self, connection: Connection, posting: Posting) -> Broadcast | None:
        """Which dot is theirs, where that is news to them."""
        participant = connection.participant
        own = telling.own_dot(posting, participant) if participant is not None else None
        prompt = posting.map.prompt
        if own is None or not telling.is_news(connection.dots_told.get(prompt), own):
            return None
        connection.dots_told[prompt] = own
        return Broadcast(own)

    def _at_desks(self) -> told.DeskPulse:
        now_ms, measured = self._known.clock(), self.instruments
        moderators = tuple(
            told.AtDesk(one.device, one.name, one.colour, one.statement)
            for one in self.claims.present(now_ms)
        )
        return told.DeskPulse(
            moderators, measured.delay(now_ms), measured.saving(now_ms), measured.is_in_trouble(now_ms)
        )

    def crowd(self) -> Counter[tuple[Mode, VenueId | None]]:
        """How many people are connected here, and from where."""
        ballots = (self._known.state.ballots.get(participant) for participant in self._of_participant)
        return telling.crowd(
            ballot.joined for ballot in ballots if ballot is not None and ballot.joined is not None
        )

    def presence(self) -> Presence:
        """Who is connected here, for the other hubs."""
        return Presence(self.crowd(), self.claims.here)

    def met(self, elsewhere: Presence) -> None:
        """Learn who is connected to the other hubs."""
        is_news = self.claims.met(elsewhere.moderators, self._known.clock())
        if is_news or elsewhere.crowd != self._known.elsewhere:
            self._known.elsewhere = elsewhere.crowd
            self.quickened()

    def _present(self) -> tuple[told.Present, ...]:
        """How many people take part from where, at all hubs."""
        return telling.present(self.crowd() + Counter(self._known.elsewhere))

    def _make_pulse(self, present: tuple[told.Present, ...], desk: told.DeskPulse | None = None) -> Broadcast:
        known = self._known
        return Broadcast(told.Pulse(known.clock(), known.joined, known.votes, present, desk))
