"""What a client holds of its own acts that counted, to offer it again to a server that no longer has it."""

import msgspec

from plenary.wire.from_client import Join, ParticipantRequest, Request, Submit, Vote, WithdrawVote
from plenary.wire.from_server import Counted, You


class Memory:
    """One participant's last word on each statement and own statements, with receipts, and where they take part."""

    def __init__(self) -> None:
        self.joined: Join | None = None
        self.said: dict[str, Vote | WithdrawVote] = {}
        self.submitted: dict[str, Submit] = {}

    def counted(self, request: Request, answer: Counted) -> None:
        """The server has counted the request."""
        match request:
            case Join(op=op) if self.joined is None or op > self.joined.op:
                self.joined = request
            case Vote(op=op, statement=statement) | WithdrawVote(op=op, statement=statement) if (
                answer.receipt
            ):
                held = self.said.get(statement)
                if held is None or op > held.op:
                    self.said[statement] = msgspec.structs.replace(request, receipt=answer.receipt)
            case Submit() if answer.receipt and answer.statement is not None:
                self.submitted[answer.statement] = msgspec.structs.replace(request, receipt=answer.receipt)
            case _:
                pass

    def missing_in(self, you: You) -> list[ParticipantRequest]:
        """What counted and is not there any more, as it was asked and with its receipts; statements before votes."""
        there = {str(vote.statement): vote.op for vote in you.votes}
        there |= {str(one.statement): one.op for one in you.withdrawn}
        known = {str(one.id) for one in you.statements}
        statements = [one for statement, one in self.submitted.items() if statement not in known]
        joining = [self.joined] if you.mode is None and self.joined is not None else []
        return [
            *joining,
            *statements,
            *(
                word
                for word in self.said.values()
                # Where there is no vote, one that was taken back is as it should be.
                if there.get(word.statement, 0 if isinstance(word, Vote) else word.op) < word.op
            ),
        ]
