"""What each role may see: one row a role. What each may ask stands beside the messages, in `wire/access.py`."""

from dataclasses import dataclass
from typing import Final

from plenary.deliberation.vocabulary import Role


@dataclass(frozen=True, slots=True)
class Sight:
    """What a role sees beyond what everybody does.

    drafts: prompts that were never opened, with their statements.   undecided: statements that moderation has not
    let through, and the reasons of its decisions.   results: what the votes say, before it is shown to participants.
    links: the role links of the event.   translates: which translations have been taken back.
    """

    drafts: bool = False
    undecided: bool = False
    results: bool = False
    links: bool = False
    translates: bool = False


SIGHT: Final[dict[Role, Sight]] = {
    Role.PARTICIPANT: Sight(),
    Role.PROJECTOR: Sight(results=True),
    Role.MODERATOR: Sight(drafts=True, undecided=True, results=True, translates=True),
    Role.ORGANISER: Sight(drafts=True, undecided=True, results=True, links=True, translates=True),
    # Whoever works the screens prepares the next scene, and need not read what may never be shown.
    Role.STAGE: Sight(drafts=True, results=True),
    # The statements of a paper ballot are those that were shown; what others answered is not a steward's business.
    Role.STEWARD: Sight(),
    Role.OBSERVER: Sight(results=True),
    # Translations are best written before a prompt opens; of what waits nobody knows yet whether it will be read.
    Role.INTERPRETER: Sight(drafts=True, translates=True),
}

AT_THE_DESK: Final = frozenset({Role.MODERATOR, Role.ORGANISER, Role.STAGE, Role.OBSERVER, Role.INTERPRETER})
"""The roles whose links open the desk; each finds there what it may see and do."""
