"""The run of the event: prompts, when they are open, and what they let participants do."""

from typing import Final, assert_never

from plenary.deliberation.commands import (
    ClosePrompt,
    DraftPrompt,
    OpenPrompt,
    PromptCommand,
    RewordPrompt,
    SetSwitches,
)
from plenary.deliberation.facts import (
    PromptClosed,
    PromptDrafted,
    PromptFact,
    PromptOpened,
    PromptReworded,
    SwitchesSet,
)
from plenary.deliberation.refusals import PromptExists, PromptNotOpen
from plenary.deliberation.rules.lookup import known_prompt
from plenary.deliberation.state import Deliberation
from plenary.deliberation.text import clean
from plenary.deliberation.vocabulary import Phase

PROMPT_LIMIT: Final = 280


def decide_prompt(state: Deliberation, command: PromptCommand) -> list[PromptFact]:
    match command:
        case DraftPrompt(prompt=prompt, text=text, by=by):
            text = clean(text, PROMPT_LIMIT)
            if (known := state.prompts.get(prompt)) is None:
                return [PromptDrafted(prompt, text, by)]
            if known.text != text:
                raise PromptExists
            return []
        case RewordPrompt(prompt=prompt, text=text, by=by):
            text = clean(text, PROMPT_LIMIT)
            return [] if known_prompt(state, prompt).text == text else [PromptReworded(prompt, text, by)]
        case OpenPrompt(prompt=prompt, by=by):
            return [] if known_prompt(state, prompt).phase is Phase.OPEN else [PromptOpened(prompt, by)]
        case ClosePrompt(prompt=prompt, by=by):
            phase = known_prompt(state, prompt).phase
            if phase is Phase.DRAFT:
                raise PromptNotOpen
            return [] if phase is Phase.CLOSED else [PromptClosed(prompt, by)]
        case SetSwitches(prompt=prompt, switches=switches, by=by):
            unchanged = known_prompt(state, prompt).switches == switches
            return [] if unchanged else [SwitchesSet(prompt, switches, by)]
        case _:
            assert_never(command)
