"""Facts in their envelopes, and the chain of hashes: what stands in files for ever."""

import hashlib
import json
from dataclasses import replace
from typing import Any, get_args

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from plenary.deliberation.ballot_facts import BallotFact
from plenary.deliberation.facts import Announced, EventCreated, Fact, ProgrammeFact
from plenary.deliberation.vocabulary import (
    Announcement,
    AnnouncementId,
    Choice,
    EventCode,
    GrantId,
    Language,
    PassReason,
    RejectionReason,
)
from plenary.store.ports import RecordDamaged
from plenary.store.records import KINDS, Chain, Envelope, RecordUnknown, Stream, seal, unseal
from tests.hall import ADA, FORUM, NOON_MS, TRAM, closed, created, rejected, submitted, taken_back, voted

# What Plenary 1 has written. A line may be added here; one that must be changed breaks everybody's log.
GOLDEN_KINDS = {
    "event-created",
    "access-granted",
    "access-revoked",
    "prompt-drafted",
    "prompt-reworded",
    "prompt-opened",
    "prompt-closed",
    "switches-set",
    "statement-submitted",
    "statement-shown",
    "statement-rejected",
    "decision-undone",
    "statement-translated",
    "author-banned",
    "ban-lifted",
    "statement-merged",
    "statement-reworded",
    "stage-set",
    "premoderation-set",
    "prompt-moved",
    "prompt-planned",
    "prompt-translated",
    "announced",
    "announcement-withdrawn",
    "item-begun",
    "item-ended",
    "report-kept",
    "level-set",
    "seat-vacated",
    "analysis-named",
    "analysis-dropped",
    "participant-erased",
    "participant-joined",
    "vote-cast",
    "vote-withdrawn",
    "word-listed",
    "word-unlisted",
}
GOLDEN_VOTE = (
    b'{"choice":"agree","operation":{"counter":2,"device":"phone"},"participant":"ada","statement":"tram"}'
)


def test_every_fact_has_a_kind_of_its_own():
    assert set(KINDS) == {*get_args(ProgrammeFact), *get_args(BallotFact)}
    assert sorted(KINDS.values()) == sorted(GOLDEN_KINDS)


@given(st.one_of(*(st.from_type(fact) for fact in KINDS)))
def test_a_fact_comes_out_of_its_envelope_as_it_went_in(fact: Fact):
    assert unseal(*seal(fact)) == fact


@given(st.one_of(*(st.from_type(fact) for fact in KINDS)))
def test_a_body_is_json_with_sorted_keys_and_no_spaces(fact: Fact):
    body = seal(fact).body

    assert body == json.dumps(
        json.loads(body), sort_keys=True, separators=(",", ":"), ensure_ascii=False
    ).encode(errors="strict")


def test_a_vote_is_written_as_it_always_was():
    assert seal(voted(ADA, TRAM)) == Envelope("vote-cast", 1, GOLDEN_VOTE)


def test_a_withdrawal_is_written_as_it_always_was():
    body = b'{"operation":{"counter":3,"device":"phone"},"participant":"ada","statement":"tram"}'

    assert seal(taken_back(ADA, TRAM)) == Envelope("vote-withdrawn", 1, body)


def test_a_pass_is_written_with_its_reason_and_read_again_from_before_there_were_reasons():
    said = replace(voted(ADA, TRAM, Choice.PASS), reason=PassReason.UNCLEAR)

    assert json.loads(seal(said).body)["reason"] == "unclear"
    assert unseal("vote-cast", 1, GOLDEN_VOTE) == voted(ADA, TRAM)


def test_a_rejection_in_words_alone_is_written_and_read_as_it_always_was():
    body = b'{"by":"desk","reason":"off topic","statement":"tram"}'

    assert seal(rejected(TRAM)) == Envelope("statement-rejected", 1, body)
    assert unseal("statement-rejected", 1, body) == rejected(TRAM)
    coded = replace(rejected(TRAM, ""), because=RejectionReason.OFF_TOPIC)
    assert unseal(*seal(coded)) == coded


def test_an_announcement_that_holds_no_phones_is_written_and_read_as_it_always_was():
    told = Announced(Announcement(AnnouncementId("lunch"), "Lunch is served."), GrantId("desk"))
    body = (
        b'{"announcement":{"id":"lunch","on_phones":true,"on_screens":true,"text":"Lunch is served.","until_ms":null},'
        b'"by":"desk"}'
    )

    assert seal(told) == Envelope("announced", 1, body)
    assert unseal("announced", 1, body) == told


def test_a_body_without_a_later_field_is_read_with_its_default():
    body = b'{"code":"FORUM","language":"en","title":"City forum"}'

    assert unseal("event-created", 1, body) == EventCreated(EventCode("FORUM"), "City forum", Language("en"))


@pytest.mark.parametrize(("kind", "form"), [("vote-cast", 2), ("vote-annulled", 1)])
def test_a_kind_or_form_of_a_newer_version_is_named(kind: str, form: int):
    with pytest.raises(RecordUnknown, match=f"'{kind}' in form {form}"):
        unseal(kind, form, GOLDEN_VOTE)


@pytest.mark.parametrize("body", [b"", b"{}", b"[]", GOLDEN_VOTE.replace(b"agree", b"perhaps"), b"\xff"])
def test_a_body_that_is_not_of_its_kind_is_refused(body: bytes):
    with pytest.raises((msgspec.MsgspecError, UnicodeDecodeError)):
        unseal("vote-cast", 1, body)


def test_a_record_is_hashed_as_it_always_was():
    row = Chain.begin(FORUM, Stream.BALLOTS).add(seal(voted(ADA, TRAM)), NOON_MS)

    begins = hashlib.sha256(b"plenary BALLOTS FORUM").digest()
    numbers = (1).to_bytes(8, "big") + NOON_MS.to_bytes(8, "big") + (1).to_bytes(2, "big")
    assert row.hash == hashlib.sha256(begins + numbers + b"vote-cast\0" + GOLDEN_VOTE).digest()


def test_equal_facts_stand_apart_by_event_stream_and_place():
    fact = seal(closed())
    chains = [Chain.begin(FORUM, Stream.PROGRAMME), Chain.begin(FORUM, Stream.BALLOTS)]
    chains.append(Chain.begin(EventCode("OTHER"), Stream.PROGRAMME))

    hashes = [chain.add(fact, NOON_MS).hash for chain in chains for _ in range(3)]

    assert len(set(hashes)) == len(hashes)


@pytest.mark.parametrize(
    "changed",
    [
        {"number": 2},
        {"number": None},
        {"at_ms": NOON_MS + 1},
        {"at_ms": "noon"},
        {"kind": "statement-shown"},
        {"kind": None},
        {"form": 70_000},
        {"body": b"{}"},
        {"body": "text"},
        {"hash": b""},
    ],
    ids=str,
)
def test_a_record_with_any_part_changed_is_damaged(changed: dict[str, Any]):
    row = Chain.begin(FORUM, Stream.PROGRAMME).add(seal(submitted(TRAM)), NOON_MS)
    chain = Chain.begin(FORUM, Stream.PROGRAMME)

    with pytest.raises(RecordDamaged):
        chain.check(row._replace(**changed))

    assert chain.check(row) == submitted(TRAM), "the chain stays where it was, and takes the sound record"


def test_a_fact_in_the_wrong_stream_is_damage():
    row = Chain.begin(FORUM, Stream.BALLOTS).add(seal(created()), NOON_MS)

    with pytest.raises(RecordDamaged):
        Chain.begin(FORUM, Stream.BALLOTS).check(row)
