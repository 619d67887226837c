"""Role links: how they are made and taken back."""

from typing import Final, assert_never

from plenary.deliberation.commands import AccessCommand, GrantAccess, RevokeAccess
from plenary.deliberation.facts import AccessFact, AccessGranted, AccessRevoked
from plenary.deliberation.refusals import GrantOwn, GrantUnknown, NotAllowed, TooManyGrants, VenueUnknown
from plenary.deliberation.state import Deliberation
from plenary.deliberation.text import clean
from plenary.deliberation.vocabulary import GrantId, Role

LABEL_LIMIT: Final = 60
MOST_GRANTS: Final = 500
"""Every link is looked through at every hello of a desk, and listed on the organiser's."""


def decide_access(state: Deliberation, command: AccessCommand) -> list[AccessFact]:
    match command:
        case GrantAccess():
            return _grant(state, command)
        case RevokeAccess(grant=grant, by=by):
            if (held := state.grants.get(grant)) is None:
                raise GrantUnknown
            if grant == by:
                raise GrantOwn
            return [] if held.revoked else [AccessRevoked(grant, by)]
        case _:
            assert_never(command)


def refuse_revoked(state: Deliberation, by: GrantId | None) -> None:
    """Raises NotAllowed for a role link that has been revoked: what its holder asks comes too late."""
    if by is not None and (held := state.grants.get(by)) is not None and held.revoked:
        raise NotAllowed


def _grant(state: Deliberation, command: GrantAccess) -> list[AccessFact]:
    if command.grant in state.grants:
        return []
    if command.role is Role.PARTICIPANT:
        raise NotAllowed
    venues = {venue.id for venue in state.event.venues} if state.event else set()
    if command.venue is not None and command.venue not in venues:
        raise VenueUnknown
    label = clean(command.label, LABEL_LIMIT) if command.label.strip() else ""
    if len(state.grants) >= MOST_GRANTS:
        raise TooManyGrants
    return [
        AccessGranted(
            command.grant, command.role, command.digest, label, command.expires_ms, command.venue, command.by
        )
    ]
