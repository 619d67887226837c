"""Levels of assurance: what votes ask for, and who shows it."""

from typing import assert_never

from plenary.deliberation.commands import LevelCommand, SetLevel, VacateSeat
from plenary.deliberation.facts import LevelFact, LevelSet, SeatVacated
from plenary.deliberation.refusals import LevelFixed, ProofMissing
from plenary.deliberation.state import Deliberation
from plenary.deliberation.vocabulary import Level, Phase


def decide_level(state: Deliberation, command: LevelCommand) -> list[LevelFact]:
    match command:
        case SetLevel(level=level, by=by):
            if level is state.level:
                return []
            if any(prompt.phase is not Phase.DRAFT for prompt in state.prompts.values()):
                raise LevelFixed
            return [LevelSet(level, by)]
        case VacateSeat(participant=participant, turn=turn, by=by):
            if state.vacated.get(participant, 0) >= turn:
                return []
            return [SeatVacated(participant, turn, by)]
        case _:
            assert_never(command)


def refuse_unproven(state: Deliberation, level: Level) -> None:
    """Raises ProofMissing for somebody who has shown something else than the event asks for."""
    if level is not state.level:
        raise ProofMissing
