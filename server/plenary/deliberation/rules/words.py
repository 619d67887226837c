"""The event's own list of words that moderators look at twice."""

from typing import Final, assert_never

from plenary.deliberation.commands import ListWord, UnlistWord, WordCommand
from plenary.deliberation.facts import WordFact, WordListed, WordUnlisted
from plenary.deliberation.flagging import is_word
from plenary.deliberation.refusals import TextEmpty, TooManyWords
from plenary.deliberation.state import Deliberation
from plenary.deliberation.text import clean, plain

WORD_LIMIT: Final = 60
# Each is looked for in each statement that waits.
MOST_WORDS: Final = 200


def decide_word(state: Deliberation, command: WordCommand) -> list[WordFact]:
    match command:
        case ListWord(word=word, by=by):
            word = clean(word, WORD_LIMIT)
            if not is_word(word):
                raise TextEmpty
            if _as_listed(state, word) is not None:
                return []
            if len(state.words) >= MOST_WORDS:
                raise TooManyWords
            return [WordListed(word, by)]
        case UnlistWord(word=word, by=by):
            listed = _as_listed(state, word)
            return [] if listed is None else [WordUnlisted(listed, by)]
        case _:
            assert_never(command)


def _as_listed(state: Deliberation, word: str) -> str | None:
    """The word as it stands in the list, in whatever letters it was listed; None where it is not."""
    wanted = plain(word)
    return next((one for one in state.words if plain(one) == wanted), None)
