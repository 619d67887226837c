"""The run of show as the minutes give it: the prompts, read again from the top each time."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from plenary.deliberation.commands import (
    ClosePrompt,
    Command,
    DraftPrompt,
    FollowPlans,
    MovePrompt,
    OpenPrompt,
    PlanPrompt,
    RewordPrompt,
    SetSwitches,
)
from plenary.deliberation.vocabulary import Plan, PromptId, Switches
from tests.deliberation.wording import tidy

Times = tuple[int | None, int | None, int | None]


@dataclass
class Row:
    """One prompt in the run of show."""

    number: int
    text: str
    phase: str = "draft"
    switches: Switches = field(default_factory=Switches)
    opens: int | None = None
    submit_closes: int | None = None
    closes: int | None = None

    def open(self) -> None:
        self.phase, self.opens = "open", None

    def close(self) -> None:
        self.phase, self.opens, self.submit_closes, self.closes = "closed", None, None, None

    def switch(self, switches: Switches) -> None:
        self.switches = switches
        if not switches.submit:
            self.submit_closes = None

    def fitting(self, plan: Plan) -> Times:
        """The plan without what has happened already."""
        opens = None if self.phase == "open" else plan.opens_ms
        return (opens, plan.submit_closes_ms if self.switches.submit else None, plan.closes_ms)

    def reach(self, now: int) -> None:
        """It is that late; what is due and can be, happens, and what is past for good is forgotten."""
        if self.closes is not None and self.closes <= now:
            if self.phase == "open":
                self.close()
            self.opens, self.submit_closes, self.closes = None, None, None
        if self.opens is not None and self.opens <= now:
            self.open()
        if self.submit_closes is not None and self.submit_closes <= now:
            self.submit_closes = None
            if self.phase == "open":
                self.switch(replace(self.switches, submit=False))


def run_of_show(done: Iterable[Command]) -> dict[PromptId, Row]:
    """The prompts as they stand after everything that was done."""
    rows: dict[PromptId, Row] = {}
    for one in done:
        match one:
            case DraftPrompt(prompt=prompt, text=text):
                rows[prompt] = Row(len(rows) + 1, tidy(text))
            case RewordPrompt(prompt=prompt, text=text):
                rows[prompt].text = tidy(text)
            case OpenPrompt(prompt=prompt):
                rows[prompt].open()
            case ClosePrompt(prompt=prompt):
                rows[prompt].close()
            case SetSwitches(prompt=prompt, switches=switches):
                rows[prompt].switch(switches)
            case PlanPrompt(prompt=prompt, plan=plan):
                row = rows[prompt]
                row.opens, row.submit_closes, row.closes = row.fitting(plan)
            case FollowPlans(now_ms=now):
                for row in rows.values():
                    row.reach(now)
            case MovePrompt(prompt=prompt, before=before):
                drafts = sorted((row.number, name) for name, row in rows.items() if row.phase == "draft")
                names = [name for _, name in drafts if name != prompt]
                names.insert(names.index(before) if before else len(names), prompt)
                for (number, _), name in zip(drafts, names, strict=True):
                    rows[name].number = number
    return rows
