import os
import subprocess
import sys

import pytest

RANK = (
    "import os; from plenary.__main__ import main\n"
    "try: main(['--version'])\n"
    "except SystemExit: print(os.sched_getscheduler(0) == os.SCHED_IDLE)"
)


@pytest.mark.skipif(not hasattr(os, "SCHED_IDLE"), reason="this system has no idle policy")
@pytest.mark.parametrize(("started", "gives_way"), [({"PLENARY_BACKGROUND": "1"}, True), ({}, False)])
def test_only_a_process_that_a_server_started_comes_second(started: dict[str, str], gives_way: bool):
    said = subprocess.run(
        [sys.executable, "-c", RANK], env=os.environ | started, capture_output=True, text=True, check=True
    )

    assert said.stdout.split()[-1] == str(gives_way)
