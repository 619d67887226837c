"""What a client may say. Every text is bounded here; what it means is up to the rules."""

from typing import Annotated

from msgspec import Meta, Struct

from plenary.deliberation.vocabulary import Choice, Level, Mode, PassReason, RejectionReason, Role, Scene

Id = Annotated[str, Meta(min_length=1, max_length=64)]
Secret = Annotated[str, Meta(min_length=16, max_length=128)]
Tag = Annotated[str, Meta(min_length=2, max_length=35)]
Label = Annotated[str, Meta(max_length=80)]
Text = Annotated[str, Meta(max_length=1_000)]
Counter = Annotated[int, Meta(ge=1, le=2**53 - 1)]
Number = Annotated[int, Meta(ge=0, le=2**53 - 1)]


class Place(Struct, frozen=True):
    """A place in an event's programme: `number` counts facts, and a new `epoch` means that counting began anew."""

    epoch: Id
    number: Number


class Message(Struct, frozen=True, tag_field="kind"):
    """Base of what is told apart by `kind`."""


class Hello(Message, frozen=True, tag="hello"):
    """Always first, within 10 seconds. `role` is whom the page is for; a desk says `moderator`, and is told its link's
    own role in `welcome`. `key` is the phone's own secret or that of a role link; null on a page that has exchanged its
    secret for a cookie. `device` names the device for its operations; `since` is the last place seen, to get
    only what came later."""

    role: Role
    key: Secret | None
    device: Id
    since: Place | None = None


class Join(Message, frozen=True, tag="join"):
    """Take part, from a venue or from far away. Said again, it moves the participant."""

    op: Counter
    mode: Mode
    language: Tag
    venue: Id | None = None


class Reading(Struct, frozen=True):
    """In which translation a statement was read, by its language and version."""

    language: Tag
    version: Annotated[int, Meta(ge=1, le=1_000_000)]


class Vote(Message, frozen=True, tag="vote"):
    """Answer a statement, or change the answer. Of a participant's votes on a statement the highest `op` counts. A
    pass may say why. `reading` says in which translation it was read; without it, in the original. `receipt`: what
    `counted` brought for this very vote, which `you` no longer has: with it the vote counts again whatever has closed
    since."""

    op: Counter
    statement: Id
    choice: Choice
    reason: PassReason | None = None
    reading: Reading | None = None
    receipt: Annotated[str, Meta(min_length=1, max_length=64)] | None = None


class WithdrawVote(Message, frozen=True, tag="withdraw-vote"):
    """Take one's vote on a statement back: none with a lower `op` counts any more. Allowed where voting is. `receipt`:
    as a vote's, where `you` has the vote again."""

    op: Counter
    statement: Id
    receipt: Annotated[str, Meta(min_length=1, max_length=64)] | None = None


class Submit(Message, frozen=True, tag="submit"):
    """Offer a statement of one's own. `receipt`: what `counted` brought for this very statement, which `you` no longer
    has: with it the statement is there again whatever has closed since, and waits for a moderator."""

    op: Counter
    prompt: Id
    text: Text
    language: Tag
    receipt: Annotated[str, Meta(min_length=1, max_length=64)] | None = None


class EraseMe(Message, frozen=True, tag="erase-me"):
    """Have the server forget who one is: votes stay counted, as somebody's; statements that people have seen stay, as
    nobody's; those that nobody has seen go. Nothing of this participant is counted afterwards. It cannot be undone."""

    op: Counter


class DraftPrompt(Message, frozen=True, tag="draft-prompt"):
    """Add a prompt; nobody but moderators sees it until it is opened."""

    op: Counter
    text: Text


class RewordPrompt(Message, frozen=True, tag="reword-prompt"):
    op: Counter
    prompt: Id
    text: Text


class OpenPrompt(Message, frozen=True, tag="open-prompt"):
    op: Counter
    prompt: Id


class ClosePrompt(Message, frozen=True, tag="close-prompt"):
    op: Counter
    prompt: Id


