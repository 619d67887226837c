"""What moderators tell everybody."""

from dataclasses import replace
from typing import Final

from plenary.deliberation.commands import Announce, AnnouncementCommand
from plenary.deliberation.facts import Announced, AnnouncementFact, AnnouncementWithdrawn
from plenary.deliberation.refusals import AnnouncementToNobody, AnnouncementUnknown, AnnouncementWithoutEnd
from plenary.deliberation.state import Deliberation
from plenary.deliberation.text import clean

ANNOUNCEMENT_LIMIT: Final = 280


def decide_announcement(state: Deliberation, command: AnnouncementCommand) -> list[AnnouncementFact]:
    if isinstance(command, Announce):
        return _announce(state, command)
    if command.announcement not in state.announced:
        raise AnnouncementUnknown
    stands = state.announcement is not None and state.announcement.id == command.announcement
    return [AnnouncementWithdrawn(command.announcement, command.by)] if stands else []


def _announce(state: Deliberation, command: Announce) -> list[AnnouncementFact]:
    wanted = command.announcement
    if wanted.id in state.announced:
        return []
    if not (wanted.on_phones or wanted.on_screens):
        raise AnnouncementToNobody
    if wanted.holds_phones and wanted.until_ms is None:
        raise AnnouncementWithoutEnd
    return [Announced(replace(wanted, text=clean(wanted.text, ANNOUNCEMENT_LIMIT)), command.by)]
