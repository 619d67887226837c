"""The table of what each role may ask: every request has a row, and every cell is as its row says."""

from typing import get_args

import pytest

from plenary.deliberation.access import SIGHT
from plenary.deliberation.identity import participant_id
from plenary.deliberation.refusals import NotAllowed
from plenary.deliberation.vocabulary import Role
from plenary.hub.receipts import Receipts
from plenary.hub.session import ParticipantSession, Session, StaffSession, command
from plenary.wire.access import MAY_ASK
from plenary.wire.from_client import Claim, Hello, Ping, Request
from plenary.wire.samples import FROM_CLIENT
from tests.hall import DESK, FORUM

REQUESTS = [one for one in FROM_CLIENT if not isinstance(one, Hello | Claim | Ping)]


def session(role: Role) -> Session:
    if role is Role.PARTICIPANT:
        return ParticipantSession(FORUM, participant_id(FORUM, "0123456789abcdef"), "phone")
    return StaffSession(FORUM, DESK, role, "desk")


def test_every_request_and_every_role_has_a_row():
    assert set(MAY_ASK) == set(get_args(Request))
    assert set(SIGHT) == set(Role)


@pytest.mark.parametrize("request_", REQUESTS, ids=lambda one: type(one).__struct_config__.tag)
@pytest.mark.parametrize("role", Role)
def test_a_role_asks_what_its_row_allows_and_nothing_else(role: Role, request_: Request):
    if role in MAY_ASK[type(request_)]:
        command(session(role), request_, Receipts())
    else:
        with pytest.raises(NotAllowed):
            command(session(role), request_, Receipts())


def test_a_request_without_a_row_is_refused_to_everybody(monkeypatch: pytest.MonkeyPatch):
    for request_ in REQUESTS:
        monkeypatch.delitem(MAY_ASK, type(request_))
        for role in Role:
            with pytest.raises(NotAllowed):
                command(session(role), request_, Receipts())
