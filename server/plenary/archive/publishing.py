"""An event's discussions as the public may have them: the ballots that the report holds, in other programs' form."""

from plenary.archive.conversation import Conversation, FiledStatement, FiledVote, Moderated
from plenary.archive.exporting import Prompt
from plenary.archive.report.gathering import Gathered
from plenary.archive.report.settled import settled
from plenary.deliberation.vocabulary import Phase


def published(gathered: Gathered, k: int) -> list[Prompt]:
    """The prompts with what everybody saw at the end, votes on other wordings among those on the statement.

    gathered: as far as the newest version of the report went, where there is one: so nothing can be had by subtracting
    one from the other.
    """
    state = gathered.state
    assert state.event is not None, "a programme begins with its event"
    earlier = [one.ballots for one in state.reports]
    asked = sorted(
        (one for one in state.prompts.values() if one.phase is not Phase.DRAFT), key=lambda one: one.number
    )
    found = []
    for prompt in asked:
        ids = state.statements_of[prompt.id]
        shown = [one for one in ids if state.is_shown(one)]
        statements = tuple(
            FiledStatement(
                one,
                state.statements[one].text,
                "",
                Moderated.ACCEPTED,
                gathered.submitted_ms[one],
            )
            for one in shown
        )
        last = sorted(settled(gathered, prompt.id, earlier, k)[-1].items())
        votes = tuple(
            FiledVote(number, who, statement, cast.fact.choice, cast.at_ms)
            for number, ((who, statement), cast) in enumerate(last, 1)
            if statement in set(shown)
        )
        topic = state.event.title if len(state.prompts) == 1 else prompt.text
        left_out = len(ids) - len(shown)
        found.append(
            Prompt(prompt.number, Conversation(topic, "", statements, votes), frozenset(shown), left_out)
        )
    return found
