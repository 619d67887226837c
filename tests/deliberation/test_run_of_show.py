"""The order of the prompts, what is planned for them, and announcements."""

from dataclasses import replace

import pytest

from plenary.deliberation.access import SIGHT
from plenary.deliberation.audience import changes, snapshot
from plenary.deliberation.commands import (
    Announce,
    BeginItem,
    EndItem,
    FollowPlans,
    MovePrompt,
    PlanPrompt,
    SetPremoderation,
    SubmitStatement,
    WithdrawAnnouncement,
)
from plenary.deliberation.decide import decide
from plenary.deliberation.facts import (
    Announced,
    PremoderationSet,
    PromptClosed,
    PromptFact,
    PromptMoved,
    PromptPlanned,
    StatementShown,
    SwitchesSet,
)
from plenary.deliberation.refusals import (
    AnnouncementToNobody,
    AnnouncementUnknown,
    AnnouncementWithoutEnd,
    ItemUnknown,
    PlanDisordered,
    PromptNotDraft,
    PromptNotOpen,
    TooManyItems,
)
from plenary.deliberation.rules.programme import next_due_ms
from plenary.deliberation.state import Deliberation
from plenary.deliberation.views import ItemView
from plenary.deliberation.vocabulary import Announcement, AnnouncementId, ItemId, Plan, Role, Switches
from tests.hall import (
    ADA,
    CITY,
    DESK,
    ENGLISH,
    NOON_MS,
    SCHOOL,
    SPORT,
    TEXTS,
    TRAM,
    announced,
    begun,
    closed,
    deliberation,
    drafted,
    ended,
    minutes_past,
    moved,
    opened,
    plan,
    planned,
    premoderation,
    switched,
    withdrawn,
)


def in_order(state: Deliberation) -> list[str]:
    return [one.id for one in sorted(state.prompts.values(), key=lambda one: one.number)]


def test_a_draft_is_put_before_another_and_opened_prompts_keep_their_place():
    state = deliberation(drafted(SCHOOL), drafted(SPORT))

    [fact] = decide(state, MovePrompt(SPORT, SCHOOL, DESK))
    assert fact == PromptMoved(SPORT, SCHOOL, DESK)
    state.apply(fact)
    assert in_order(state) == [CITY, SPORT, SCHOOL]
    assert decide(state, MovePrompt(SPORT, SCHOOL, DESK)) == []
    assert decide(state, MovePrompt(SCHOOL, None, DESK)) == []


def test_a_prompt_that_people_know_by_its_place_stays_there():
    state = deliberation(drafted(SCHOOL))

    with pytest.raises(PromptNotDraft):
        decide(state, MovePrompt(CITY, None, DESK))
    with pytest.raises(PromptNotDraft):
        decide(state, MovePrompt(SCHOOL, CITY, DESK))


def test_drafts_move_around_a_prompt_that_was_opened_between_them():
    state = deliberation(drafted(SCHOOL), drafted(SPORT), opened(SCHOOL), moved(SPORT))

    assert in_order(state) == [CITY, SCHOOL, SPORT]


def test_submitting_closes_first_then_voting():
    state = deliberation(planned(submit_closes=5, closes=10))

    assert decide(state, FollowPlans(minutes_past(4))) == []
    first = decide(state, FollowPlans(minutes_past(5)))
    assert first == [SwitchesSet(CITY, Switches(submit=False), None)]
    state.apply_all(first)
    assert decide(state, FollowPlans(minutes_past(9))) == []
    assert next_due_ms(state) == minutes_past(10)
    assert decide(state, FollowPlans(minutes_past(10))) == [PromptClosed(CITY, None)]


def test_of_several_hubs_that_follow_a_plan_the_first_does_it():
    state = deliberation(planned(closes=10))

    state.apply_all(decide(state, FollowPlans(minutes_past(10))))
    assert decide(state, FollowPlans(minutes_past(11))) == []
    assert next_due_ms(state) is None


def test_a_prompt_opens_by_itself():
    state = deliberation(drafted(SCHOOL), planned(SCHOOL, opens=1, closes=30))

    state.apply_all(decide(state, FollowPlans(minutes_past(1))))
    assert state.prompts[SCHOOL].plan == plan(closes=30)
    with pytest.raises(PromptNotOpen):
        decide(deliberation(drafted(SCHOOL)), SubmitStatement(ADA, TRAM, SCHOOL, "Too early", ENGLISH))
    assert decide(state, SubmitStatement(ADA, TRAM, SCHOOL, "In time", ENGLISH)) != []


def test_a_plan_that_no_server_was_there_to_keep_lapses():
    """Opened late by hand, the prompt must not close at once because its time went by before."""
    state = deliberation(drafted(SCHOOL), planned(SCHOOL, opens=1, closes=30))

    assert decide(state, FollowPlans(minutes_past(31))) == [PromptPlanned(SCHOOL, Plan(), None)]


def test_what_a_moderator_does_by_hand_takes_it_off_the_plan():
    state = deliberation(planned(submit_closes=5, closes=10), switched(submit=False))
    assert state.prompts[CITY].plan == plan(closes=10)

    state.apply_all([closed(CITY), opened(CITY)])
    assert state.prompts[CITY].plan == Plan()