class SetSwitches(Message, frozen=True, tag="set-switches"):
    """Say what an open prompt lets participants do."""

    op: Counter
    prompt: Id
    submit: bool
    vote: bool
    results: bool


class SetPremoderation(Message, frozen=True, tag="set-premoderation"):
    """Say whether statements under a prompt wait until a moderator shows them."""

    op: Counter
    prompt: Id
    premoderated: bool


class SetLevel(Message, frozen=True, tag="set-level"):
    """Say what votes ask for (organisers, before the first prompt opens)."""

    op: Counter
    level: Level


class ListWord(Message, frozen=True, tag="list-word"):
    """Flag waiting statements that have this word, or these words in a row (organisers)."""

    op: Counter
    word: Annotated[str, Meta(max_length=200)]


class UnlistWord(Message, frozen=True, tag="unlist-word"):
    """Take a word off the event's list (organisers)."""

    op: Counter
    word: Annotated[str, Meta(max_length=200)]


class MovePrompt(Message, frozen=True, tag="move-prompt"):
    """Put a draft before another one in the run of show; without `before`, last."""

    op: Counter
    prompt: Id
    before: Id | None = None


class PlanPrompt(Message, frozen=True, tag="plan-prompt"):
    """Say when a prompt opens, stops taking statements, and closes by itself (ms since 1970). What is left out is not
    planned."""

    op: Counter
    prompt: Id
    opens_ms: Number | None = None
    submit_closes_ms: Number | None = None
    closes_ms: Number | None = None


class TranslatePrompt(Message, frozen=True, tag="translate-prompt"):
    """Give or correct a prompt's text in another language than the event's; `version` as in `translate`."""

    op: Counter
    prompt: Id
    language: Tag
    text: Text
    version: Annotated[int, Meta(ge=1, le=1_000_000)]


class Announce(Message, frozen=True, tag="announce"):
    """Tell phones, projectors or both, until a time (ms since 1970) or until it is withdrawn. It takes the place of the
    announcement before. With `holds_phones` phones show nothing else until then; such a one needs a time."""

    op: Counter
    text: Text
    on_phones: bool = True
    on_screens: bool = True
    until_ms: Number | None = None
    holds_phones: bool = False


class Withdraw(Message, frozen=True, tag="withdraw"):
    """Take an announcement away."""

    op: Counter
    announcement: Id


class BeginItem(Message, frozen=True, tag="begin-item"):
    """Note that a programme item begins, such as a talk or a break; the one before ends with it."""

    op: Counter
    title: Text


class EndItem(Message, frozen=True, tag="end-item"):
    """Note that the programme item is over."""

    op: Counter
    item: Id


class Seed(Message, frozen=True, tag="seed"):
    """Add a statement of the organisers; it is shown at once."""

    op: Counter
    prompt: Id
    text: Text
    language: Tag


class Show(Message, frozen=True, tag="show"):
    """Let a statement through."""

    op: Counter
    statement: Id


class Reject(Message, frozen=True, tag="reject"):
    """Keep a statement from being shown. Its author reads why: `because` in their own language, `reason` as it was
    written."""

    op: Counter
    statement: Id
    reason: Text = ""
    because: RejectionReason | None = None


class Merge(Message, frozen=True, tag="merge"):
    """Make a statement another wording of one that is shown: one card, and the votes on each wording stay its own."""

    op: Counter
    statement: Id
    into: Id


class RewordStatement(Message, frozen=True, tag="reword-statement"):
    """Mend the words of a statement that nobody but desks has been shown yet."""

    op: Counter
    statement: Id
    text: Text


class Undo(Message, frozen=True, tag="undo"):
    """Take back decision number `decision` on a statement; refused if another came after it."""

    op: Counter
    statement: Id
    decision: Annotated[int, Meta(ge=1, le=1_000_000)]


