"""What a client holds of an event."""

from dataclasses import replace

from plenary.crowd.view import View
from plenary.deliberation.vocabulary import Choice, Phase, Scene, Stage, Standing, StatementId
from plenary.wire.from_server import Changed, Pong, Snapshot, You
from plenary.wire.samples import FROM_SERVER

SNAPSHOT = next(message for message in FROM_SERVER if isinstance(message, Snapshot))
YOU = next(message for message in FROM_SERVER if isinstance(message, You))
PROMPT, STATEMENT = SNAPSHOT.prompts[0], SNAPSHOT.statements[0]


def view_after(*messages):
    view = View()
    for message in messages:
        view.hear(message)
    return view


def test_a_snapshot_replaces_what_was_held():
    other = replace(STATEMENT, id=StatementId("s9"))
    view = view_after(Snapshot(SNAPSHOT.place, SNAPSHOT.event, Stage(), (), (other,)), SNAPSHOT)

    assert list(view.statements) == [STATEMENT.id]
    assert view.event == SNAPSHOT.event


def test_changes_replace_what_they_name_and_forget_what_is_gone():
    other = replace(STATEMENT, id=StatementId("s9"))
    closed = replace(PROMPT, phase=Phase.CLOSED)
    change = Changed(SNAPSHOT.place, None, Stage(Scene.THANKS), (closed,), (other,), (STATEMENT.id,))
    view = view_after(SNAPSHOT, change)

    assert (view.event, view.stage.scene) == (SNAPSHOT.event, Scene.THANKS)
    assert view.prompts == {PROMPT.id: closed}
    assert list(view.under(PROMPT.id)) == [other]


def test_whether_one_has_joined_is_unknown_until_the_server_says():
    unknown, known, new = view_after(SNAPSHOT), view_after(SNAPSHOT, YOU), view_after(You(YOU.participant))

    assert (unknown.has_joined, known.has_joined, new.has_joined) == (None, True, False)
    assert known.votes == {STATEMENT.id: Choice.PASS}


def test_the_desk_sees_what_waits():
    waiting = replace(STATEMENT, id=StatementId("s9"), standing=Standing.WAITING)

    assert list(view_after(SNAPSHOT, Changed(SNAPSHOT.place, statements=(waiting,))).waiting()) == [waiting]


async def test_waiting_for_something_ends_when_it_is_heard():
    view = view_after(Pong(1))
    view.hear(SNAPSHOT)

    await view.until(lambda: PROMPT.id in view.prompts)
