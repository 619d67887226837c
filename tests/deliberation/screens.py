"""A client's picture of an event, kept from snapshots and changes as the pages keep theirs."""

from dataclasses import dataclass, field

from plenary.deliberation.access import SIGHT
from plenary.deliberation.audience import Changes
from plenary.deliberation.state import Deliberation
from plenary.deliberation.views import EventView, LinkView, PromptView, StatementView
from plenary.deliberation.vocabulary import GrantId, Phase, PromptId, Role, Stage, Standing, StatementId


@dataclass
class Screen:
    """What one client holds. Views replace those with the same id; what is gone is forgotten."""

    event: EventView | None = None
    prompts: dict[PromptId, PromptView] = field(default_factory=dict)
    statements: dict[StatementId, StatementView] = field(default_factory=dict)
    stage: Stage | None = None
    links: dict[GrantId, LinkView] = field(default_factory=dict)

    def take(self, changes: Changes) -> "Screen":
        self.event = changes.event or self.event
        self.prompts.update({view.id: view for view in changes.prompts})
        self.statements.update({view.id: view for view in changes.statements})
        for statement in changes.gone:
            self.statements.pop(statement, None)
        self.stage = changes.stage or self.stage
        self.links.update({view.id: view for view in changes.links})
        return self


def leaks(state: Deliberation, role: Role, changes: Changes) -> list[str]:
    """Texts in the changes that the role must not see: of drafts, and of statements not shown or under a draft."""
    if SIGHT[role].drafts and SIGHT[role].undecided:
        return []
    drafts = {prompt.id for prompt in state.prompts.values() if prompt.phase is Phase.DRAFT}
    if SIGHT[role].drafts:
        drafts = set()
    hidden = [state.prompts[prompt].text for prompt in drafts]
    hidden += [
        one.text
        for one in state.statements.values()
        if one.standing not in (Standing.SHOWN, Standing.MERGED) or one.prompt in drafts
    ]
    told = repr(changes)
    return [text for text in hidden if text and text in told]
