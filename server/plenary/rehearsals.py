"""Rehearsals: a copy of an event under a code of its own, filled by a synthetic crowd, then wiped, and proof of that.

The log only grows, so a rehearsal in it would stay for ever. A copy can be taken away whole, and what was there before
can be read again, record for record, to show that nothing of it has changed.
"""

import asyncio
import base64
import hashlib
import logging
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

from plenary.creation import NewLink, new_link
from plenary.deliberation.facts import (
    EventCreated,
    ProgrammeFact,
    PromptDrafted,
    PromptTranslated,
    StatementShown,
    StatementSubmitted,
    StatementTranslated,
    WordListed,
)
from plenary.deliberation.state import Deliberation
from plenary.deliberation.vocabulary import EventCode, Role, Standing
from plenary.hub.hub import Hub
from plenary.pages.rehearsal import NotRunning, Proof, Running
from plenary.store.ports import Ballots, Bulletin, EventExists, EventUnknown, FactLog, StoreUnavailable

log = logging.getLogger(__name__)

PREFIX: Final = "R-"

# A rehearsal that somebody forgot to end ends itself.
LASTS_MS: Final = 30 * 60_000
SWEEP_EVERY_S: Final = 60.0
PAGE: Final = 10_000


@dataclass(slots=True)
class _Crowd:
    """A rehearsal that this process drives."""

    links: dict[Role, str]
    before: "Fingerprint"
    task: asyncio.Task[None]


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """An event's records up to a place in both streams, in one hash."""

    programme: int
    ballots: int
    hash: str


class Rehearsals:
    """The rehearsals of one server. `run` must be running for crowds to come.

    forget_files: takes away the reports and exports of an event, if there are any.
    """

    def __init__(
        self,
        hub: Hub,
        facts: FactLog,
        ballots: Ballots,
        bulletin: Bulletin,
        clock: Callable[[], int],
        forget_files: Callable[[EventCode], None] = lambda code: None,
    ) -> None:
        self._forget_files = forget_files
        self._hub = hub
        self._facts = facts
        self._ballots = ballots
        self._bulletin = bulletin
        self._clock = clock
        self._crowds: dict[EventCode, _Crowd] = {}
        self._tasks: asyncio.TaskGroup | None = None

    async def run(self) -> None:
        """Keep crowds going, and wipe what was left behind, until cancelled."""
        async with asyncio.TaskGroup() as tasks:
            self._tasks = tasks
            while True:
                try:
                    await self._sweep()
                except StoreUnavailable:
                    pass  # the next one comes
                except Exception:
                    log.exception("a sweep for rehearsals that were left behind failed")
                await asyncio.sleep(SWEEP_EVERY_S)

    async def start(self, code: EventCode, people: int, url: str) -> Running:
        """A rehearsal of the event, with that many people coming in by the server's address.

        Raises EventUnknown, EventExists where one is under way, StoreUnavailable.
        """
        if self._tasks is None:
            raise StoreUnavailable("the server is still starting")
        copy = rehearsal_code(code)
        _, records = await self._facts.programme(code)
        before = await self._fingerprint(code)
        links = {role: new_link(role) for role in (Role.MODERATOR, Role.PROJECTOR, Role.STEWARD)}
        facts = copied([record.fact for record in records], copy, list(links.values()))
        await self._facts.create(facts, self._clock())
        secrets = {role: link.secret for role, link in links.items()}
        task = self._tasks.create_task(
            self._play(copy, people, url, secrets[Role.MODERATOR]), name=f"rehearsal {copy}"
        )
        self._crowds[code] = _Crowd(secrets, before, task)
        return await self.status(code)

    async def status(self, code: EventCode) -> Running:
        """How the event's rehearsal is going. Raises NotRunning, StoreUnavailable."""
        copy = rehearsal_code(code)
        try:
            event = await self._hub.live_event(copy)
        except EventUnknown:
            raise NotRunning from None
        crowd = self._crowds.get(code)
        return Running(
            copy,
            event.known.joined,
            event.known.votes,
            crowd is not None and not crowd.task.done(),
            dict(crowd.links) if crowd else {},
        )

    async def stop(self, code: EventCode) -> Proof:
        """Send the crowd away, wipe the copy, and read the event again. Raises NotRunning, StoreUnavailable."""
        crowd = self._crowds.pop(code, None)
        if crowd is not None:
            crowd.task.cancel()
            await asyncio.wait([crowd.task])
        copy = rehearsal_code(code)
        before = crowd.before if crowd is not None else await self._fingerprint(code)
        try:
            records = await self._wipe(copy)
        except EventUnknown:
            raise NotRunning from None
        except OSError as trouble:
            raise StoreUnavailable(f"the rehearsal's files stay: {trouble.strerror}") from None
        after = await self._fingerprint(code, before.programme, before.ballots)
        left = {heads.code for heads in await self._facts.heads()}
        if after != before or copy in left:
            log.error("a rehearsal has left something behind", extra={"event": code})
        return Proof(records, before.hash, after.hash, copy not in left)

    async def _play(self, copy: EventCode, people: int, url: str, key: str) -> None:
        """The crowd and its director, until the show is over; whatever ends them is no harm to the server."""
        # Loaded when asked for: a server that comes back has phones waiting for it.
        from plenary.crowd.rehearsing import rehearse

        try:
            await rehearse(url, copy, people, key)
        except* Exception as trouble:
            log.warning("a rehearsal's crowd has left: %s", trouble.exceptions[0], extra={"event": copy})

    async def _sweep(self) -> None:
        """Wipe the rehearsals that should have been over long ago, whoever began them."""
        for heads in await self._facts.heads():
            if not heads.code.startswith(PREFIX):
                continue
            try:
                _, records = await self._facts.programme(heads.code)
                begun = records[0]
                is_copy = isinstance(begun.fact, EventCreated) and begun.fact.rehearsal_of is not None
                if is_copy and begun.at_ms + LASTS_MS < self._clock():
                    await self._wipe(heads.code)
                    log.warning("wiped a rehearsal that was left behind", extra={"event": heads.code})
            except EventUnknown:
                continue

    async def _wipe(self, copy: EventCode) -> int:
        """Take the copy away; returns how many records it had. Raises EventUnknown, StoreUnavailable, OSError.

        Files first: while the store knows the copy, it is found again. Maps last: the analyst draws until it is gone.
        """
        await asyncio.to_thread(self._forget_files, copy)
        records = await self._facts.forget(copy)
        await self._bulletin.forget(copy)
        return records

    async def _fingerprint(
        self, code: EventCode, programme: int | None = None, ballots: int | None = None
    ) -> Fingerprint:
        """The event's records read again, from the first to those numbers or to the last. Raises EventUnknown."""
        digest = hashlib.sha256(code.encode())
        _, records = await self._facts.programme(code)
        wanted = records[:programme]
        for record in wanted:
            digest.update(record.hash)
        done = 0
        while ballots is None or done < ballots:
            page = await self._ballots.since(
                code, done, PAGE if ballots is None else min(PAGE, ballots - done)
            )
            if not page:
                break
            for one in page:
                digest.update(one.hash)
            done = page[-1].number
        return Fingerprint(len(wanted), done, digest.hexdigest())


