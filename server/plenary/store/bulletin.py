"""The bulletin of a single process: the analyst posts, hubs on the same event loop follow."""

from plenary.deliberation.opinion import Posting
from plenary.deliberation.vocabulary import EventCode, PromptId
from plenary.store.following import Follower, Followers
from plenary.store.ports import Lease

Posted = tuple[EventCode, Posting]


class LocalBulletin:
    """A Bulletin in memory, for one event loop."""

    def __init__(self) -> None:
        self._latest: dict[EventCode, dict[PromptId, Posting]] = {}
        self._followers = Followers[tuple[EventCode, PromptId], Posted]()

    async def post(self, code: EventCode, posting: Posting, lease: Lease | None = None) -> None:
        self._latest.setdefault(code, {})[posting.map.prompt] = posting
        self._followers.tell((code, posting.map.prompt), (code, posting))

    async def forget(self, code: EventCode) -> None:
        self._latest.pop(code, None)

    async def latest(self, code: EventCode) -> dict[PromptId, Posting]:
        return dict(self._latest.get(code, {}))

    def follow(self) -> Follower[tuple[EventCode, PromptId], Posted]:
        return self._followers.follow()
