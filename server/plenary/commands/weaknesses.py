"""What `plenary doctor` finds weak in the options that a server is started with, and in what they point to."""

import argparse
import asyncio
import os
import smtplib
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from plenary.commands.finding import Finding, Verdict, is_here
from plenary.commands.proofs import proofs_from
from plenary.commands.redis_check import redis_findings
from plenary.commands.serving import CannotServe
from plenary.local import SECRET_FILE

SHORTEST_SECRET: Final = 22
"""128 random bits as letters and digits."""
LEAST_MEMORY_BYTES: Final = 512 << 20
NETWORK_FILES: Final = frozenset(
    {"nfs", "nfs4", "cifs", "smb3", "9p", "fuse.sshfs", "afs", "ceph", "glusterfs"}
)
IN_MEMORY: Final = frozenset({"tmpfs", "ramfs"})


def check_user(args: argparse.Namespace) -> Iterator[Finding]:
    if os.geteuid() == 0:
        yield Finding(Verdict.WEAK, "this is root: run the server as a user of its own (deploy/systemd does)")


def check_memory(args: argparse.Namespace) -> Iterator[Finding]:
    try:
        said = dict(line.split(":", 1) for line in Path("/proc/meminfo").read_text().splitlines())
        left = int(said["MemAvailable"].split()[0]) << 10
    except (OSError, KeyError, ValueError):
        return
    verdict = Verdict.GOOD if left >= LEAST_MEMORY_BYTES else Verdict.WEAK
    yield Finding(verdict, f"{left / (1 << 30):.1f} GiB of memory are free")


def check_address(args: argparse.Namespace) -> Iterator[Finding]:
    everywhere = not is_here(args.host)
    if args.public_url is None:
        if everywhere:
            yield Finding(
                Verdict.WEAK,
                f"--host {args.host} without --public-url: links and QR codes name the wrong address",
            )
        return
    parts = urlsplit(args.public_url)
    if parts.scheme == "https":
        yield Finding(Verdict.GOOD, f"people come over TLS, by {args.public_url}")
        if not args.proxy:
            yield Finding(
                Verdict.WEAK,
                f"{args.public_url} without --proxy: every phone has the address of whatever ends TLS, so one that"
                " guesses codes holds up all newcomers; name it, as in --proxy 127.0.0.1",
            )
        if everywhere:
            yield Finding(
                Verdict.WEAK,
                f"--host {args.host}: who reaches this port goes past the proxy and its TLS; bind 127.0.0.1,"
                " or the inner network alone",
            )
    elif not is_here(parts.hostname or ""):
        yield Finding(
            Verdict.WEAK,
            f"{args.public_url} has no TLS: whoever shares the network can read and change everything,"
            " and pages do not open without the server",
        )


def check_secret(args: argparse.Namespace) -> Iterator[Finding]:
    file = args.data / SECRET_FILE
    try:
        secret = file.read_text().strip()
    except OSError:
        return
    if not secret:
        yield Finding(Verdict.BROKEN, f"{file} is empty: remove it, and the next start makes a new one")
    elif len(secret) < SHORTEST_SECRET or len(set(secret)) < 8:
        yield Finding(Verdict.WEAK, f"{file} can be guessed: remove it, and the next start makes a good one")


def check_file_system(args: argparse.Namespace) -> Iterator[Finding]:
    kind = file_system_of(args.data)
    if kind in NETWORK_FILES:
        yield Finding(
            Verdict.BROKEN, f"{args.data} is on {kind}: a write-ahead log needs a disk of this machine"
        )
    elif kind in IN_MEMORY and not args.redis:
        yield Finding(
            Verdict.WEAK, f"{args.data} is in memory ({kind}): everything is lost when the machine stops"
        )


def check_redis(args: argparse.Namespace) -> Iterator[Finding]:
    if not args.redis:
        return
    if args.relaxed_durability:
        yield Finding(
            Verdict.WEAK,
            "--relaxed-durability: the last second of acknowledged votes is lost when Redis dies",
        )
    yield from redis_findings(args.redis, args.relaxed_durability)


def check_proofs(args: argparse.Namespace) -> Iterator[Finding]:
    for name in ("smtp_password_file", "sign_in_secret_file", "translate_key_file"):
        file: Path | None = getattr(args, name)
        if file is not None and file.exists() and stat.S_IMODE(file.stat().st_mode) & 0o077:
            yield Finding(Verdict.WEAK, f"{file} can be read by others: chmod 600 {file}")
    try:
        proofs = proofs_from(args)
    except CannotServe as reason:
        yield Finding(Verdict.BROKEN, str(reason))
        return
    if args.smtp is not None:
        yield from _check_mail(args.smtp)
    if proofs.sign_in is not None:
        yield from _check_sign_in(args.sign_in)
        if args.public_url is None or not args.public_url.startswith("https:"):
            yield Finding(
                Verdict.WEAK, "signing in without an https --public-url: providers send nobody back there"
            )


def check_translation(args: argparse.Namespace) -> Iterator[Finding]:
    if args.translate is None:
        return
    parts = urlsplit(args.translate)
    if parts.scheme == "http" and not is_here(parts.hostname or ""):
        yield Finding(Verdict.WEAK, f"{args.translate} has no TLS: statements go there for everybody to read")


def _check_mail(url: str) -> Iterator[Finding]:
    parts = urlsplit(url)
    host = parts.hostname or ""
    try:
        kind = smtplib.SMTP_SSL if parts.scheme == "smtps" else smtplib.SMTP
        with kind(host, parts.port or (465 if parts.scheme == "smtps" else 587), timeout=5) as server:
            server.ehlo()
            offers_tls = parts.scheme == "smtps" or server.has_extn("starttls")
    except (OSError, smtplib.SMTPException) as trouble:
        yield Finding(Verdict.BROKEN, f"the mail server at {host} does not answer ({type(trouble).__name__})")
        return
    if offers_tls or is_here(host):
        yield Finding(Verdict.GOOD, f"the mail server at {host} answers")
    else:
        yield Finding(Verdict.BROKEN, f"the mail server at {host} offers no TLS, and is sent nothing without")


def _check_sign_in(issuer: str) -> Iterator[Finding]:
    from plenary.proving.provider import Provider, SignInFailed
    from plenary.proving.sign_in import SignIn

    try:
        asyncio.run(
            SignIn(Provider(issuer, "doctor")).begin("DOCTOR", "https://plenary.invalid/sign-in/back")
        )
    except SignInFailed as reason:
        yield Finding(Verdict.BROKEN, f"the sign-in provider {issuer} does not serve: {reason}")
    else:
        yield Finding(Verdict.GOOD, f"the sign-in provider {issuer} answers")


def file_system_of(path: Path) -> str:
    """The kind of file system that the path, or the nearest folder above it that exists, is on; "" if not told."""
    there = path.resolve()
    try:
        mounts = [line.split() for line in Path("/proc/mounts").read_text().splitlines()]
    except OSError:
        return ""
    found = [(len(at), kind) for _, at, kind, *_ in mounts if there.is_relative_to(at.replace("\\040", " "))]
    return max(found, default=(0, ""))[1]