@pytest.mark.parametrize(
    "wanted", [plan(None, 10, 5), plan(10, 5, None), plan(10, None, 5)], ids=["closes", "submits", "opens"]
)
def test_a_plan_in_the_wrong_order_is_refused(wanted: Plan):
    state = deliberation(drafted(SCHOOL))

    with pytest.raises(PlanDisordered):
        decide(state, PlanPrompt(SCHOOL, wanted, DESK))


def test_a_plan_leaves_out_what_has_happened():
    state = deliberation(switched(submit=False))

    assert decide(state, PlanPrompt(CITY, plan(1, 2, 3), DESK)) == [PromptPlanned(CITY, plan(closes=3), DESK)]


def test_before_the_opening_everybody_is_told_when_and_nobody_what():
    facts: list[PromptFact] = [drafted(SCHOOL), planned(SCHOOL, opens=20)]
    state = deliberation(*facts)

    for role in (Role.PARTICIPANT, Role.PROJECTOR):
        seen = changes(state, facts, role)
        assert seen.event is not None
        assert seen.event.opens_ms == minutes_past(20)
        assert TEXTS[SCHOOL] not in repr(seen)


def test_premoderation_is_switched_for_one_prompt():
    state = deliberation(drafted(SCHOOL), opened(SCHOOL))

    [fact] = decide(state, SetPremoderation(CITY, False, DESK))
    assert fact == PremoderationSet(CITY, False, DESK)
    state.apply(fact)
    assert decide(state, SetPremoderation(SCHOOL, True, DESK)) == []
    at_once = decide(state, SubmitStatement(ADA, TRAM, CITY, TEXTS[TRAM], ENGLISH))
    assert at_once[1:] == [StatementShown(TRAM, None)]
    assert len(decide(state, SubmitStatement(ADA, TRAM, SCHOOL, TEXTS[TRAM], ENGLISH))) == 1
    state.apply(premoderation(CITY, on=True))
    assert len(decide(state, SubmitStatement(ADA, TRAM, CITY, TEXTS[TRAM], ENGLISH))) == 1


def test_a_programme_item_ends_the_one_before_and_a_resent_one_begins_nothing():
    state = deliberation(begun("A panel on water", item="panel"))

    facts = decide(state, BeginItem(ItemId("lunch"), "  Lunch ", DESK))
    assert facts == [ended("panel"), begun("Lunch", item="lunch")]
    state.apply_all(facts)
    assert decide(state, BeginItem(ItemId("panel"), "A panel on water", DESK)) == []
    assert decide(state, EndItem(ItemId("panel"), DESK)) == []
    assert decide(state, EndItem(ItemId("lunch"), DESK)) == [ended("lunch")]


def test_an_unknown_programme_item_cannot_end_and_there_is_an_end_to_their_number():
    with pytest.raises(ItemUnknown):
        decide(deliberation(), EndItem(ItemId("panel"), DESK))
    many = deliberation(*(begun(f"Talk {n}", item=f"talk{n}") for n in range(200)))
    with pytest.raises(TooManyItems):
        decide(many, BeginItem(ItemId("one more"), "Another talk", DESK))


def test_programme_items_are_told_to_desks_alone():
    state = deliberation(
        begun("A panel on water", item="panel"), ended("panel"), begun("Lunch", item="lunch")
    )

    told = {role: event.items for role in Role if (event := snapshot(state, role).event) is not None}
    desks = {role for role, items in told.items() if items}
    assert desks == {role for role in Role if SIGHT[role].undecided}
    assert told[Role.MODERATOR] == (
        ItemView(ItemId("panel"), "A panel on water", False),
        ItemView(ItemId("lunch"), "Lunch", True),
    )
    assert not changes(state, [begun("Lunch", item="lunch")], Role.PARTICIPANT)


def test_an_announcement_reaches_whom_it_is_for():
    state = deliberation(announced("Coffee!", screens=False))

    told = {role: snapshot(state, role).event for role in Role}
    heard = {role: event is not None and event.announcement is not None for role, event in told.items()}
    assert heard == {role: role is not Role.PROJECTOR for role in Role}


def test_the_next_announcement_takes_the_place_of_the_last_and_a_resent_one_does_not():
    state = deliberation(announced("One", number=1), announced("Two", number=2))
    first = announced("One", number=1).announcement

    assert decide(state, Announce(first, DESK)) == []
    assert decide(state, WithdrawAnnouncement(first.id, DESK)) == []
    state.apply(withdrawn(2))
    assert state.announcement is None


def test_an_announcement_holds_phones_only_for_a_time():
    held = Announcement(
        AnnouncementId("new"), "Eyes on the stage", until_ms=minutes_past(5), holds_phones=True
    )

    assert decide(deliberation(), Announce(held, DESK)) == [Announced(held, DESK)]
    with pytest.raises(AnnouncementWithoutEnd):
        decide(deliberation(), Announce(replace(held, until_ms=None), DESK))


def test_an_announcement_to_nobody_or_an_unknown_one_is_refused():
    nobody = Announcement(AnnouncementId("new"), "Hello", on_phones=False, on_screens=False)

    with pytest.raises(AnnouncementToNobody):
        decide(deliberation(), Announce(nobody, DESK))
    with pytest.raises(AnnouncementUnknown):
        decide(deliberation(), WithdrawAnnouncement(nobody.id, DESK))


def test_nothing_is_due_where_nothing_is_planned():
    assert next_due_ms(deliberation()) is None
    assert decide(deliberation(), FollowPlans(NOON_MS)) == []
