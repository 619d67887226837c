"""The run of the event: prompts, when they are open, and what they let participants do."""

from dataclasses import replace
from typing import Final, assert_never

from plenary.deliberation.commands import (
    ClosePrompt,
    DraftPrompt,
    FollowPlans,
    MovePrompt,
    OpenPrompt,
    PlanPrompt,
    PromptCommand,
    RewordPrompt,
    SetPremoderation,
    SetSwitches,
    TranslatePrompt,
)
from plenary.deliberation.entities import Prompt
from plenary.deliberation.facts import (
    PremoderationSet,
    PromptClosed,
    PromptDrafted,
    PromptFact,
    PromptMoved,
    PromptOpened,
    PromptPlanned,
    PromptReworded,
    SwitchesSet,
)
from plenary.deliberation.refusals import PlanDisordered, PromptExists, PromptNotDraft, PromptNotOpen
from plenary.deliberation.rules.lookup import known_prompt
from plenary.deliberation.rules.translating import translate_prompt
from plenary.deliberation.state import Deliberation
from plenary.deliberation.text import clean
from plenary.deliberation.vocabulary import Phase, Plan

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
        case SetPremoderation(prompt=prompt, premoderated=premoderated, by=by):
            known_prompt(state, prompt)
            unchanged = state.is_premoderated(prompt) == premoderated
            return [] if unchanged else [PremoderationSet(prompt, premoderated, by)]
        case MovePrompt():
            return _move(state, command)
        case PlanPrompt():
            return _plan(state, command)
        case TranslatePrompt():
            return [*translate_prompt(state, command)]
        case _:
            assert_never(command)


def _move(state: Deliberation, command: MovePrompt) -> list[PromptFact]:
    for prompt in (command.prompt, command.before):
        if prompt is not None and known_prompt(state, prompt).phase is not Phase.DRAFT:
            raise PromptNotDraft
    order = [one.id for one in state.drafts]
    following = [*order[1:], None][order.index(command.prompt)]
    if command.before in (command.prompt, following):
        return []
    return [PromptMoved(command.prompt, command.before, command.by)]


def _plan(state: Deliberation, command: PlanPrompt) -> list[PromptFact]:
    prompt = known_prompt(state, command.prompt)
    # What is open already needs no opening, and what nobody can submit to no close of submitting.
    plan = command.plan if prompt.phase is not Phase.OPEN else replace(command.plan, opens_ms=None)
    if not prompt.switches.submit:
        plan = replace(plan, submit_closes_ms=None)
    times = [time for time in (plan.opens_ms, plan.submit_closes_ms, plan.closes_ms) if time is not None]
    if times != sorted(times):
        raise PlanDisordered
    return [] if plan == prompt.plan else [PromptPlanned(prompt.id, plan, command.by)]


def next_due_ms(state: Deliberation) -> int | None:
    """When the next thing that is planned falls due, in milliseconds since 1970; None if nothing is planned."""
    plans = [prompt.plan for prompt in state.prompts.values()]
    times = [time for plan in plans for time in (plan.opens_ms, plan.submit_closes_ms, plan.closes_ms)]
    return min((time for time in times if time is not None), default=None)


def follow_plans(state: Deliberation, command: FollowPlans) -> list[PromptFact]:
    """What is due, prompt by prompt. What could not be done in its time, as no server ran, has lapsed."""
    return [fact for prompt in state.prompts.values() for fact in _due(prompt, command.now_ms)]


def _due(prompt: Prompt, now_ms: int) -> list[PromptFact]:
    plan, is_open = prompt.plan, prompt.phase is Phase.OPEN
    opens, submit_closes, closes = (
        time is not None and time <= now_ms for time in (plan.opens_ms, plan.submit_closes_ms, plan.closes_ms)
    )
    if closes:
        return [PromptClosed(prompt.id, None) if is_open else PromptPlanned(prompt.id, Plan(), None)]
    due: list[PromptFact] = []
    if opens:
        due.append(PromptOpened(prompt.id, None))
    if submit_closes and (is_open or opens):
        due.append(SwitchesSet(prompt.id, replace(prompt.switches, submit=False), None))
    elif submit_closes:
        due.append(PromptPlanned(prompt.id, replace(plan, submit_closes_ms=None), None))
    return due
