"""Texts and codes from elsewhere, made to fit an event."""

import base64
import hashlib
from typing import Final

from plenary.deliberation.refusals import TextEmpty, TextTooLong
from plenary.deliberation.text import clean
from plenary.deliberation.vocabulary import EventCode

CODE_LENGTH: Final = 7


def fitting(text: str, limit: int, otherwise: str) -> str:
    """The text cleaned, and cut where it is too long; `otherwise` where nothing readable is left."""
    try:
        return clean(text, limit)
    except TextEmpty:
        return otherwise
    except TextTooLong:
        return clean(clean(text, len(text) * 4)[: limit - 1], limit) + "…"


def derived_code(fingerprint: str, purpose: str) -> EventCode:
    """An event code that follows from a discussion's fingerprint, another one for each purpose."""
    digest = hashlib.sha256(f"code\x1f{purpose}\x1f{fingerprint}".encode()).digest()
    return EventCode(base64.b32encode(digest).decode()[:CODE_LENGTH])
