"""Simulated assemblies as vote tables: groups with their own answers, a spectrum, or neither. No assertions here."""

from dataclasses import dataclass

import numpy as np

from plenary_analysis import Vote
from plenary_analysis.table import VoteTable, table_of


@dataclass(frozen=True)
class Assembly:
    """A table of votes, everybody's planted group (all 0 without groups), and their answers to everything."""

    table: VoteTable
    group: np.ndarray
    answers: np.ndarray

    @property
    def votes(self):
        return [
            Vote(f"p{i:05d}", f"s{j:04d}", value)
            for i, j, value in zip(
                self.table.person.tolist(), self.table.column.tolist(), self.table.value.tolist(), strict=True
            )
        ]


def assembly(seed, people, statements, filled, groups=0, *, apart=1.5, spectrum=0.0):
    """Votes by a logistic utility: statement + group + place on two axes + personal leaning; a tenth are passes.

    filled: share of statements that people vote on, on average; some vote much more than others, everybody at least
    once or so. apart: standard deviation of a group's own answers. spectrum: of people's places, within groups too.
    """
    random = np.random.default_rng(seed)
    group = random.permutation(np.arange(people) % max(groups, 1))
    own = random.normal(size=(max(groups, 1), statements)) * apart * (groups > 1)
    own -= own.mean(axis=0)
    place, axes = random.normal(size=(people, 2)) * spectrum, random.normal(size=(statements, 2))
    ease, leaning = random.normal(size=statements) * 0.7 + 0.2, random.normal(size=(people, 1)) * 0.3
    utility = ease + own[group] + place @ axes.T + leaning + random.logistic(size=(people, statements)) * 0.6
    answer = np.where(random.random(utility.shape) < 0.1, 0, np.where(utility > 0, 1, -1))
    diligence = np.clip(random.gamma(4, 0.25, size=people) * filled, 1.5 / statements, 1)
    seen = random.random(utility.shape) < diligence[:, None]
    return Assembly(table_of(answer.astype(np.int8), seen.astype(np.int8)), group, answer)
