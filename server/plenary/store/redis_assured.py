"""Writes to Redis that are told only once they are kept: on its disk, and by as many replicas as are asked for.

The process of Redis that writes go to is known to be durable: a new one, whether restarted or promoted, is looked at
first. A write whose answer was lost is sent again, and done once.
"""

import logging
import secrets
import time
from typing import Any, Final

import redis

from plenary.store.ports import StoreUnavailable
from plenary.store.redis_reaching import Reached
from plenary.store.redis_scripts import RESTARTED

log = logging.getLogger(__name__)

# How long a write is tried when the connection breaks under it: Redis is back from a restart within a second.
SETTLE_S: Final = 3.0
# Below the time for a reply.
REPLICAS_WITHIN_MS: Final = 1_000
RETRY_AFTER_S: Final = 0.05
# A million votes take half a second; a slow disk, or other data beside them, may take longer.
REWRITTEN_WITHIN_S: Final = 30.0
LOOK_EVERY_S: Final = 0.01


class DurabilityTooWeak(Exception):
    """This Redis may lose what it acknowledged; the message says by which setting."""


class Assured:
    """The way of writes to one Redis, for one thread.

    relaxed: accept a Redis that may lose the last second when it or its machine dies.
    """

    def __init__(self, place: Reached, relaxed: bool = False) -> None:
        self._client = place.client
        self._space = place.space
        self._replicas = place.replicas
        self._relaxed = relaxed
        self._run = ""
        """The process that was found durable; "" for none yet."""

    def write(self, script: str, *asked: str | bytes | int) -> Any:
        """What the script answers: nothing if what it wrote is kept, or why it wrote nothing.

        The script has redis_scripts.ONCE at its beginning and KEPT at its end, and is given `asked` from ARGV[3] on.
        Raises StoreUnavailable where Redis became too weak, redis.RedisError.
        """
        token = secrets.token_hex(8)
        until = time.monotonic() + SETTLE_S
        while True:
            try:
                self.make_sure()
                return self._answered(script, token, self._run, *asked)
            except DurabilityTooWeak as weakness:
                raise StoreUnavailable(str(weakness)) from weakness
            except redis.ResponseError as refusal:
                if str(refusal).startswith(RESTARTED):
                    # It is another process now, perhaps with other settings.
                    self._run = ""
                    continue
                # One that has just been promoted may be told to wait for replicas of its own.
                if not str(refusal).startswith("NOREPLICAS") or time.monotonic() > until:
                    raise
            except (redis.ConnectionError, redis.TimeoutError):
                if time.monotonic() > until:
                    raise
            time.sleep(RETRY_AFTER_S)

    def _answered(self, script: str, *asked: str | bytes | int) -> Any:
        if not self._replicas:
            return self._client.eval(script, 1, self._space, *asked)
        # On one connection: what is waited for is what that connection has written.
        with self._client.pipeline(transaction=False) as both:
            both.eval(script, 1, self._space, *asked)
            both.wait(self._replicas, REPLICAS_WITHIN_MS)
            # As it is, not as the pipeline would word it: `write` reads it.
            answer, have_it = both.execute(raise_on_error=False)
        for trouble in (answer, have_it):
            if isinstance(trouble, Exception):
                raise trouble
        if not answer and have_it < self._replicas:
            raise redis.ConnectionError(f"{have_it} of {self._replicas} replicas have it")
        return answer

    def make_sure(self) -> None:
        """See that Redis keeps what it acknowledges. Raises DurabilityTooWeak, redis.RedisError."""
        if self._run:
            return
        server = self._client.info("server")
        version = str(server["redis_version"])
        if int(version.partition(".")[0]) < 7:
            raise DurabilityTooWeak(f"Redis 7.0 or later is needed, this is {version}")
        if not self._relaxed:
            found = self._client.config_get(
                "appendonly", "appendfsync", "no-appendfsync-on-rewrite", "maxmemory", "maxmemory-policy"
            )
            if (found["appendonly"], found["appendfsync"]) != ("yes", "always"):
                raise DurabilityTooWeak("Redis must run with appendonly yes and appendfsync always")
            if found["no-appendfsync-on-rewrite"] != "no":
                raise DurabilityTooWeak("Redis must run with no-appendfsync-on-rewrite no")
            if found["maxmemory"] != "0" and found["maxmemory-policy"] != "noeviction":
                raise DurabilityTooWeak("Redis must run with maxmemory-policy noeviction")
        self._write_log_anew()
        self._run = str(server["run_id"])

    def _write_log_anew(self) -> None:
        """Have a new process write its log anew, once, before anything is told as kept in it. Raises redis.RedisError.

        A log that a crash has torn within a transaction is cut after the last whole command of it: what is written next
        would belong to that transaction, and the start after the next carry out what never was, over what is.
        """
        until = time.monotonic() + REWRITTEN_WITHIN_S
        while True:
            found = self._client.info("persistence")
            if not found["aof_enabled"]:
                return
            # How many have begun in this process; one that does not count them is not asked.
            is_begun = found.get("aof_rewrites", 1) > 0
            if not found["aof_rewrite_in_progress"] and not found["aof_rewrite_scheduled"]:
                if is_begun and found["aof_last_bgrewrite_status"] != "ok":
                    log.warning("Redis could not write its log anew")
                if is_begun or not self._began_log_anew():
                    return
            if time.monotonic() > until:
                raise redis.TimeoutError("Redis has not written its log anew")
            time.sleep(LOOK_EVERY_S)

    def _began_log_anew(self) -> bool:
        """False where the owner of Redis lets nobody do so."""
        try:
            self._client.bgrewriteaof()
        except redis.ResponseError as refusal:
            if "progress" not in str(refusal):  # else another hub was quicker
                log.warning("Redis may not write its log anew", extra={"reason": str(refusal)})
                return False
        return True
