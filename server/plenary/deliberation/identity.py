"""Ids that come from what they stand for, so that the same act always makes the same one."""

import base64
import hashlib

from plenary.deliberation.vocabulary import (
    AnnouncementId,
    EventCode,
    GrantId,
    ItemId,
    Operation,
    ParticipantId,
    PromptId,
    StatementId,
)


def participant_id(code: EventCode, key: str) -> ParticipantId:
    """The pseudonym, in one event, of whoever holds the key: it cannot be turned back or linked across events."""
    return ParticipantId(_digest("participant", code, key))


def statement_id(code: EventCode, by: ParticipantId | GrantId, operation: Operation) -> StatementId:
    return StatementId(_digest("statement", code, by, operation.device, str(operation.counter)))


def prompt_id(code: EventCode, by: GrantId, operation: Operation) -> PromptId:
    return PromptId(_digest("prompt", code, by, operation.device, str(operation.counter)))


def announcement_id(code: EventCode, by: GrantId, operation: Operation) -> AnnouncementId:
    return AnnouncementId(_digest("announcement", code, by, operation.device, str(operation.counter)))


def item_id(code: EventCode, by: GrantId, operation: Operation) -> ItemId:
    return ItemId(_digest("item", code, by, operation.device, str(operation.counter)))


def seated_id(code: EventCode, subject: str) -> ParticipantId:
    """The pseudonym of whoever holds the seat that was made for the subject, whichever device they hold it with."""
    return ParticipantId(_digest("seat", code, subject))


def paper_id(code: EventCode, ballot: str) -> ParticipantId:
    """The pseudonym of whoever filled in the paper ballot of that number."""
    return ParticipantId(_digest("paper", code, ballot))


def grant_id(code: EventCode, by: GrantId, operation: Operation) -> GrantId:
    return GrantId(_digest("grant", code, by, operation.device, str(operation.counter)))


def secret_digest(secret: str) -> str:
    """What is kept of a role link's secret: its SHA-256, hexadecimal. The secret itself is 128 random bits."""
    return hashlib.sha256(secret.encode()).hexdigest()


def erasure_mark(participant: ParticipantId) -> str:
    """By which an erased participant is known again where something of theirs comes late. It leads back to nobody."""
    return _digest("erased", participant)


def _digest(*parts: str) -> str:
    """80 bits, 16 letters and digits: two of 10**9 ids meet with a chance below one in a million."""
    whole = hashlib.sha256("\x1f".join(parts).encode()).digest()
    return base64.b32encode(whole[:10]).decode().lower()
