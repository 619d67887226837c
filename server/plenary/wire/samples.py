"""One message of each kind, as both test suites read it: what is written in Python must be read in TypeScript."""

from typing import Final

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
    TranslationView,
)
from plenary.deliberation.vocabulary import (
    Choice,
    EventCode,
    GrantId,
    Language,
    Level,
    Mode,
    Origin,
    ParticipantId,
    PassReason,
    Phase,
    PromptId,
    RejectionReason,
    Role,
    Scene,
    Stage,
    Standing,
    StatementId,
    Venue,
    VenueId,
)
from plenary.wire import from_client as said
from plenary.wire import from_server as told

_PLACE: Final = said.Place("k3v9", 41)
_CITY: Final = Venue(VenueId("cartagena"), "Cartagena")
_THEME: Final = PromptId("p1")
_TRAM: Final = StatementId("s1")
_EVENT: Final = EventView(EventCode("MIL25"), "Écouter à grande échelle", Language("fr"), (_CITY,), True, 280)
_PROMPT: Final = PromptView(
    _THEME,
    1,
    "How should the Alliance be governed?",
    Language("en"),
    Phase.OPEN,
    True,
    True,
    False,
    translations=(TranslationView(Language("fr"), "Comment gouverner l’Alliance ?", 1, False),),
)
_STATEMENT: Final = StatementView(
    _TRAM,
    _THEME,
    7,
    "นักเรียนควรมีที่นั่ง",
    Language("th"),
    Origin.PARTICIPANT,
    Standing.SHOWN,
    translations=(TranslationView(Language("fr"), "Un siège pour les élèves", 2, False),),
)
_LINK: Final = LinkView(
    GrantId("mzxw6ytboi"), Role.STEWARD, "Paper, left door", 1_761_000_000_000, VenueId("cartagena"), False
)
_GROUPS: Final = (OpinionGroup("A", 2, 20_000, 32_768), OpinionGroup("B", 1, 50_000, 30_000))
_FINDINGS: Final = told.Findings(
    results=(told.Result(_TRAM, (9, 1, 2, 0, 6, 1, 1, 0, 2, 0, 0, 0), 500, 250),),
    common_ground=(_TRAM,),
    discuss=(_TRAM,),
    reasons=(Reason("venues", 0.25, _CITY.id),),
    representative=((_TRAM,), ()),
    slate=(SlateEntry(_TRAM, 70, 70),),
    shifts=(Shift(_TRAM, 24, 0.25, 0.5, 0.125, 0.375),),
    gaps=(VenueGap(_TRAM, _CITY.id, 0.2, 0.75, -0.5),),
    told=(told.Result(_TRAM, (7, 0, 0, 5, 0, 0, 0, 0, 0, 0, 0, 0), 500, 250, ("", "agree", "few")),),
)
_DOTS: Final = told.DotPlaces(bytes.fromhex("204e0080204e008050c33075"), bytes([0, 0, 1]))
_ONE_DOT: Final = told.DotPlaces(bytes.fromhex("204e0080"), bytes([1]))

