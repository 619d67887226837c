"""Puts shown statements into the languages of those who are here. A person's translation is never replaced."""

import asyncio
import logging
from collections.abc import Iterator
from typing import Final, Protocol

from plenary.deliberation.commands import TranslateStatement
from plenary.deliberation.entities import Statement
from plenary.deliberation.refusals import Refusal
from plenary.deliberation.vocabulary import Language, Phase, Standing, StatementId
from plenary.hub.hub import Hub
from plenary.hub.live_event import LiveEvent
from plenary.store.ports import StoreUnavailable
from plenary.translating.libre import TranslationFailed

log = logging.getLogger(__name__)

LOOK_EVERY_S: Final = 2.0

# A service asked for more than this in a minute is somebody's bill, or a queue that never ends.
MOST_A_MINUTE: Final = 120
REST_AFTER_FAILURE_S: Final = 60.0


class Service(Protocol):
    """What translates. Calls block, and raise TranslationFailed."""

    def languages(self) -> dict[str, frozenset[str]]: ...
    def translate(self, text: str, source: str, target: str) -> str: ...


class Translator:
    """Follows the live events of a hub; `run` has it work."""

    def __init__(self, hub: Hub, service: Service) -> None:
        self._hub = hub
        self._service = service
        self._offers: dict[str, frozenset[str]] | None = None
        self._given_up: set[tuple[StatementId, str]] = set()

    async def run(self) -> None:
        """Translate what is wanting until cancelled. A service that fails costs translations and nothing else."""
        while True:
            try:
                await self.look()
                await asyncio.sleep(LOOK_EVERY_S)
            except TranslationFailed as trouble:
                log.warning("no translations for now: %s", trouble)
                await asyncio.sleep(REST_AFTER_FAILURE_S)
            except StoreUnavailable:
                await asyncio.sleep(LOOK_EVERY_S)

    async def look(self) -> None:
        """Translate what is wanting now. Raises TranslationFailed where the service does not serve."""
        if self._offers is None:
            self._offers = await asyncio.to_thread(self._service.languages)
        for event in self._hub.live_events():
            for statement, target in list(wanting(event)):
                source = _code(statement.language)
                if target not in self._offers.get(source, ()) or (statement.id, target) in self._given_up:
                    continue
                await self._translate(event, statement, source, target)
                await asyncio.sleep(60 / MOST_A_MINUTE)

    async def _translate(self, event: LiveEvent, statement: Statement, source: str, target: str) -> None:
        try:
            text = await asyncio.to_thread(self._service.translate, statement.text, source, target)
        except TranslationFailed as trouble:
            if not trouble.for_good:
                raise
            log.warning("a statement was not translated: %s", trouble, extra={"event": event.code})
            self._given_up.add((statement.id, target))
            return
        try:
            await event.carry_out(TranslateStatement(statement.id, Language(target), text, 1, None))
        except Refusal as refusal:
            # Somebody was quicker, or the text is nothing to read.
            log.info("a translation was not wanted", extra={"event": event.code, "code": refusal.code})
            self._given_up.add((statement.id, target))


def wanting(event: LiveEvent) -> Iterator[tuple[Statement, str]]:
    """Shown statements under opened prompts, with each language that somebody here reads and that they lack."""
    state = event.known.state
    here = {ballot.joined.language for ballot in state.ballots.values() if ballot.joined is not None}
    languages = {_code(language) for language in here}
    if state.event is not None:
        languages.add(_code(state.event.language))
    for statement in state.statements.values():
        if statement.standing is not Standing.SHOWN or state.prompts[statement.prompt].phase is Phase.DRAFT:
            continue
        has = {_code(statement.language), *(_code(one.language) for one in statement.translations)}
        for language in sorted(languages - has):
            yield statement, language


def _code(language: Language) -> str:
    """The language without its region: services know no others."""
    return language.partition("-")[0].lower()
