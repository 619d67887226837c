import asyncio
import os
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pytest

from plenary.background import processor_s
from plenary.reporting import making
from tests.archive.town import TOWN, town

RANK = (
    "import os; from plenary.__main__ import main\n"
    "try: main(['--version'])\n"
    "except SystemExit: print(os.sched_getscheduler(0) == os.SCHED_IDLE)"
)


@pytest.mark.skipif(not hasattr(os, "SCHED_IDLE"), reason="this system has no idle policy")
@pytest.mark.parametrize(
    ("started", "gives_way"),
    [({"PLENARY_BACKGROUND": "idle"}, True), ({"PLENARY_BACKGROUND": "low"}, False), ({}, False)],
)
def test_only_a_process_that_a_server_started_comes_second(started: dict[str, str], gives_way: bool):
    said = subprocess.run(
        [sys.executable, "-c", RANK], env=os.environ | started, capture_output=True, text=True, check=True
    )

    assert said.stdout.split()[-1] == str(gives_way)


@pytest.mark.skipif(not hasattr(os, "SCHED_IDLE"), reason="this system has no idle policy")
async def test_a_report_that_gets_nothing_of_the_machine_is_begun_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(making, "STARVED_AFTER_S", 0.0)
    looked_at: list[int] = []

    def next_to_nothing(process: int) -> float:
        looked_at.append(process)
        return -1.0

    monkeypatch.setattr(making, "processor_s", next_to_nothing)
    data = await asyncio.to_thread(town, tmp_path / "data")
    maker = making.Maker(("--data", str(data)))
    output = tmp_path / "out.zip"

    await maker.export(TOWN, ["--format", "polis"], output, lambda records: None)

    assert zipfile.is_zipfile(output)
    assert len(looked_at) == 1  # the second time it is not passed over, so nobody looks


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells")
def test_a_process_is_asked_how_much_of_the_processor_it_has_had():
    before = processor_s(os.getpid())
    assert before is not None
    until = time.process_time() + 0.05
    while time.process_time() < until:
        pass
    after = processor_s(os.getpid())

    assert after is not None
    assert after > before
    assert processor_s(2**22 + 1) is None
