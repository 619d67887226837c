"""Programme items: what goes on beside the prompts, so that votes before and after it can be compared."""

from typing import Final, assert_never

from plenary.deliberation.commands import BeginItem, EndItem, ItemCommand
from plenary.deliberation.facts import ItemBegun, ItemEnded, ItemFact
from plenary.deliberation.refusals import ItemUnknown, TooManyItems
from plenary.deliberation.state import Deliberation
from plenary.deliberation.text import clean

TITLE_LIMIT: Final = 120
MOST_ITEMS: Final = 200
"""More than several days of a conference have; each is compared with what came before and after it."""


def decide_item(state: Deliberation, command: ItemCommand) -> list[ItemFact]:
    match command:
        case BeginItem(item=item, title=title, by=by):
            if item in state.items:
                return []
            title = clean(title, TITLE_LIMIT)
            if len(state.items) >= MOST_ITEMS:
                raise TooManyItems
            before = [] if state.item is None else [ItemEnded(state.item, by)]
            return [*before, ItemBegun(item, title, by)]
        case EndItem(item=item, by=by):
            if item not in state.items:
                raise ItemUnknown
            return [ItemEnded(item, by)] if state.item == item else []
        case _:
            assert_never(command)
