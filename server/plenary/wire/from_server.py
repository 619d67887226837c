"""What the server says. A field that holds its default may be left out."""

from msgspec import Struct

from plenary.deliberation.findings import Brigade, Happening, Heard, Reason, Shift, SlateEntry, VenueGap
from plenary.deliberation.opinion import OpinionGroup
from plenary.deliberation.views import (
    EventView,
    LinkView,
    OwnStatement,
    OwnVote,
    OwnWithdrawal,
    PromptView,
    StatementView,
)
from plenary.deliberation.vocabulary import Mode, ParticipantId, PromptId, Role, Stage, StatementId, VenueId
from plenary.wire.from_client import Place


class Message(Struct, frozen=True, tag_field="kind", omit_defaults=True):
    """Base of what is told apart by `kind`."""


class Welcome(Message, frozen=True, tag="welcome"):
    """Answers `hello`. `now` is the server's clock in milliseconds since 1970; `op` is the highest operation counter
    that the participant has used: the device goes on above it. `role` is that of the link that the client has,
    and `venue` the one that a steward's is for. `window_s`: should the connection break without a word, the device
    comes back after a random part of so many seconds."""

    role: Role
    version: str
    now: int
    op: int = 0
    venue: VenueId | None = None
    window_s: int = 0


class Snapshot(Message, frozen=True, tag="snapshot"):
    """All that the role may see, as of a place; it replaces whatever the client held. `links`: for organisers."""

    place: Place
    event: EventView
    stage: Stage
    prompts: tuple[PromptView, ...] = ()
    statements: tuple[StatementView, ...] = ()
    links: tuple[LinkView, ...] = ()


class Changed(Message, frozen=True, tag="changed"):
    """What is new as of a place: put each view in place of the one held, forget the statements that are `gone`."""

    place: Place
    event: EventView | None = None
    stage: Stage | None = None
    prompts: tuple[PromptView, ...] = ()
    statements: tuple[StatementView, ...] = ()
    gone: tuple[StatementId, ...] = ()
    links: tuple[LinkView, ...] = ()


class You(Message, frozen=True, tag="you"):
    """What the server holds of the participant themselves; `mode` is absent before the first `join`. `unproven`: the
    event asks for a proof that this device has not shown, so its owner may read and not vote (`/e/CODE/prove`).
    `withdrawn`: the votes that were taken back, so that a device which holds one still does not offer it again."""

    participant: ParticipantId
    mode: Mode | None = None
    venue: VenueId | None = None
    votes: tuple[OwnVote, ...] = ()
    statements: tuple[OwnStatement, ...] = ()
    unproven: bool = False
    withdrawn: tuple[OwnWithdrawal, ...] = ()


class Fate(Message, frozen=True, tag="fate"):
    """How one of the participant's own statements stands now."""

    statement: OwnStatement


class Next(Message, frozen=True, tag="next"):
    """The statements of a prompt to show this participant next, the first one first; it replaces the list before.
    More come before it runs out. A client shows the first that it may (shown, without a vote of its owner), and after
    the last, or without a list, any other."""

    prompt: PromptId
    statements: tuple[StatementId, ...] = ()


class Counted(Message, frozen=True, tag="counted"):
    """The request of that `op` is done, on disk, and will not be forgotten. For a vote that stands, or is
    taken back, `receipt` is worth keeping: a device that later finds it missing in `you`, or an older word in its place
    (by `op`), offers it again as it was, with its receipt. So for an own statement, which `you` calls `statement`."""

    op: int
    receipt: str = ""
    statement: StatementId | None = None


class Refused(Message, frozen=True, tag="refused"):
    """The rules do not allow the request of that `op`. `code` is stable; asking again changes nothing by itself, except
    where `again_ms` says after how long: then (`too-fast`) the request was not looked at yet."""

    op: int
    code: str
    again_ms: int | None = None


class DotPlaces(Struct, frozen=True, omit_defaults=True):
    """Dots, packed: `places` two little-endian unsigned 16-bit numbers a dot (32,768 is the middle), `groups` a byte
    a dot (the opinion group's place in the list, 255 for none, 254 where nobody stands any more: whoever did has taken
    all their votes back, and the dot is neither drawn nor counted)."""

    places: bytes
    groups: bytes


class Result(Struct, frozen=True, array_like=True):
    """What the votes say of one statement, as a list. `counts`: how many agree, disagree, pass and gave another answer
    than those told, of everybody and then of each group, in the map's order. `consensus`, in thousandths: how far every
    group agrees, or, below 0, disagrees. `divisiveness`, in thousandths: how much of the difference in answers lies
    between the groups. To all but desks each count is of nobody or of k people at least, and moves when more than
    that have answered anew; what cannot be told so is 0, and `leanings` has for everybody and then each group `agree`,
    `disagree` or `mixed`, where most of them go, `few` for too few to say, and "" where it is told; empty where all
    is. Such a word is of answers as the lists count them, ballots that repeat one another once: where it stands beside
    counts, their larger side is the other one."""

    statement: StatementId
    counts: tuple[int, ...]
    consensus: int
    divisiveness: int
    leanings: tuple[str, ...] = ()


