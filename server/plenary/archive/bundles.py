"""Discussions as other programs read them: Polis' files, the Sensemaker's CSV, Talk to the City's CSV."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from plenary.archive.analysing import analysed
from plenary.archive.cells import armoured, in_words, written
from plenary.archive.conversation import Conversation, FiledVote, Moderated
from plenary.archive.exporting import Edition, Readers
from plenary.archive.report.model import Counts
from plenary.archive.report.privacy import without_small
from plenary.archive.texts import fitting
from plenary.deliberation.vocabulary import Choice

TOPIC_LIMIT: Final = 140
"""Agora takes no longer topic."""

SIGNS: Final = {Choice.AGREE: "1", Choice.PASS: "0", Choice.DISAGREE: "-1"}

NAMELESS: Final = "Discussion"


@dataclass(frozen=True, slots=True)
class Grouped:
    """An edition with its opinion groups. groups: each one's members, in the map's order."""

    edition: Edition
    groups: tuple[frozenset[str], ...]

    @property
    def conversation(self) -> Conversation:
        return self.edition.conversation

    @property
    def is_public(self) -> bool:
        return self.edition.readers is Readers.PUBLIC

    def tallies(self, votes: Sequence[FiledVote]) -> list[tuple[int, int, int] | None]:
        """How each group answered a statement; None where that would tell the public of too few people."""
        parts = [
            Counts(*_tally(vote for vote in votes if vote.participant in members)) for members in self.groups
        ]
        rest = [vote for vote in votes if not any(vote.participant in members for members in self.groups)]
        k = self.edition.k if self.is_public else 1
        safe = without_small([*parts, Counts(*_tally(rest))], k)[:-1]
        return [None if one is None else (one.agree, one.disagree, one.passed) for one in safe]


def grouped(edition: Edition) -> Grouped:
    """The edition after a cold analysis of exactly what it holds."""
    found = analysed(edition.conversation)
    members: list[set[str]] = [set() for _ in found.groups]
    for who, group in zip(found.participants, found.labels.tolist(), strict=True):
        if group >= 0:
            members[group].add(who)
    return Grouped(edition, tuple(map(frozenset, members)))


def polis_files(grouped: Grouped, kind: str = "Polis files") -> Iterator[tuple[str, bytes]]:
    """Every file of a Polis bundle, by name."""
    edition, conversation = grouped.edition, grouped.conversation
    last = list(conversation.last_votes().values())
    yield "README.txt", readme(edition, kind)
    yield "summary.csv", written(_summary(grouped))
    yield "comments.csv", written(_comments(conversation))
    yield "votes.csv", written(_votes(conversation))
    yield "participant-votes.csv", written(_matrix(grouped, last))
    yield "comment-groups.csv", written(_comment_groups(grouped, last))
    if edition.participant_ids:
        rows = [(number, armoured(id_)) for number, id_ in edition.participant_ids.items()]
        yield "participants-xid.csv", written([("participant", "xid"), *rows])
    if edition.statement_ids:
        rows = [(number, armoured(id_)) for number, id_ in edition.statement_ids.items()]
        yield "statement-ids.csv", written([("comment-id", "statement"), *rows])


def sensemaker_csv(grouped: Grouped) -> bytes:
    """One row a statement with its tally in all and in each opinion group."""
    names = [f"group-{_letter(place)}" for place in range(len(grouped.groups))]
    columns = "index,timestamp,datetime,comment-id,author-id,agrees,disagrees,moderated,comment_text,passes"
    header = [*columns.split(","), "topics", "topic", "subtopic"]
    header += [f"{name}-{what}-count" for name in names for what in ("agree", "disagree", "pass")]
    on = _by_statement(grouped.conversation.last_votes().values())
    rows: list[list[object]] = [list(header)]
    for index, one in enumerate(grouped.conversation.statements):
        votes = on.get(one.id, [])
        agrees, disagrees, passes = _tally(votes)
        row: list[object] = [index, one.created_ms // 1_000, in_words(one.created_ms), one.id, one.author]
        row += [agrees, disagrees, int(one.moderated), armoured(one.text), passes, "", "", ""]
        for told in grouped.tallies(votes):
            row += told or ("", "", "")
        rows.append(row)
    return written(rows)


def tttc_csv(edition: Edition) -> bytes:
    """One row a statement that was not rejected; id and text under both names that Talk to the City has given them."""
    on = _by_statement(edition.conversation.last_votes().values())
    rows: list[tuple[object, ...]] = [
        ("comment-id", "comment-body", "id", "comment", "interview", "agrees", "disagrees", "passes")
    ]
    for one in edition.conversation.statements:
        if one.moderated is Moderated.REJECTED:
            continue
        text = armoured(one.text)
        speaker = one.author if edition.readers is Readers.ORGANISER else ""
        rows.append((one.id, text, one.id, text, speaker, *_tally(on.get(one.id, []))))
    return written(rows)


def readme(edition: Edition, kind: str) -> bytes:
    """What the export is and whom it is for, for people."""
    if edition.readers is Readers.PUBLIC:
        whom = [
            "FOR THE PUBLIC.",
            "People's numbers were drawn for this export alone, and only last votes are here.",
            "Times are the hours of statements; a vote has its statement's, for when anybody voted is not told.",
            "Authors have numbers of their own, one a statement, which no voter has; n-comments says nothing.",
            f"{edition.left_out} statements that were not shown at the end are left out, with the votes on them.",
            f"No number is of 1 to {edition.k - 1} people: an answer that fewer than {edition.k} gave is",
            "a pass here, with some more so that nobody can tell how many; a statement without any other answer has no",
            "votes; what groups answered is empty where it would tell of too few, and nobody's group is named.",
        ]
    else:
        whom = [
            "FOR THE ORGANISER, not to be published: it holds the event's own pseudonyms and the times of every vote.",
            "A seed's author is the number after all others. To publish, export with --for public.",
        ]
    lines = [
        f"{kind} of a discussion held with Plenary.",
        "",
        *whom,
        "",
        "1 agrees, -1 disagrees, 0 passes. Times are UTC. Of a person's votes on a statement the latest in votes.csv",
        "counts. Groups come from an analysis of these votes by Plenary.",
        "An apostrophe before = + - @ keeps spreadsheets from taking a text for a formula; Plenary takes it away.",
        "This was not a vote: nobody was drawn or weighted to stand for anybody else.",
    ]
    return ("\n".join(lines) + "\n").encode()


def _summary(grouped: Grouped) -> Iterator[tuple[str, object]]:
    conversation = grouped.conversation
    voters = len({vote.participant for vote in conversation.votes})
    yield "topic", _topic(conversation.topic)
    yield "url", ""
    yield "views", voters
    yield "voters", voters
    yield "voters-in-conv", voters if grouped.is_public else sum(map(len, grouped.groups))
    yield "commenters", len({one.author for one in conversation.statements})
    yield "comments", len(conversation.statements)
    yield "groups", len(grouped.groups)
    yield "conversation-description", armoured(conversation.description)


def _topic(topic: str) -> str:
    """The topic, armoured, in at most TOPIC_LIMIT characters."""
    limit = TOPIC_LIMIT
    while len(cell := armoured(fitting(topic, limit, NAMELESS))) > TOPIC_LIMIT:
        limit -= len(cell) - TOPIC_LIMIT
    return cell


def _comments(conversation: Conversation) -> Iterator[tuple[object, ...]]:
    """As Polis does, `agrees` and `disagrees` count the rows of votes.csv, overwritten ones too."""
    counts = Counter((vote.statement, vote.choice) for vote in conversation.votes)
    columns = "timestamp,datetime,comment-id,author-id,agrees,disagrees,moderated,comment-body"
    yield tuple(columns.split(","))
    for one in conversation.statements:
        agrees, disagrees = counts[one.id, Choice.AGREE], counts[one.id, Choice.DISAGREE]
        at = (one.created_ms // 1_000, in_words(one.created_ms))
        yield (*at, one.id, one.author, agrees, disagrees, int(one.moderated), armoured(one.text))


def _votes(conversation: Conversation) -> Iterator[tuple[object, ...]]:
    yield "timestamp", "datetime", "comment-id", "voter-id", "vote"
    for vote in conversation.votes:
        at = (vote.at_ms // 1_000, in_words(vote.at_ms))
        yield (*at, vote.statement, vote.participant, SIGNS[vote.choice])


def _matrix(grouped: Grouped, last: Iterable[FiledVote]) -> Iterator[list[object]]:
    """A row for everybody who voted, a column for every statement."""
    conversation = grouped.conversation
    group_of = (
        {}
        if grouped.is_public
        else {one: place for place, members in enumerate(grouped.groups) for one in members}
    )
    wrote = Counter(one.author for one in conversation.statements)
    statements = sorted((one.id for one in conversation.statements), key=int)
    choices: dict[str, dict[str, Choice]] = {}
    for vote in last:
        choices.setdefault(vote.participant, {})[vote.statement] = vote.choice
    yield ["participant", "group-id", "n-comments", "n-votes", "n-agree", "n-disagree", *statements]
    for who in sorted(choices, key=int):
        mine = choices[who]
        given = Counter(mine.values())
        row: list[object] = [who, group_of.get(who, ""), wrote[who], len(mine)]
        row += [given[Choice.AGREE], given[Choice.DISAGREE]]
        yield row + [SIGNS[mine[one]] if one in mine else "" for one in statements]


def _comment_groups(grouped: Grouped, last: Iterable[FiledVote]) -> Iterator[list[object]]:
    header: list[object] = ["comment-id", "comment"]
    header += [f"total-{what}" for what in ("votes", "agrees", "disagrees", "passes")]
    for place in range(len(grouped.groups)):
        header += [f"group-{_letter(place)}-{what}" for what in ("votes", "agrees", "disagrees", "passes")]
    yield header
    on = _by_statement(last)
    for one in sorted(grouped.conversation.statements, key=lambda one: int(one.id)):
        votes = on.get(one.id, [])
        row: list[object] = [one.id, armoured(one.text), len(votes), *_tally(votes)]
        for told in grouped.tallies(votes):
            row += [sum(told), *told] if told else ["", "", "", ""]
        yield row


def _tally(votes: Iterable[FiledVote]) -> tuple[int, int, int]:
    given = Counter(vote.choice for vote in votes)
    return given[Choice.AGREE], given[Choice.DISAGREE], given[Choice.PASS]


def _by_statement(votes: Iterable[FiledVote]) -> dict[str, list[FiledVote]]:
    on: dict[str, list[FiledVote]] = {}
    for vote in votes:
        on.setdefault(vote.statement, []).append(vote)
    return on


def _letter(place: int) -> str:
    return chr(ord("a") + place)
