"""Puts prompts and shown statements into the languages of those who are here. Nobody's own translation is replaced."""

import asyncio
import logging
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final, Protocol

from plenary.deliberation.commands import TranslatePrompt, TranslateStatement
from plenary.deliberation.entities import Prompt, Statement, Translation
from plenary.deliberation.refusals import Refusal
from plenary.deliberation.vocabulary import Language, Phase, Standing
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
        self._given_up: set[Wanting] = set()

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
            for one in list(wanting(event)):
                if one.target not in self._offers.get(one.source, ()) or one in self._given_up:
                    continue
                await self._translate(event, one)
                await asyncio.sleep(60 / MOST_A_MINUTE)

    async def _translate(self, event: LiveEvent, wanted: "Wanting") -> None:
        about, target = wanted.about, Language(wanted.target)
        try:
            text = await asyncio.to_thread(self._service.translate, wanted.text, wanted.source, target)
        except TranslationFailed as trouble:
            if not trouble.for_good:
                raise
            log.warning("a text was not translated: %s", trouble, extra={"event": event.code})
            self._given_up.add(wanted)
            return
        if wanted not in wanting(event):
            # Reworded while the service was at it: this would be a translation of other words.
            return
        try:
            await event.carry_out(
                TranslatePrompt(about.id, target, text, wanted.version, None)
                if isinstance(about, Prompt)
                else TranslateStatement(about.id, target, text, wanted.version, None)
            )
        except Refusal as refusal:
            # Somebody was quicker, or the text is nothing to read.
            log.info("a translation was not wanted", extra={"event": event.code, "code": refusal.code})
            self._given_up.add(wanted)


@dataclass(frozen=True, slots=True)
class Wanting:
    """A text that somebody here cannot read in their language. version: the number that it would get there.

    The same while these words are wanted, whatever else becomes of what they are about.
    """

    about: Prompt | Statement = field(compare=False)
    id: str
    text: str
    source: str
    target: str
    version: int


def wanting(event: LiveEvent) -> Iterator[Wanting]:
    """Opened prompts and the statements shown under them, with each language that somebody here reads and they lack."""
    state = event.known.state
    here = {ballot.joined.language for ballot in state.ballots.values() if ballot.joined is not None}
    languages = {_code(language) for language in here}
    if state.event is not None:
        languages.add(_code(state.event.language))
        source = _code(state.event.language)
        for prompt in sorted(state.prompts.values(), key=lambda one: one.number):
            if prompt.phase is not Phase.DRAFT:
                yield from _lacking(prompt, source, prompt.translations, languages)
    for statement in state.statements.values():
        if statement.standing is not Standing.SHOWN or state.prompts[statement.prompt].phase is Phase.DRAFT:
            continue
        yield from _lacking(statement, _code(statement.language), statement.translations, languages)


def _lacking(
    about: Prompt | Statement, source: str, translations: Iterable[Translation], languages: set[str]
) -> Iterator[Wanting]:
    """A translation that a person gave or took back stays so; a program's own goes when a prompt is reworded."""
    gone = {_code(one.language): one.version for one in translations if one.by is None and one.text == ""}
    has = {source, *(_code(one.language) for one in translations)} - gone.keys()
    for language in sorted(languages - has):
        yield Wanting(about, about.id, about.text, source, language, gone.get(language, 0) + 1)


def _code(language: Language) -> str:
    """The language without its region: services know no others."""
    return language.partition("-")[0].lower()
