"""Why the server closes a connection, in codes that tell a client whether coming back makes sense."""

from enum import Enum


class Closing(Enum):
    """Code and stable name; a client that may come back does so after a random part of the window it was told.

    The close reason is the name, and, where coming back makes sense, `name;window_s=N`.
    """

    BAD_MESSAGE = (4000, "bad-message", False)
    EVENT_UNKNOWN = (4004, "event-unknown", False)
    KEY_REFUSED = (4003, "key-refused", False)
    HELLO_OVERDUE = (4008, "hello-overdue", True)
    TOO_SLOW = (4009, "too-slow", True)
    PROOF_CHANGED = (4010, "proof-changed", True)
    FULL = (1013, "full", True)
    TOO_FAST = (1008, "too-fast", True)
    TROUBLE = (1011, "trouble", True)
    RESTART = (1012, "restart", True)

    def __init__(self, code: int, label: str, come_back: bool) -> None:
        self.code = code
        self.label = label
        self.come_back = come_back

    def reason(self, window_s: int) -> str:
        """The close frame's reason: for clients, not for people."""
        return f"{self.label};window_s={window_s}" if self.come_back else self.label
