"""Statements that say the same: one card, every wording's votes its own, and a way back."""

import pytest

from plenary.deliberation.audience import changes, snapshot
from plenary.deliberation.ballot_commands import CastVote
from plenary.deliberation.ballot_facts import VoteCast
from plenary.deliberation.commands import (
    MergeStatement,
    RejectStatement,
    RewordStatement,
    SetStage,
    ShowStatement,
    UndoDecision,
)
from plenary.deliberation.decide import decide
from plenary.deliberation.facts import (
    DecisionUndone,
    ProgrammeFact,
    StatementMerged,
    StatementReworded,
    StatementTranslated,
)
from plenary.deliberation.refusals import (
    MergeAcrossPrompts,
    MergeCircular,
    StatementNotShown,
    StatementSeen,
    StatementTwice,
    StatementUnknown,
    TextTooLong,
)
from plenary.deliberation.routing import askings
from plenary.deliberation.state import Deliberation
from plenary.deliberation.views import own_statements
from plenary.deliberation.vocabulary import Choice, Role, Scene, Stage, Standing, StatementId
from tests.hall import (
    ADA,
    BIKE,
    BO,
    CITY,
    CY,
    DESK,
    FRENCH,
    MEAL,
    PARK,
    SCHOOL,
    TEXTS,
    TRAM,
    deliberation,
    drafted,
    mended,
    merged,
    opened,
    operation,
    rejected,
    shown,
    submitted,
    translated,
    undone,
    voted,
)

BEGUN: tuple[ProgrammeFact, ...] = (
    submitted(TRAM, by=ADA),
    shown(TRAM),
    submitted(PARK, by=BO),
    shown(PARK),
    submitted(BIKE, by=CY),
)


def cards(state: Deliberation, role: Role = Role.PARTICIPANT) -> dict[StatementId, StatementId | None]:
    """What the role sees, and on whose card."""
    return {view.id: view.into for view in snapshot(state, role).statements}


def test_a_wording_is_shown_on_the_card_of_the_statement_it_was_merged_into():
    state = deliberation(*BEGUN, merged(BIKE, TRAM))

    assert cards(state) == {TRAM: None, PARK: None, BIKE: TRAM}
    assert state.statements[BIKE].standing is Standing.MERGED


def test_wordings_of_a_wording_are_on_the_same_card():
    state = deliberation(*BEGUN, merged(BIKE, TRAM), merged(TRAM, PARK))

    assert cards(state) == {PARK: None, TRAM: PARK, BIKE: PARK}
    state.apply(undone(TRAM, 2))
    assert cards(state) == {PARK: None, TRAM: None, BIKE: TRAM}


def test_a_vote_stays_with_the_wording_it_was_cast_on():
    state = deliberation(*BEGUN, voted(ADA, PARK), merged(PARK, TRAM))

    facts = decide(state, CastVote(BO, PARK, Choice.DISAGREE, operation(3)))
    assert facts == [VoteCast(BO, PARK, Choice.DISAGREE, operation(3))]
    before = dict(state.ballots[ADA].votes)
    state.apply_all([*facts, undone(PARK, 2)])
    assert state.ballots[ADA].votes == before
    assert state.statements[PARK].standing is Standing.SHOWN


def test_who_has_answered_one_wording_is_not_asked_another():
    state = deliberation(*BEGUN, voted(CY, PARK), merged(PARK, TRAM))

    assert askings(state, [CY], CITY)[0].unseen == ()
    assert askings(deliberation(*BEGUN, voted(CY, PARK)), [CY], CITY)[0].unseen == (TRAM,)


def test_wordings_go_and_come_back_with_their_card():
    state = deliberation(*BEGUN, merged(BIKE, TRAM), rejected(TRAM))

    assert cards(state) == {PARK: None}
    assert set(changes(state, [rejected(TRAM)], Role.PARTICIPANT).gone) == {TRAM, BIKE}
    with pytest.raises(StatementNotShown):
        decide(state, CastVote(BO, BIKE, Choice.AGREE, operation(3)))
    state.apply(undone(TRAM, 2))
    assert cards(state) == {TRAM: None, PARK: None, BIKE: TRAM}


def test_merging_again_is_the_same_and_into_another_moves_it():
    state = deliberation(*BEGUN, merged(BIKE, TRAM))

    assert decide(state, MergeStatement(BIKE, TRAM, DESK)) == []
    assert decide(state, MergeStatement(BIKE, PARK, DESK)) == [StatementMerged(BIKE, PARK, DESK)]


def test_a_wording_can_be_shown_or_rejected_for_itself():
    state = deliberation(*BEGUN, merged(BIKE, TRAM))

    state.apply_all(decide(state, ShowStatement(BIKE, DESK)))
    assert cards(state) == {TRAM: None, PARK: None, BIKE: None}
    state.apply_all(decide(state, RejectStatement(BIKE, "", DESK)))
    assert cards(state) == {TRAM: None, PARK: None}
    assert state.wordings == {}


