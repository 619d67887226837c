"""A newcomer's evening: from an empty Debian to a running event behind TLS, by the runbook's own commands, timed.

    sudo make evening            (python -m tests.deploy.evening [--keep FOLDER])

Makes a minimal Debian in a folder (debootstrap), enters it (chroot) and types what stands in deploy/RUNBOOK.md between
its two marks, with three changes: the checkout is cloned from here, the name is one for which Caddy makes a certificate
itself, and `systemctl`, which needs a booted machine, is a small stand-in that starts the units' own commands.
Ports 80, 443 and 8000 of this machine must be free. Everything it started is ended, and the folder removed.
"""

import argparse
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
NAME = "plenary.localhost"
ANSWERS_WITHIN_S = 60
AUTHORITIES = "/mnt/authorities.crt"
# pip heeds REQUESTS_CA_BUNDLE more than its own.
TRUSTING = dict.fromkeys(
    ("PIP_CERT", "REQUESTS_CA_BUNDLE", "SSL_CERT_FILE", "NODE_EXTRA_CA_CERTS", "GIT_SSL_CAINFO"), AUTHORITIES
)

SYSTEMCTL = r'''#!/usr/bin/python3
"""Starts the commands of units, as their users, with their environment; enough of systemctl for one evening."""
import os, re, shlex, subprocess, sys
from pathlib import Path
UNITS = (Path("/etc/systemd/system"), Path("/lib/systemd/system"), Path("/usr/lib/systemd/system"))
words = [word for word in sys.argv[1:] if not word.startswith("--")]
if words[0] not in ("enable", "restart", "start"):
    sys.exit(0)
for name in words[1:]:
    unit = f"{name}.service"
    texts = [(folder / unit).read_text() for folder in UNITS if (folder / unit).exists()][:1]
    texts += [part.read_text() for part in sorted(Path(f"/etc/systemd/system/{unit}.d").glob("*.conf"))]
    said = [line.partition("=")[::2] for text in texts for line in text.splitlines() if re.match(r"\w+=", line)]
    value = dict(said)
    environment = dict(os.environ)
    for key, text in said:
        if key == "Environment":
            environment.update(part.split("=", 1) for part in shlex.split(text))
        if key == "EnvironmentFile":
            lines = Path(text.lstrip("-")).read_text().splitlines()
            environment.update(line.split("=", 1) for line in lines if "=" in line)
    if (state := value.get("StateDirectory")) is not None:
        made = ["install", "--directory", "--mode", "0700", "--owner", value["User"], f"/var/lib/{state}"]
        subprocess.run(made, check=True)
    command = re.sub(r"\$\{?(\w+)\}?", lambda found: environment.get(found[1], ""), value["ExecStart"])
    log = open(f"/var/log/{name}.log", "ab")
    environment["HOME"] = f"/var/lib/{name}"
    user = value.get("User", "root")
    become = ["setpriv", f"--reuid={user}", f"--regid={user}", "--init-groups"]
    for capability in value.get("AmbientCapabilities", "").lower().split():
        name_of_it = "+" + capability.removeprefix("cap_")
        become += [f"--inh-caps={name_of_it}", f"--ambient-caps={name_of_it}"]
    subprocess.Popen(
        [*become, "--", *shlex.split(command)],
        env=environment, stdout=log, stderr=log, start_new_session=True, cwd=value.get("WorkingDirectory", "/"),
    )
'''


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--keep", type=Path, help="make the Debian in this folder and leave it there")
    args = parser.parse_args()
    if os.geteuid() != 0 or shutil.which("debootstrap") is None:
        print("This needs root and the program debootstrap.", file=sys.stderr)
        return 2
    folder = args.keep or Path(tempfile.mkdtemp(prefix="plenary-evening-"))
    try:
        return evening(folder)
    finally:
        end_everything_in(folder)
        subprocess.run(["umount", str(folder / "proc")], check=False)
        if args.keep is None:
            shutil.rmtree(folder)


