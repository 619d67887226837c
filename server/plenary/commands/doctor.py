"""`plenary doctor`: what this machine lacks, and what is weak in this configuration."""

import argparse
import asyncio
import contextlib
import os
import platform
import resource
import shutil
import socket
import stat
import sys
from collections.abc import Callable, Iterator
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Final

from plenary.commands.finding import Finding, Verdict
from plenary.commands.serve import add_arguments as add_server_arguments
from plenary.commands.weaknesses import (
    check_address,
    check_file_system,
    check_memory,
    check_proofs,
    check_redis,
    check_secret,
    check_translation,
    check_user,
)
from plenary.local import SECRET_FILE
from plenary.pages.documents import Documents, PagesMissing, static_folder
from plenary.sockets.sending import best_sender
from plenary.store.ports import RecordDamaged, StoreUnavailable
from plenary.store.sqlite_store import FILE_NAME, SqliteStore, StoreForeign

FREE_SPACE_BYTES: Final = 1 << 30
OPEN_FILES: Final = 12_000
"""A socket a phone, and some to spare: enough for the 10,000 phones of one machine."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Those of `plenary serve`: what is looked at is what a server would be started with."""
    add_server_arguments(parser)


def run(args: argparse.Namespace) -> int:
    """1 if anything is broken, else 0."""
    findings = [finding for check in CHECKS for finding in check(args)]
    for finding in findings:
        print(f"{finding.verdict.value:<7} {finding.what}")
    broken = sum(finding.verdict is Verdict.BROKEN for finding in findings)
    weak = sum(finding.verdict is Verdict.WEAK for finding in findings)
    print(f"{broken} broken, {weak} weak" if broken or weak else "Nothing to mend.")
    return 1 if broken else 0


def check_python(args: argparse.Namespace) -> Iterator[Finding]:
    fine = sys.version_info >= (3, 11)
    yield Finding(Verdict.GOOD if fine else Verdict.BROKEN, f"Python {platform.python_version()}")


def check_loop(args: argparse.Namespace) -> Iterator[Finding]:
    try:
        yield Finding(Verdict.GOOD, f"uvloop {version('uvloop')}")
    except PackageNotFoundError:
        yield Finding(Verdict.WEAK, "uvloop is not installed: the server works, a little slower")


def check_sending(args: argparse.Namespace) -> Iterator[Finding]:
    _, words = best_sender()
    yield Finding(Verdict.GOOD, f"broadcasts go out by {words}")


def check_pages(args: argparse.Namespace) -> Iterator[Finding]:
    try:
        Documents(static_folder())
    except PagesMissing as missing:
        yield Finding(Verdict.BROKEN, f"pages: {missing}")
    else:
        yield Finding(Verdict.GOOD, "the pages are built")


def check_data(args: argparse.Namespace) -> Iterator[Finding]:
    data: Path = args.data
    if not data.exists():
        yield Finding(Verdict.GOOD, f"{data} does not exist yet: the first start makes it")
        return
    if not os.access(data, os.W_OK):
        yield Finding(Verdict.BROKEN, f"{data} cannot be written")
        return
    for path, allowed in ((data, 0o700), (data / SECRET_FILE, 0o600)):
        if path.exists() and stat.S_IMODE(path.stat().st_mode) & ~allowed & 0o077:
            yield Finding(Verdict.WEAK, f"{path} can be read by others: chmod {allowed:o} {path}")
    free = shutil.disk_usage(data).free
    space = f"{free / (1 << 30):.1f} GiB free for {data}"
    yield Finding(Verdict.GOOD if free >= FREE_SPACE_BYTES else Verdict.WEAK, space)
    if (data / FILE_NAME).exists():
        yield from _check_store(data)


def check_open_files(args: argparse.Namespace) -> Iterator[Finding]:
    limit, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    if limit >= OPEN_FILES or limit == resource.RLIM_INFINITY:
        yield Finding(Verdict.GOOD, f"{limit:,} files may be open at once")
    else:
        yield Finding(
            Verdict.WEAK,
            f"only {limit:,} files may be open at once, one for each phone: ulimit -n {OPEN_FILES}",
        )


def check_port(args: argparse.Namespace) -> Iterator[Finding]:
    with contextlib.closing(socket.socket()) as probe:
        if probe.connect_ex(("127.0.0.1", args.port)) == 0:
            yield Finding(Verdict.WEAK, f"port {args.port} is in use (by Plenary itself, perhaps)")
        else:
            yield Finding(Verdict.GOOD, f"port {args.port} is free")


def _check_store(data: Path) -> Iterator[Finding]:
    try:
        damaged = asyncio.run(_damage(data))
    except (StoreForeign, StoreUnavailable) as trouble:
        yield Finding(Verdict.BROKEN, f"{data / FILE_NAME}: {trouble}")
        return
    yield from (Finding(Verdict.BROKEN, line) for line in damaged)
    if not damaged:
        yield Finding(Verdict.GOOD, "every record of every event is as it was written")


async def _damage(data: Path) -> list[str]:
    store = SqliteStore(data)
    try:
        damage = await store.file_damage()
        for heads in await store.heads():
            try:
                await store.verify(heads.code)
            except RecordDamaged as bad:
                damage.append(f"event {bad.code}: record {bad.number} of its {bad.stream} is damaged")
        return damage
    finally:
        await store.close()


CHECKS: Final[tuple[Callable[[argparse.Namespace], Iterator[Finding]], ...]] = (
    check_python,
    check_loop,
    check_sending,
    check_pages,
    check_data,
    check_file_system,
    check_secret,
    check_open_files,
    check_port,
    check_user,
    check_memory,
    check_address,
    check_redis,
    check_proofs,
    check_translation,
)
