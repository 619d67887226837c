"""Hearing what is new in a Redis that many hubs share."""

import asyncio
import logging
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Final

import redis

log = logging.getLogger(__name__)

# A subscription that answers no ping for so long is given up for a new one.
SILENT_FOR_S: Final = 3.0
LISTEN_FOR_S: Final = 0.5
LISTEN_AGAIN_S: Final = 0.05


class Subscription:
    """A channel, listened to in a thread of its own from `begin` to `end`.

    told: gives the calls to make on the event loop for a message; for None, which comes at every beginning and
    after every break, those for all that may have been missed.
    """

    def __init__(
        self, client: redis.Redis, channel: str, told: Callable[[bytes | None], list[Callable[[], None]]]
    ) -> None:
        self._client = client
        self._channel = channel
        self._told = told
        self._ended = threading.Event()
        self._is_broken = False
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread = threading.Thread(target=self._run, name=f"listening to {channel}", daemon=True)

    def begin(self) -> None:
        if self._loop is None:
            self._loop = asyncio.get_running_loop()
            self._thread.start()

    def end(self) -> None:
        self._ended.set()
        if self._loop is not None:
            self._thread.join()

    def _run(self) -> None:
        while not self._ended.is_set():
            try:
                self._listen()
            except redis.RedisError as trouble:
                # Once an outage, not twenty times a second while it lasts.
                if not self._is_broken:
                    log.warning("the subscription broke: %s", type(trouble).__name__)
                self._is_broken = True
            except Exception:
                log.exception("what was heard could not be told")
            self._ended.wait(LISTEN_AGAIN_S)

    def _listen(self) -> None:
        with self._client.pubsub() as channel:  # type: ignore[no-untyped-call]
            channel.ssubscribe(self._channel)
            heard_at = time.monotonic()
            while not self._ended.is_set():
                message = channel.get_message(timeout=LISTEN_FOR_S)
                if message is not None:
                    heard_at = time.monotonic()
                    self._is_broken = False
                    if message["type"] == "sunsubscribe":
                        raise redis.ConnectionError("the channel has moved to another node")
                    # The client subscribes again by itself when its connection breaks: a gap.
                    if message["type"] in ("ssubscribe", "smessage"):
                        self._tell(message["data"] if message["type"] == "smessage" else None)
                elif time.monotonic() - heard_at > SILENT_FOR_S:
                    raise redis.TimeoutError("no answer to a ping")
                else:
                    channel.ping()

    def _tell(self, data: bytes | None) -> None:
        assert self._loop is not None
        for call in self._told(data):
            # The loop may have ended before us.
            with suppress(RuntimeError):
                self._loop.call_soon_threadsafe(call)
