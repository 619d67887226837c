"""A network between a server and its crowd that loses, delays, reorders and doubles packets, or carries none.

The server stands in a network namespace. Two TUN devices, one on each side, end in this process, which hands every
packet on as it pleases; so nothing is asked of the kernel but namespaces and TUN, and of this process to be root.
"""

import contextlib
import fcntl
import heapq
import os
import random
import select
import shutil
import struct
import subprocess
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from tests.chaos.report import NotHere
from tests.server_process import Server

TUNSETIFF: Final = 0x400454CA
TUN_WITHOUT_HEADER: Final = 0x0001 | 0x1000
PACKET_BYTES: Final = 65_536


@dataclass(frozen=True)
class Weather:
    """What befalls each packet, in each direction. Shares are 0–1; a late packet is overtaken by those after it.

    is_deaf: the server hears nothing, and is heard.
    """

    lost: float = 0.0
    doubled: float = 0.0
    late: float = 0.0
    takes_s: float = 0.0
    varies_s: float = 0.0
    is_deaf: bool = False

    @property
    def carries(self) -> bool:
        return self.lost < 1


FINE: Final = Weather()
CUT: Final = Weather(lost=1.0)
DEAF: Final = Weather(is_deaf=True)
DREADFUL: Final = Weather(lost=0.3, doubled=0.1, late=0.25, takes_s=0.3, varies_s=0.3)


class Network:
    """The way to a namespace. weather: may be changed at any time. befallen: how many packets something happened to."""

    def __init__(self, rng: random.Random) -> None:
        if os.geteuid() != 0 or shutil.which("ip") is None or not Path("/dev/net/tun").exists():
            raise NotHere("network namespaces need root, iproute2 and /dev/net/tun")
        self._rng = rng
        self.weather = FINE
        self.befallen = 0
        self.carried = 0
        # Names and addresses that no other run on this machine has.
        number = os.getpid() % 16_000
        self.space = f"plenary-{number}"
        self._near, self._far = f"pln{number}a", f"pln{number}b"
        base, last = f"10.{200 + number // 4_096}.{number // 16 % 256}", number % 16 * 16
        self.near_address, self.address = f"{base}.{last + 1}", f"{base}.{last + 2}"
        self._doors: list[int] = []
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._carry, daemon=True)

    def begin(self) -> None:
        """Raises NotHere."""
        try:
            _run("ip", "netns", "add", self.space)
            self._doors = [_tun(self._near), _tun(self._far)]
            _run("ip", "link", "set", self._far, "netns", self.space)
            _run("ip", "address", "add", f"{self.near_address}/30", "dev", self._near)
            _run("ip", "link", "set", self._near, "up")
            inside = ("ip", "netns", "exec", self.space, "ip")
            _run(*inside, "address", "add", f"{self.address}/30", "dev", self._far)
            _run(*inside, "link", "set", self._far, "up")
            _run(*inside, "link", "set", "lo", "up")
        except (OSError, subprocess.CalledProcessError) as trouble:
            self.end()
            raise NotHere(f"network namespaces are not allowed here ({trouble})") from None
        self._thread.start()

    def end(self) -> None:
        self._over.set()
        if self._thread.is_alive():
            self._thread.join(5)
        for door in self._doors:
            os.close(door)
        subprocess.run(["ip", "netns", "delete", self.space], stderr=subprocess.DEVNULL, check=False)

    def connections(self, port: int) -> int:
        """How many the server holds on that port, as its own system has it."""
        words = ("ip", "netns", "exec", self.space, "ss", "-Htn", "state", "established", f"sport = :{port}")
        return len(subprocess.run(words, capture_output=True, check=True, text=True).stdout.splitlines())

    def _carry(self) -> None:
        """Each packet arrives in its time, if it does."""
        under_way: list[tuple[float, int, int, bytes]] = []
        count = 0
        other = dict(zip(self._doors, reversed(self._doors), strict=True))
        while not self._over.is_set():
            now = time.monotonic()
            wait_s = min(0.1, max(0.0, under_way[0][0] - now)) if under_way else 0.1
            for door in select.select(self._doors, [], [], wait_s)[0]:
                packet = os.read(door, PACKET_BYTES)
                if self.weather.is_deaf and door == self._doors[0]:
                    self.befallen += 1
                    continue
                for due in self._dues(time.monotonic()):
                    count += 1
                    heapq.heappush(under_way, (due, count, other[door], packet))
            now = time.monotonic()
            while under_way and under_way[0][0] <= now:
                _, _, door, packet = heapq.heappop(under_way)
                if self.weather.carries:
                    self.carried += 1
                    with contextlib.suppress(OSError):
                        os.write(door, packet)
                else:
                    self.befallen += 1

    def _dues(self, now: float) -> list[float]:
        """When a packet that sets out now arrives: once, twice or never."""
        weather, rng = self.weather, self._rng
        if rng.random() < weather.lost:
            self.befallen += 1
            return []
        due = (
            now + weather.takes_s + (rng.uniform(0, weather.varies_s) if rng.random() < weather.late else 0.0)
        )
        doubled = rng.random() < weather.doubled
        self.befallen += doubled
        return [due, due] if doubled else [due]


@contextlib.contextmanager
def network(rng: random.Random) -> Iterator[Network]:
    """A network for as long as this lasts. Raises NotHere."""
    made = Network(rng)
    made.begin()
    try:
        yield made
    finally:
        made.end()


class FarServer(Server):
    """`plenary serve` at the other end of that network."""

    def __init__(self, data: Path, way: Network) -> None:
        super().__init__(data, host=way.address, before=("ip", "netns", "exec", way.space))


def _run(*words: str) -> None:
    subprocess.run(words, check=True, stderr=subprocess.DEVNULL)


def _tun(name: str) -> int:
    door = os.open("/dev/net/tun", os.O_RDWR | os.O_CLOEXEC)
    fcntl.ioctl(door, TUNSETIFF, struct.pack("16sH22x", name.encode(), TUN_WITHOUT_HEADER))
    return door