class Ban(Message, frozen=True, tag="ban"):
    """Let whoever wrote the statement vote and write no more; the reason is for the other moderators. What they voted
    before still counts. Nobody is told who it is."""

    op: Counter
    statement: Id
    reason: Annotated[str, Meta(max_length=1_000)] = ""


class LiftBan(Message, frozen=True, tag="lift-ban"):
    """Take back the ban over that statement."""

    op: Counter
    statement: Id


class SetStage(Message, frozen=True, tag="set-stage"):
    """Say what the projectors show. Frozen, they keep their picture while votes flow on; `until_ms` is what the lobby
    counts down to (ms since 1970)."""

    op: Counter
    scene: Scene
    prompt: Id | None = None
    statement: Id | None = None
    frozen: bool = False
    until_ms: Number | None = None


class Translate(Message, frozen=True, tag="translate"):
    """Give or correct a statement's text in another language. `version` is the number that this text gets: one more
    than the last that the translator saw, 1 for the first. An empty text takes the translation back."""

    op: Counter
    statement: Id
    language: Tag
    text: Text
    version: Annotated[int, Meta(ge=1, le=1_000_000)]


class MakeLink(Message, frozen=True, tag="make-link"):
    """Make a role link. `secret` opens it: the asker has made it, 128 random bits, and only its digest is kept.
    `expires_ms`: from then on it opens nothing (ms since 1970); `venue`: where a steward's paper ballots come from."""

    op: Counter
    role: Role
    secret: Secret
    label: Label = ""
    expires_ms: Number | None = None
    venue: Id | None = None


class RevokeLink(Message, frozen=True, tag="revoke-link"):
    """Make a role link useless; whoever is connected with it is sent away at once."""

    op: Counter
    link: Id


class PaperVote(Struct, frozen=True):
    """One answer on a paper ballot."""

    statement: Id
    choice: Choice


class EnterBallot(Message, frozen=True, tag="enter-ballot"):
    """Enter somebody's paper ballot, known by the number on the paper. One that was entered before with other answers
    is refused (`ballot-entered`) unless `again` says that it is to be corrected; with `whole` too, what it answered
    before and leaves blank now is taken back."""

    op: Counter
    ballot: Annotated[str, Meta(min_length=1, max_length=24)]
    language: Tag
    votes: Annotated[tuple[PaperVote, ...], Meta(min_length=1, max_length=60)]
    venue: Id | None = None
    again: bool = False
    whole: bool = False


class Claim(Message, frozen=True, tag="claim"):
    """Tell the other moderators which statement one is on, or that one is on none; it lasts a minute, and nothing but
    the next pulse answers it. A statement that another is on stays theirs unless `take_over`."""

    name: Annotated[str, Meta(max_length=40)] = ""
    statement: Id | None = None
    take_over: bool = False


class Ping(Message, frozen=True, tag="ping"):
    """Asks for a pong: browsers cannot see the protocol's own pings."""


ParticipantRequest = Join | Vote | WithdrawVote | Submit | EraseMe
PromptRequest = (
    DraftPrompt
    | RewordPrompt
    | OpenPrompt
    | ClosePrompt
    | SetSwitches
    | SetPremoderation
    | MovePrompt
    | PlanPrompt
    | TranslatePrompt
)
AnnouncementRequest = Announce | Withdraw
ItemRequest = BeginItem | EndItem
StatementRequest = Seed | Show | Reject | Undo | Merge | RewordStatement | Translate | Ban | LiftBan
AccessRequest = MakeLink | RevokeLink
WordRequest = ListWord | UnlistWord
ModeratorRequest = (
    PromptRequest
    | StatementRequest
    | SetStage
    | SetLevel
    | WordRequest
    | AnnouncementRequest
    | ItemRequest
    | AccessRequest
)
StewardRequest = EnterBallot
Request = ParticipantRequest | ModeratorRequest | StewardRequest
"""What is answered, by its `op`, with `counted` or `refused`."""

FromClient = Hello | Request | Claim | Ping