def test_no_statement_becomes_a_wording_of_itself():
    state = deliberation(*BEGUN, merged(PARK, TRAM))

    for statement, into in ((TRAM, TRAM), (TRAM, PARK), (PARK, PARK)):
        with pytest.raises(MergeCircular):
            decide(state, MergeStatement(statement, into, DESK))


def test_a_wording_on_somebody_elses_card_takes_in_none_that_it_is_made_of():
    state = deliberation(*BEGUN, merged(BIKE, TRAM), merged(TRAM, PARK))

    with pytest.raises(MergeCircular):
        decide(state, MergeStatement(TRAM, BIKE, DESK))


def test_taking_back_an_undoing_makes_no_circle():
    state = deliberation(*BEGUN, merged(PARK, TRAM), undone(PARK, 2), merged(TRAM, PARK))

    with pytest.raises(MergeCircular):
        decide(state, UndoDecision(PARK, 3, DESK))
    state.apply(undone(TRAM, 2))
    assert decide(state, UndoDecision(PARK, 3, DESK)) == [DecisionUndone(PARK, 3, DESK)]


def test_only_into_what_is_shown_under_the_same_prompt():
    other: list[ProgrammeFact] = [
        drafted(SCHOOL),
        opened(SCHOOL),
        submitted(MEAL, by=None, prompt=SCHOOL),
        shown(MEAL),
    ]
    state = deliberation(*BEGUN, *other)

    with pytest.raises(StatementNotShown):
        decide(state, MergeStatement(TRAM, BIKE, DESK))
    with pytest.raises(MergeAcrossPrompts):
        decide(state, MergeStatement(TRAM, MEAL, DESK))
    with pytest.raises(StatementUnknown):
        decide(state, MergeStatement(TRAM, StatementId("nowhere"), DESK))


def test_a_wording_has_no_scene_of_its_own():
    state = deliberation(*BEGUN, merged(PARK, TRAM))

    with pytest.raises(StatementNotShown):
        decide(state, SetStage(Stage(Scene.STATEMENT, CITY, PARK), DESK))


def test_its_author_hears_that_a_statement_was_merged():
    state = deliberation(*BEGUN, merged(BIKE, TRAM))

    assert [(one.id, one.standing) for one in own_statements(state, CY)] == [(BIKE, Standing.MERGED)]


def test_a_statement_that_nobody_has_seen_is_mended():
    state = deliberation(*BEGUN)

    [fact] = decide(state, RewordStatement(BIKE, "Bikes  belong on the road.", DESK))
    assert fact == StatementReworded(BIKE, "Bikes belong on the road.", DESK)
    state.apply(fact)
    assert [one.text for one in own_statements(state, CY)] == ["Bikes belong on the road."]
    assert decide(state, RewordStatement(BIKE, "Bikes belong on the road.", DESK)) == []
    assert decide(state, RewordStatement(BIKE, "bikes belong on the road", DESK)) != []


@pytest.mark.parametrize(
    "then", [[], [rejected(TRAM)], [undone(TRAM, 1)]], ids=["shown", "rejected", "undone"]
)
def test_what_people_have_seen_keeps_its_words(then: list[ProgrammeFact]):
    state = deliberation(*BEGUN, *then)

    with pytest.raises(StatementSeen):
        decide(state, RewordStatement(TRAM, "Trams should run at night.", DESK))


def test_a_seed_is_mended_until_its_prompt_opens_and_what_says_something_else_loses_its_translations():
    state = deliberation(
        drafted(SCHOOL), submitted(MEAL, by=None, prompt=SCHOOL), shown(MEAL), translated(MEAL, "Un repas.")
    )

    typo = decide(state, RewordStatement(MEAL, TEXTS[MEAL].upper(), DESK))
    assert typo == [StatementReworded(MEAL, TEXTS[MEAL].upper(), DESK)]
    other = decide(state, RewordStatement(MEAL, "No meals at all.", DESK))
    assert other == [
        StatementReworded(MEAL, "No meals at all.", DESK),
        StatementTranslated(MEAL, FRENCH, "", 2, DESK),
    ]
    state.apply(opened(SCHOOL))
    with pytest.raises(StatementSeen):
        decide(state, RewordStatement(MEAL, "No meals at all.", DESK))


def test_a_mended_statement_says_nothing_that_is_said_already_and_keeps_the_limit():
    state = deliberation(*BEGUN)

    with pytest.raises(StatementTwice):
        decide(state, RewordStatement(BIKE, TEXTS[TRAM], DESK))
    with pytest.raises(TextTooLong):
        decide(state, RewordStatement(BIKE, "long " * 60, DESK))
    state.apply(mended(BIKE, "Bikes belong on the road."))
    assert snapshot(state, Role.MODERATOR).statements[-1].text == "Bikes belong on the road."