class Findings(Struct, frozen=True, omit_defaults=True):
    """What the votes say of the statements. Participants get it once results are shown. In a `map-moved`, `results`
    holds only those that differ from the earlier frame's. `reasons`: one a statement of `discuss`; `slate`: the few
    that leave nobody out; `shifts`: what changed of late; `gaps`: where a venue differs. `told` reaches desks only,
    whose `results` have the counts as they are: it has the results that everybody else gets."""

    results: tuple[Result, ...] = ()
    common_ground: tuple[StatementId, ...] = ()
    fault_lines: tuple[StatementId, ...] = ()
    discuss: tuple[StatementId, ...] = ()
    reasons: tuple[Reason, ...] = ()
    representative: tuple[tuple[StatementId, ...], ...] = ()
    slate: tuple[SlateEntry, ...] = ()
    shifts: tuple[Shift, ...] = ()
    gaps: tuple[VenueGap, ...] = ()
    told: tuple[Result, ...] | None = None


class WholeMap(Message, frozen=True, tag="map"):
    """The whole opinion map of a prompt. `frame` rises; `at` is when it was made (ms since 1970); `votes` how many
    votes it rests on; `notes` are codes for what is absent and why. `happenings` befell the groups since the map
    before; where no groups are clear, about `wanted` more votes would tell whether there are any (0: they would not);
    `is_cut`: the groups are a cut through a spectrum; `brigades` and `heard` reach desks only."""

    prompt: PromptId
    frame: int
    at: int
    votes: int
    dots: DotPlaces
    groups: tuple[OpinionGroup, ...] = ()
    findings: Findings | None = None
    notes: tuple[str, ...] = ()
    happenings: tuple[Happening, ...] = ()
    wanted: int = 0
    is_cut: bool = False
    brigades: tuple[Brigade, ...] = ()
    heard: tuple[Heard, ...] = ()


class MapMoved(Message, frozen=True, tag="map-moved"):
    """The opinion map as a difference to frame `since`: only dots that moved, `which` of them (little-endian unsigned
    32-bit numbers). A client that holds another frame ignores it: a whole map follows."""

    prompt: PromptId
    frame: int
    since: int
    at: int
    votes: int
    which: bytes
    dots: DotPlaces
    groups: tuple[OpinionGroup, ...] = ()
    findings: Findings | None = None
    notes: tuple[str, ...] = ()
    happenings: tuple[Happening, ...] = ()
    wanted: int = 0
    is_cut: bool = False
    brigades: tuple[Brigade, ...] = ()
    heard: tuple[Heard, ...] = ()


class Dot(Message, frozen=True, tag="dot"):
    """Which dot of a prompt's map is the participant's own, and how sure its place is: told to nobody else.

    `reach` and `breadth` are the half-axes of the region that holds their place with 80 % (in the units of the dots'
    places, the longer first; 0 for unknown) and `turn` the longer one's angle in radians, from the first axis to the
    second. `likely` is the label of the group they most probably belong to, `chance` how probably; after about
    `votes_to_tell` more votes it will be told (0: it is told, or they stand between groups). Told anew as it
    changes."""

    prompt: PromptId
    dot: int
    reach: int = 0
    breadth: int = 0
    turn: float = 0.0
    likely: str = ""
    chance: float = 0.0
    votes_to_tell: int = 0


class Present(Struct, frozen=True, omit_defaults=True):
    """How many participants are connected from one place."""

    mode: Mode
    people: int
    venue: VenueId | None = None


class AtDesk(Struct, frozen=True, omit_defaults=True):
    """A moderator at a desk, and the statement that they are on. `device` is the one of their hello; `colour` tells
    those present apart, from 0."""

    device: str
    name: str
    colour: int
    statement: StatementId | None = None


class Delay(Struct, frozen=True):
    """Of so many measured lately, half took no longer than `half_ms`, and 95 % no longer than `most_ms`."""

    half_ms: int
    most_ms: int
    measured: int


class DeskPulse(Struct, frozen=True, omit_defaults=True):
    """What desks alone are told: who moderates, how long it takes from a counted vote to the map that contains it, how
    long saving takes, and whether it fails."""

    moderators: tuple[AtDesk, ...] = ()
    delay: Delay | None = None
    saving: Delay | None = None
    trouble: bool = False


class Pulse(Message, frozen=True, tag="pulse"):
    """How lively the event is, for projectors and desks, at most once a second. `votes` counts all votes recorded so
    far, changes of mind included; `joined` everybody who ever joined; `now` is the server's clock."""

    now: int
    joined: int
    votes: int
    present: tuple[Present, ...] = ()
    desk: DeskPulse | None = None


class Pong(Message, frozen=True, tag="pong"):
    """Answers `ping`. `window_s` is as in `welcome`, and takes its place: more people have come since, or gone."""

    now: int
    window_s: int = 0


FromServer = (
    Welcome
    | Snapshot
    | Changed
    | You
    | Fate
    | Counted
    | Refused
    | WholeMap
    | MapMoved
    | Dot
    | Next
    | Pulse
    | Pong
)
