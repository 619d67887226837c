"""Whatever records say, with every hash right: they are refused, or all that shows an event can be made of them.

Who opens an archive that somebody else has written relies on it: a fold that fails, or never ends, is met by a hub on
which other events run too.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import is_dataclass
from enum import Enum
from typing import Any, get_args, get_origin, get_type_hints

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plenary.archive.native import verify
from plenary.archive.report.composing import Wish, report
from plenary.archive.report.file import data_of
from plenary.archive.report.gathering import Gathered
from plenary.deliberation.ballot_facts import BallotFact
from plenary.deliberation.facts import (
    DecisionUndone,
    Fact,
    ItemEnded,
    ProgrammeFact,
    PromptDrafted,
    PromptMoved,
    StatementMerged,
    StatementShown,
    StatementTranslated,
)
from plenary.deliberation.report_facts import AnalysisNamed
from plenary.deliberation.vocabulary import (
    AnalysisId,
    AnnouncementId,
    EventCode,
    GrantId,
    ItemId,
    Language,
    ParticipantId,
    PromptId,
    Role,
    Selection,
    StatementId,
    VenueId,
)
from plenary.hub import telling
from plenary.mapping.event_analysis import EventAnalysis
from plenary.store.kept import KeptEvent
from plenary.store.ports import Position, RecordDamaged
from plenary.store.records import KINDS, Chain, Stream, seal
from plenary.store.writes import EventHead
from plenary.wire.codec import Encoding, write
from tests.archive.town import (
    ADA,
    BALLOTS,
    BEGUN_MS,
    BO,
    BUSES,
    CY,
    DESK,
    PARKS,
    PROGRAMME,
    TOWN,
    plenary,
    town,
)

EXAMPLES = 150

VALUES: Mapping[object, Sequence[object]] = {
    EventCode: [TOWN],
    GrantId: [DESK, "none"],
    PromptId: [BUSES, PARKS, "drafted", "none"],
    StatementId: ["seed", "formula", "rude", "tree", "none"],
    ParticipantId: [ADA, BO, CY, "nobody"],
    VenueId: ["none"],
    ItemId: ["talk", "panel"],
    AnalysisId: ["east"],
    AnnouncementId: ["lunch"],
    Language: ["en", "fr", ""],
    str: ["", "Words", "<b>\u202e"],
    int: [-1, 0, 1, 2, 3, 2**53],
    bool: [False, True],
    type(None): [None],
}


def drawn(hint: Any) -> st.SearchStrategy[Any]:
    """Values of the type: those of this event where it names something in one."""
    if hint in VALUES:
        return st.sampled_from(VALUES[hint])
    if isinstance(hint, type) and is_dataclass(hint):
        return st.builds(hint, **{name: drawn(of) for name, of in get_type_hints(hint).items()})
    if isinstance(hint, type) and issubclass(hint, Enum):
        return st.sampled_from(hint)
    if get_origin(hint) is tuple:
        return st.lists(drawn(get_args(hint)[0]), max_size=2).map(tuple)
    return st.one_of(*map(drawn, get_args(hint)))


def altered(facts: Sequence[Fact], kinds: Iterable[type[Fact]]) -> st.SearchStrategy[list[Fact]]:
    """These facts with others among them, some of their own again, and without a few."""

    def apply(changes: list[tuple[int, Fact | None]]) -> list[Fact]:
        changed = list(facts)
        for place, fact in changes:
            if fact is not None:
                changed.insert(place, fact)
            elif place < len(changed):
                del changed[place]
        return changed

    facts_of_any_kind = st.one_of(st.sampled_from(facts), *map(drawn, kinds))
    change = st.tuples(st.integers(1, len(facts)), st.one_of(facts_of_any_kind, facts_of_any_kind, st.none()))
    return st.lists(change, min_size=1, max_size=4).map(apply)


def kept(programme: Sequence[Fact], ballots: Sequence[Fact]) -> KeptEvent:
    """The facts as a store has them, each record on the one before."""
    chains = Chain.begin(TOWN, Stream.PROGRAMME), Chain.begin(TOWN, Stream.BALLOTS)
    rows = {
        chain.stream: [chain.add(seal(fact), BEGUN_MS + 1_000 * place) for place, fact in enumerate(facts)]
        for chain, facts in zip(chains, (programme, ballots), strict=True)
    }
    return KeptEvent(EventHead("epoch", *chains), lambda stream: iter(rows[stream]))


def show_everything(event: KeptEvent) -> None:
    """What every role and everybody in the event is told, the maps of its prompts, and its report."""
    asked, answered = (Chain.begin(TOWN, stream) for stream in (Stream.PROGRAMME, Stream.BALLOTS))
    programme = [asked.check_programme(row) for row in event.rows_of(Stream.PROGRAMME)]
    ballots = [answered.check_ballot(row) for row in event.rows_of(Stream.BALLOTS)]
    gathered = Gathered()
    gathered.follow(programme)
    gathered.take(ballots)
    state = gathered.state
    for encoding in Encoding:
        for role in Role:
            write(telling.whole(state, Position("epoch", 1), role), encoding)
        for who in state.ballots:
            write(telling.you(state, who), encoding)
    analysed = EventAnalysis("epoch", {}, k=1)
    analysed.take(programme, ballots)
    for prompt in analysed.changed():
        analysed.draw(prompt, BEGUN_MS)
    data_of(report(gathered, Wish(k=1)))


PROGRAMME_KINDS = [kind for kind in KINDS if kind not in get_args(BallotFact)]


def test_records_are_refused_or_all_that_shows_an_event_can_be_made_of_them():
    what_came = Counter[str]()

    @settings(max_examples=EXAMPLES)
    @given(altered(PROGRAMME, PROGRAMME_KINDS), altered([fact for _, fact in BALLOTS], get_args(BallotFact)))
    def hold(programme: list[ProgrammeFact], ballots: list[BallotFact]) -> None:
        event = kept(programme, ballots)
        try:
            verify(event, lambda done: None)
        except RecordDamaged:
            what_came["refused"] += 1
            return
        show_everything(event)
        what_came["shown"] += 1

    hold()
    assert min(what_came["refused"], what_came["shown"]) > EXAMPLES // 10


NOT_THERE: dict[str, ProgrammeFact] = {
    "a statement translated": StatementTranslated(StatementId("none"), Language("fr"), "Rien", 1, DESK),
    "an item ended": ItemEnded(ItemId("talk"), DESK),
    "a venue's votes alone": AnalysisNamed(AnalysisId("east"), "East", Selection(VenueId("none")), DESK),
    "a statement merged into itself": StatementMerged(StatementId("seed"), StatementId("seed"), DESK),
    "a statement merged across prompts": StatementMerged(StatementId("seed"), StatementId("tree"), DESK),
    "an open prompt moved": PromptMoved(BUSES, None, DESK),
    "a prompt drafted twice": PromptDrafted(BUSES, "Buses again?", DESK),
}


@pytest.mark.parametrize("what", NOT_THERE)
def test_a_record_that_speaks_of_what_is_not_there_is_found_before_an_event_is_opened(tmp_path, what, capsys):
    data = town(tmp_path / "data", [NOT_THERE[what]])

    assert plenary("verify", TOWN, "--data", data) == 1
    fault = f"record {len(PROGRAMME) + 1} of the programme of event TOWN is damaged"
    assert capsys.readouterr().err == f"plenary: {fault}\n"


SEED, OTHER = StatementId("seed"), StatementId("formula")
IN_A_CIRCLE: dict[str, list[ProgrammeFact]] = {
    "merged": [StatementMerged(SEED, OTHER, DESK), StatementMerged(OTHER, SEED, DESK)],
    # The seed's third decision is taken back while what it was merged into stands on its card.
    "undone": [
        StatementMerged(SEED, OTHER, DESK),
        StatementShown(SEED, DESK),
        StatementMerged(OTHER, SEED, DESK),
        DecisionUndone(SEED, 3, DESK),
    ],
}


@pytest.mark.parametrize("way", IN_A_CIRCLE)
def test_statements_merged_in_a_circle_are_found_before_a_hub_follows_them_for_ever(tmp_path, way, capsys):
    facts = IN_A_CIRCLE[way]
    data = town(tmp_path / "data", facts)

    assert plenary("verify", TOWN, "--data", data) == 1
    fault = f"record {len(PROGRAMME) + len(facts)} of the programme of event TOWN is damaged"
    assert capsys.readouterr().err == f"plenary: {fault}\n"
