"""What each role may ask over the socket: one row for every kind of request. A kind without a row is refused to all."""

from typing import Final

from plenary.deliberation.vocabulary import Role
from plenary.wire import from_client as said

_PARTICIPANTS: Final = frozenset({Role.PARTICIPANT})
_ORGANISERS: Final = frozenset({Role.ORGANISER})
_MODERATORS: Final = frozenset({Role.ORGANISER, Role.MODERATOR})
_STAGE: Final = frozenset({Role.ORGANISER, Role.MODERATOR, Role.STAGE})
_INTERPRETERS: Final = _MODERATORS | {Role.INTERPRETER}
_STEWARDS: Final = frozenset({Role.ORGANISER, Role.STEWARD})

MAY_ASK: Final[dict[type[said.Request], frozenset[Role]]] = {
    said.Join: _PARTICIPANTS,
    said.Vote: _PARTICIPANTS,
    said.WithdrawVote: _PARTICIPANTS,
    said.Submit: _PARTICIPANTS,
    said.EraseMe: _PARTICIPANTS,
    said.DraftPrompt: _MODERATORS,
    said.RewordPrompt: _MODERATORS,
    said.OpenPrompt: _MODERATORS,
    said.ClosePrompt: _MODERATORS,
    said.SetSwitches: _MODERATORS,
    said.Seed: _MODERATORS,
    said.Show: _MODERATORS,
    said.Reject: _MODERATORS,
    said.Undo: _MODERATORS,
    said.SetPremoderation: _MODERATORS,
    said.SetLevel: _ORGANISERS,
    said.ListWord: _ORGANISERS,
    said.UnlistWord: _ORGANISERS,
    said.MovePrompt: _MODERATORS,
    said.PlanPrompt: _MODERATORS,
    said.TranslatePrompt: _INTERPRETERS,
    said.Announce: _MODERATORS,
    said.Withdraw: _MODERATORS,
    said.BeginItem: _MODERATORS,
    said.EndItem: _MODERATORS,
    said.Merge: _MODERATORS,
    said.RewordStatement: _MODERATORS,
    said.Ban: _MODERATORS,
    said.LiftBan: _MODERATORS,
    said.SetStage: _STAGE,
    said.Translate: _INTERPRETERS,
    said.MakeLink: _ORGANISERS,
    said.RevokeLink: _ORGANISERS,
    said.EnterBallot: _STEWARDS,
}


def may_ask(role: Role, request: type[said.Request]) -> bool:
    """Whether the role includes the request."""
    return role in MAY_ASK.get(request, frozenset())