def evening(folder: Path) -> int:
    began = time.monotonic()
    subprocess.run(
        ["debootstrap", "--variant=minbase", "bookworm", str(folder)], check=True, stdout=subprocess.DEVNULL
    )
    # A temporary folder is root's alone, and in there it is "/": servers that are not root must get past it.
    folder.chmod(0o755)
    prepare(folder)
    say(began, "an empty Debian")
    began = time.monotonic()
    for command in commands():
        print(f"    {command}", flush=True)
        typed = ["chroot", str(folder), "sh", "-c", command]
        done = subprocess.run(typed, check=False, capture_output=True, text=True, env=os.environ | TRUSTING)
        if done.returncode != 0:
            print(done.stdout[-3000:], done.stderr[-3000:], sep="\n")
            say(began, f"failed at: {command}")
            return 1
    say(began, "the runbook's commands")
    wait_for(f"https://{NAME}/readyz", ANSWERS_WITHIN_S, folder)
    create = "/opt/plenary/.venv/bin/plenary create 'An evening' --code EVENING --prompt 'What now?'"
    as_plenary = ["chroot", str(folder), "runuser", "--user", "plenary", "--", "sh", "-c"]
    made = subprocess.run(
        [*as_plenary, f"{create} --data /var/lib/plenary"],
        check=True,
        capture_output=True,
        text=True,
    )
    if f"https://{NAME}/e/EVENING" not in made.stdout:
        say(began, f"the event's links lead elsewhere: {made.stdout}")
        return 1
    page = wait_for(f"https://{NAME}/e/EVENING", ANSWERS_WITHIN_S, folder)
    if "What now?" not in page and "An evening" not in page:
        say(began, "the event's page does not name the event")
        return 1
    print(made.stdout.splitlines()[0])
    say(began, "a running event behind TLS, from an empty Debian")
    return 0


def commands() -> list[str]:
    """What the runbook says to type, with this checkout and this name in it."""
    text = (ROOT / "deploy" / "RUNBOOK.md").read_text()
    block = text.partition("<!-- evening: begin -->")[2].partition("<!-- evening: end -->")[0]
    typed = [line.strip() for line in block.splitlines() if line.startswith("    ") and line.strip()]
    return [
        re.sub(r"git clone \S+", "git clone --quiet /mnt/plenary.git", line).replace(
            "plenary.example.org", NAME
        )
        for line in typed
    ]


def prepare(folder: Path) -> None:
    """What a machine has and a bare folder lacks: /proc, the network's names, the registries that this machine uses."""
    subprocess.run(["mount", "--types", "proc", "proc", str(folder / "proc")], check=True)
    names = [Path("/etc") / name for name in ("resolv.conf", "hosts", "pip.conf")]
    registries = [Path.home() / name for name in (".npmrc", ".config/pip/pip.conf")]
    for path in filter(Path.is_file, names + registries):
        target = folder / path.relative_to("/")
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(path, target)
    with (folder / "etc/hosts").open("a") as hosts:
        hosts.write(f"127.0.0.1 {NAME}\n")
    # A company's or a test bed's own authority, which an empty Debian does not know.
    trusted = (
        os.environ.get("SSL_CERT_FILE") or os.environ.get("PIP_CERT") or "/etc/ssl/certs/ca-certificates.crt"
    )
    shutil.copy(trusted, folder / AUTHORITIES.lstrip("/"))
    subprocess.run(
        ["git", "clone", "--quiet", "--bare", str(ROOT), str(folder / "mnt/plenary.git")], check=True
    )
    stand_in = folder / "usr/local/bin/systemctl"
    stand_in.write_text(SYSTEMCTL)
    stand_in.chmod(0o755)


FETCH = """import ssl, sys, urllib.request
trusting = ssl.create_default_context(cafile="/var/lib/caddy/.local/share/caddy/pki/authorities/local/root.crt")
print(urllib.request.urlopen(sys.argv[1], timeout=5, context=trusting).read().decode())"""


def wait_for(url: str, within_s: float, folder: Path) -> str:
    """The page at that address, asked for in there, trusting Caddy's own authority."""
    until = time.monotonic() + within_s
    while True:
        asked = ["chroot", str(folder), "python3", "-c", FETCH, url]
        answer = subprocess.run(asked, check=False, capture_output=True, text=True)
        if answer.returncode == 0:
            return answer.stdout
        if time.monotonic() > until:
            for log in (folder / "var/log").glob("*.log"):
                print(log.name, log.read_text(errors="replace")[-1500:], sep="\n")
            raise TimeoutError(f"{url} does not answer: {answer.stderr.strip().splitlines()[-1]}")
        time.sleep(0.2)


def end_everything_in(folder: Path) -> None:
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if Path(os.readlink(process / "root")) == folder.resolve():
                os.kill(int(process.name), signal.SIGKILL)
        except OSError:
            continue


def say(began: float, what: str) -> None:
    print(f"{time.monotonic() - began:6.0f} s  {what}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
