"""What the projectors may be told to show."""

from typing import Final

from plenary.deliberation.commands import SetStage
from plenary.deliberation.facts import StageSet
from plenary.deliberation.refusals import PromptNotOpen, SceneIncomplete, StatementNotShown
from plenary.deliberation.rules.lookup import known_prompt, known_statement
from plenary.deliberation.state import Deliberation
from plenary.deliberation.vocabulary import Phase, Scene, Stage, Standing

SCENES_WITH_PROMPT: Final = {
    Scene.PROMPT,
    Scene.MAP,
    Scene.COMMON_GROUND,
    Scene.FAULT_LINES,
    Scene.DISCUSS,
    Scene.SLATE,
    Scene.CHANGED,
    Scene.VENUES,
    Scene.REPLAY,
}


def set_stage(state: Deliberation, command: SetStage) -> list[StageSet]:
    _check(state, command.stage)
    return [] if state.stage == command.stage else [StageSet(command.stage, command.by)]


def _check(state: Deliberation, stage: Stage) -> None:
    if stage.prompt is not None and known_prompt(state, stage.prompt).phase is Phase.DRAFT:
        raise PromptNotOpen
    if stage.scene in SCENES_WITH_PROMPT and stage.prompt is None:
        raise SceneIncomplete
    if stage.statement is not None:
        statement = known_statement(state, stage.statement)
        if statement.standing is not Standing.SHOWN:
            raise StatementNotShown
        if known_prompt(state, statement.prompt).phase is Phase.DRAFT:
            raise PromptNotOpen
    if stage.scene is Scene.STATEMENT and stage.statement is None:
        raise SceneIncomplete
