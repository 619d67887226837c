"""A new event: its code, its first facts and the secrets of its role links."""

import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from plenary.deliberation.commands import ListWord
from plenary.deliberation.facts import (
    AccessGranted,
    EventCreated,
    LevelSet,
    ProgrammeFact,
    PromptDrafted,
    WordListed,
)
from plenary.deliberation.identity import prompt_id, secret_digest
from plenary.deliberation.refusals import CodeMalformed
from plenary.deliberation.rules.words import decide_word
from plenary.deliberation.state import Deliberation
from plenary.deliberation.text import clean
from plenary.deliberation.vocabulary import (
    EventCode,
    GrantId,
    Language,
    Level,
    Operation,
    Role,
    Venue,
    VenueId,
)

TITLE_LIMIT: Final = 200
VENUE_LIMIT: Final = 80
PROMPT_LIMIT: Final = 280
STATEMENT_LIMITS: Final = range(20, 1_001)

# Without letters and digits that are read or heard as one another; eight of them are hard to guess.
CODE_LETTERS: Final = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"  # pragma: allowlist secret
CODE_LENGTH: Final = 8
CODE_FORM: Final = re.compile(r"[A-Z0-9][A-Z0-9-]{2,23}")

ORGANISER: Final = GrantId("organiser")


@dataclass(frozen=True, slots=True)
class Wish:
    """What whoever creates an event says of it; without a code it gets a random one."""

    title: str
    language: str = "en"
    venues: Sequence[str] = ()
    prompts: Sequence[str] = ()
    code: str | None = None
    premoderated: bool = True
    statement_limit: int = 280
    level: Level = Level.DEVICE
    words: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class NewEvent:
    """The facts that begin the event, and what only its creator learns: the secret of each role link."""

    code: EventCode
    facts: list[ProgrammeFact]
    secrets: dict[Role, str]


@dataclass(frozen=True, slots=True)
class NewLink:
    """A role link: its grant and the secret that opens it."""

    grant: AccessGranted
    secret: str


def new_event(wish: Wish) -> NewEvent:
    """The event that was wished for. Raises CodeMalformed, TextEmpty, TextTooLong, TooManyWords."""
    code = EventCode(wish.code.strip().upper() if wish.code else random_code())
    if not CODE_FORM.fullmatch(code):
        raise CodeMalformed
    venues = tuple(
        Venue(VenueId(f"v{number}"), clean(name, VENUE_LIMIT)) for number, name in enumerate(wish.venues, 1)
    )
    limit = min(max(wish.statement_limit, STATEMENT_LIMITS.start), STATEMENT_LIMITS.stop - 1)
    title = clean(wish.title, TITLE_LIMIT)
    facts: list[ProgrammeFact] = [
        EventCreated(code, title, Language(wish.language), venues, wish.premoderated, limit)
    ]
    made = {role: new_link(role) for role in (Role.ORGANISER, Role.MODERATOR, Role.PROJECTOR)}
    facts += [link.grant for link in made.values()]
    if wish.level is not Level.DEVICE:
        facts.append(LevelSet(wish.level, None))
    facts += _listed(wish.words)
    for number, text in enumerate(wish.prompts, 1):
        prompt = prompt_id(code, ORGANISER, Operation(number, "creation"))
        facts.append(PromptDrafted(prompt, clean(text, PROMPT_LIMIT), ORGANISER))
    return NewEvent(code, facts, {role: link.secret for role, link in made.items()})


def _listed(words: Sequence[str]) -> list[WordListed]:
    """The event's first words to look at twice, each once. Raises as `new_event`, and TooManyWords."""
    state = Deliberation()
    for word in words:
        state.apply_all(decide_word(state, ListWord(word, ORGANISER)))
    return [WordListed(word, None) for word in state.words]


def new_link(role: Role) -> NewLink:
    """A role link with a new secret of 128 random bits."""
    secret = secrets.token_urlsafe(16)
    return NewLink(AccessGranted(GrantId(secrets.token_hex(6)), role, secret_digest(secret)), secret)


def random_code() -> str:
    return "".join(secrets.choice(CODE_LETTERS) for _ in range(CODE_LENGTH))


def links(base: str, code: EventCode, secrets_of: dict[Role, str]) -> dict[Role, str]:
    """The addresses to hand out: the participants', and one for each role that there is a secret of."""
    paths = {role: link_path(code, role, secret) for role, secret in secrets_of.items()}
    return {
        role: base + path
        for role, path in {Role.PARTICIPANT: link_path(code, Role.PARTICIPANT), **paths}.items()
    }


def link_path(code: EventCode, role: Role, secret: str = "") -> str:
    """Where a role's page lives, with its secret, which browsers never send, in the fragment."""
    page = {Role.PARTICIPANT: "", Role.PROJECTOR: "/screen", Role.STEWARD: "/steward"}.get(role, "/desk")
    return f"/e/{code}{page}" + (f"#{secret}" if secret else "")
