"""Translations: versioned, so that none is replaced unseen and a vote keeps what it was cast on."""

from collections.abc import Iterable
from typing import Final

from plenary.deliberation.commands import TranslatePrompt, TranslateStatement
from plenary.deliberation.entities import Translation, translation_in
from plenary.deliberation.facts import PromptTranslated, StatementTranslated
from plenary.deliberation.refusals import TranslationNeedless, TranslationSuperseded
from plenary.deliberation.rules.lookup import known_prompt, known_statement
from plenary.deliberation.state import Deliberation
from plenary.deliberation.text import clean
from plenary.deliberation.vocabulary import Language

TRANSLATION_LIMIT: Final = 1_000
"""As long as the longest seed; other languages say the same in more letters or fewer."""


def translate(state: Deliberation, command: TranslateStatement) -> list[StatementTranslated]:
    statement = known_statement(state, command.statement)
    if (text := _news(command, statement.language, statement.translations)) is None:
        return []
    return [StatementTranslated(command.statement, command.language, text, command.version, command.by)]


def translate_prompt(state: Deliberation, command: TranslatePrompt) -> list[PromptTranslated]:
    prompt = known_prompt(state, command.prompt)
    assert state.event is not None, "a prompt exists only in an event"
    if (text := _news(command, state.event.language, prompt.translations)) is None:
        return []
    return [PromptTranslated(command.prompt, command.language, text, command.version, command.by)]


def _news(
    command: TranslateStatement | TranslatePrompt, original: Language, known: Iterable[Translation]
) -> str | None:
    """The text to record; None where it is recorded already. Raises TranslationNeedless, TranslationSuperseded."""
    if command.language == original:
        raise TranslationNeedless
    text = clean(command.text, TRANSLATION_LIMIT) if command.text.strip() else ""
    held = translation_in(known, command.language)
    if held is not None and held.version == command.version and held.text == text:
        return None
    if held is None and text == "":
        raise TranslationNeedless
    if command.version != (held.version if held else 0) + 1:
        raise TranslationSuperseded
    if command.by is None and held is not None and held.by is not None:
        raise TranslationSuperseded
    if held is not None and held.text == text:
        raise TranslationNeedless
    return text
