"""Translations of statements: versioned, so that none is replaced unseen and a vote keeps what it was cast on."""

from typing import Final

from plenary.deliberation.commands import TranslateStatement
from plenary.deliberation.facts import StatementTranslated
from plenary.deliberation.refusals import TranslationNeedless, TranslationSuperseded
from plenary.deliberation.rules.lookup import known_statement
from plenary.deliberation.state import Deliberation
from plenary.deliberation.text import clean

TRANSLATION_LIMIT: Final = 1_000
"""As long as the longest seed; other languages say the same in more letters or fewer."""


def translate(state: Deliberation, command: TranslateStatement) -> list[StatementTranslated]:
    statement = known_statement(state, command.statement)
    if command.language == statement.language:
        raise TranslationNeedless
    text = clean(command.text, TRANSLATION_LIMIT) if command.text.strip() else ""
    held = statement.translation(command.language)
    if held is not None and held.version == command.version and held.text == text:
        return []
    if held is None and text == "":
        raise TranslationNeedless
    if command.version != (held.version if held else 0) + 1:
        raise TranslationSuperseded
    if command.by is None and held is not None and held.by is not None:
        raise TranslationSuperseded
    if held is not None and held.text == text:
        raise TranslationNeedless
    return [StatementTranslated(command.statement, command.language, text, command.version, command.by)]