FROM_CLIENT: Final[tuple[said.FromClient, ...]] = (
    said.Hello(Role.PARTICIPANT, "0123456789abcdef", "phone-1", said.Place("k3v9", 40)),
    said.Join(1, Mode.IN_ROOM, "es-CO", "cartagena"),
    said.Vote(2, "s1", Choice.PASS, PassReason.UNCLEAR, said.Reading("fr", 2), "Yq3kWc1mS0uZ8bTtV5nQfA"),
    said.WithdrawVote(5, "s1", "mS0uZ8bTtV5nQfAYq3kWc1"),
    said.Submit(3, "p1", "Un siège pour les élèves", "fr"),
    said.EraseMe(4),
    said.DraftPrompt(1, "Which priorities come first?"),
    said.RewordPrompt(2, "p1", "Which three priorities come first?"),
    said.OpenPrompt(3, "p1"),
    said.ClosePrompt(4, "p1"),
    said.SetSwitches(5, "p1", True, True, False),
    said.SetPremoderation(11, "p1", False),
    said.MovePrompt(12, "p2", "p1"),
    said.PlanPrompt(13, "p1", None, 1_761_000_600_000, 1_761_000_900_000),
    said.TranslatePrompt(15, "p1", "fr", "Que devrait faire l’école ?", 1),
    said.Seed(6, "p1", "Each region sends one member.", "en"),
    said.Show(7, "s1"),
    said.Reject(8, "s1", "see number 12", RejectionReason.TWICE),
    said.Undo(9, "s1", 2),
    said.Merge(16, "s2", "s1"),
    said.RewordStatement(17, "s3", "Each region sends one member."),
    said.Translate(11, "s1", "fr", "Un siège pour les élèves", 2),
    said.Ban(19, "s3", "threatens people"),
    said.LiftBan(20, "s3"),
    said.SetStage(10, Scene.MAP, "p1", None, True),
    said.SetLevel(18, Level.TICKET),
    said.ListWord(21, "Grünerweg 7"),
    said.UnlistWord(22, "Grünerweg 7"),
    said.Announce(16, "Le déjeuner est servi.", True, False, 1_761_000_300_000),
    said.Withdraw(17, "a1"),
    said.BeginItem(23, "Panel: water for the valley"),
    said.EndItem(24, "i1"),
    said.MakeLink(
        12, Role.STEWARD, "abcdef0123456789ABCDEF", "Paper, left door", 1_761_000_000_000, "cartagena"
    ),
    said.RevokeLink(13, "mzxw6ytboi"),
    said.EnterBallot(14, "K-07", "es", (said.PaperVote("s1", Choice.AGREE),), "cartagena", True, True),
    said.Claim("Amina", "s1"),
    said.Ping(),
)
FROM_SERVER: Final[tuple[told.FromServer, ...]] = (
    told.Welcome(Role.PARTICIPANT, "0.1.0", 1_761_000_000_000, 17, None, 20),
    told.Snapshot(_PLACE, _EVENT, Stage(Scene.PROMPT, _THEME), (_PROMPT,), (_STATEMENT,), (_LINK,)),
    told.Changed(_PLACE, None, Stage(), (_PROMPT,), (_STATEMENT,), (StatementId("s2"),), (_LINK,)),
    told.You(
        ParticipantId("mzxw6ytboi"),
        Mode.IN_ROOM,
        VenueId("cartagena"),
        (OwnVote(_TRAM, Choice.PASS, PassReason.UNCLEAR, 2),),
        (OwnStatement(_TRAM, _THEME, "Un siège", Standing.REJECTED, "see number 12", RejectionReason.TWICE),),
        withdrawn=(OwnWithdrawal(StatementId("s2"), 4),),
    ),
    told.Fate(OwnStatement(_TRAM, _THEME, "Un siège", Standing.SHOWN, "")),
    told.Counted(3, "Yq3kWc1mS0uZ8bTtV5nQfA", StatementId("s3")),
    told.Refused(3, "prompt-not-open"),
    told.WholeMap(
        _THEME,
        44,
        1_761_000_000_000,
        3,
        _DOTS,
        _GROUPS,
        _FINDINGS,
        ("no_clear_groups",),
        (Happening("split", "C", "A"),),
        40,
        True,
        (Brigade(12, 30, True),),
        (Heard(VenueId("cartagena"), 30, 210), Heard(VenueId("mumbai"))),
    ),
    told.MapMoved(_THEME, 45, 44, 1_761_000_002_500, 4, bytes([2, 0, 0, 0]), _ONE_DOT, _GROUPS),
    told.Dot(_THEME, 2, 9_000, 4_500, 0.5, "B", 0.75, 3),
    told.Next(_THEME, (_TRAM,)),
    told.Pulse(
        1_761_000_000_000,
        108,
        1_063,
        (told.Present(Mode.REMOTE, 12),),
        told.DeskPulse(
            (told.AtDesk("desk-1", "Amina", 0, _TRAM),), told.Delay(900, 2_100, 37), told.Delay(3, 9, 37)
        ),
    ),
    told.Pong(1_761_000_000_000),
)
