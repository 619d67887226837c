"""What one crowd without groups would have voted: the comparison that tells groups from a spectrum.

Drawing positions alone is not enough. Votes are bounded, the model of them is not: the ends of any spectrum are pushed
together and look like two camps (groups were "found" in 10 of 20 simulated spectra). So votes are drawn, with the
answers' own saturation, and people placed by them as they were by the real ones.
"""

from statistics import NormalDist

import numpy as np

from plenary_analysis.arrays import Floats
from plenary_analysis.latent import StatementModel, place_people
from plenary_analysis.mixture import Mixture
from plenary_analysis.table import VoteTable

# A statement's mean vote, and the share of it that people explain, are kept this far from certainty.
MOST_MEAN = 0.98
MOST_EXPLAINED = 0.9


def drawn_pulls(table: VoteTable, model: StatementModel, crowd: Mixture, copies: int, seed: int) -> Floats:
    """(copies, d, n) pull vectors of people drawn from one crowd who voted on what the real ones voted on.

    crowd: one component, in the model's own units. Every answer is a probit of the person's position whose mean and
    mean slope are the statement's in the linear model; passes come at the statement's rate.
    """
    random = np.random.default_rng(seed)
    n, m = table.n_people, table.n_statements
    answers = table.answers
    passes = (answers[1] + 0.5) / (answers.sum(axis=0) + 1)
    voiced = 1 - passes
    centre, spread = crowd.centre[0], crowd.spread
    mean = np.clip((model.ease + model.loadings @ centre) / voiced, -MOST_MEAN, MOST_MEAN)
    normal = NormalDist()
    at = np.array([normal.inv_cdf((1 + float(value)) / 2) for value in mean])
    density = 2 * np.exp(-np.square(at) / 2) / np.sqrt(2 * np.pi)
    slope = model.loadings / (voiced * density)[:, None]
    leaning = 1 / (voiced * density)
    explained = np.einsum("ma,ab,mb->m", slope, spread, slope) + model.scales.leaning * np.square(leaning)
    shrink = np.sqrt(np.minimum(1.0, MOST_EXPLAINED / np.maximum(explained, 1e-12)))
    stretch = 1 / np.sqrt(1 - np.minimum(explained, MOST_EXPLAINED))
    root = np.linalg.cholesky(spread)
    pulls = []
    for _ in range(copies):
        people = random.normal(size=(n, len(centre))) @ root.T
        yes = random.normal(size=(n, 1)) * np.sqrt(model.scales.leaning)
        utility = at + (people @ slope.T + yes * leaning) * shrink
        utility = utility * stretch + random.normal(size=(n, m))
        voted = np.where(random.random((n, m)) < passes, 0, np.where(utility > 0, 1, -1)).astype(np.int8)
        pulls.append(place_people(table.answered(voted), model).pull)
    return np.array(pulls)
