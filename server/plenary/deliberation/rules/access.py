"""Role links: how they are made and taken back."""

from typing import assert_never

from plenary.deliberation.commands import AccessCommand, GrantAccess, RevokeAccess
from plenary.deliberation.facts import AccessFact, AccessGranted, AccessRevoked
from plenary.deliberation.refusals import GrantUnknown
from plenary.deliberation.state import Deliberation


def decide_access(state: Deliberation, command: AccessCommand) -> list[AccessFact]:
    match command:
        case GrantAccess(grant=grant, role=role, digest=digest):
            return [] if grant in state.grants else [AccessGranted(grant, role, digest)]
        case RevokeAccess(grant=grant, by=by):
            if (held := state.grants.get(grant)) is None:
                raise GrantUnknown
            return [] if held.revoked else [AccessRevoked(grant, by)]
        case _:
            assert_never(command)
