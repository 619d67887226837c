"""What `plenary doctor` finds weak in a Redis."""

import asyncio
from collections.abc import Iterator
from urllib.parse import urlsplit

from plenary.commands.finding import Finding, Verdict, is_here
from plenary.store.ports import StoreUnavailable


def redis_findings(url: str, relaxed: bool) -> Iterator[Finding]:
    """Each weak setting of the Redis at the address; never its password."""
    from plenary.store.redis_assured import DurabilityTooWeak
    from plenary.store.redis_store import RedisStore

    try:
        store = RedisStore(url, relaxed_durability=relaxed)
    except DurabilityTooWeak as reason:
        yield Finding(Verdict.BROKEN, f"Redis may lose votes that were acknowledged: {reason}")
    except StoreUnavailable:
        yield Finding(Verdict.BROKEN, "Redis does not answer")
        return
    except ValueError as reason:
        yield Finding(Verdict.BROKEN, str(reason))
        return
    else:
        yield Finding(Verdict.GOOD, "Redis answers" + ("" if relaxed else " and keeps what it acknowledges"))
        asyncio.run(store.close())
    parts = urlsplit(url.replace("+sentinel", "").replace("+cluster", ""))
    host = (parts.hostname or "").partition(",")[0]
    if parts.password is None and not is_here(host):
        yield Finding(
            Verdict.WEAK, f"the Redis at {host} asks for no password: whoever reaches it owns every event"
        )
    if parts.scheme == "redis" and not is_here(host):
        yield Finding(
            Verdict.WEAK, f"the Redis at {host} is reached without TLS (rediss://): only in an inner network"
        )