def rehearsal_code(code: EventCode) -> EventCode:
    """The code of an event's rehearsal: an event has at most one at a time."""
    digest = hashlib.sha256(f"rehearsal of {code}".encode()).digest()
    return EventCode(PREFIX + base64.b32encode(digest[:5]).decode())


def copied(facts: list[ProgrammeFact], copy: EventCode, links: list[NewLink]) -> list[ProgrammeFact]:
    """The event as it was prepared, under another code: prompts and the organisers' statements with their translations.

    Nobody's words are in it. Raises EventExists for a rehearsal: it has none of its own.
    """
    state = Deliberation(facts)
    created = state.event
    if created is None or created.rehearsal_of is not None:
        raise EventExists(copy)
    made: list[ProgrammeFact] = [replace(created, code=copy, rehearsal_of=created.code)]
    made += [link.grant for link in links]
    by = links[0].grant.grant
    made += [WordListed(word, by) for word in state.words]
    for prompt in sorted(state.prompts.values(), key=lambda one: one.number):
        made.append(PromptDrafted(prompt.id, prompt.text, by))
        made += [
            PromptTranslated(prompt.id, one.language, one.text, 1, by)
            for one in prompt.translations
            if one.text
        ]
        for statement in state.statements_of[prompt.id]:
            one = state.statements[statement]
            if one.author is None and one.standing is Standing.SHOWN:
                made.append(StatementSubmitted(one.id, prompt.id, one.text, one.language, None))
                made.append(StatementShown(one.id, by))
                made += [
                    StatementTranslated(
                        one.id, other.language, other.text, 1, None if other.by is None else by
                    )
                    for other in one.translations
                    if other.text
                ]
    return made
