"""The HTTP API called as its own document says it may be called, and as it says it may not."""

import json
import os
import subprocess
import sys
import urllib.request
from pathlib import Path

from plenary.local import operator_secret_of
from tests.server_process import Server

# A short look; `make fuzz` takes a long one.
EXAMPLES = os.environ.get("TEST_API_EXAMPLES", "3")
PHASES = "coverage,fuzzing,stateful" if "TEST_API_EXAMPLES" in os.environ else "fuzzing"
# What a process of its own finds out gets what the rest of the machine leaves, and is waited for.
ANSWERED_WITHIN_S = "120"
CHECKS = "not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance"


def test_the_api_breaks_at_nothing_and_answers_as_it_says(tmp_path: Path):
    server = Server(tmp_path / "data")
    server.start()
    try:
        links = server.create(title="An event", code="HALL", prompts=["What now?"])
        with urllib.request.urlopen(f"{server.url}/api/v1/openapi.json") as answer:
            document = json.load(answer)
        # Codes that are not there are soon put off: then nothing else would be tried.
        for operations in document["paths"].values():
            for parameter in operations.get("parameters", ()):
                if parameter["name"] == "code":
                    parameter["schema"] = {"type": "string", "enum": ["HALL"]}
        file = tmp_path / "openapi.json"
        file.write_text(json.dumps(document))
        secrets = operator_secret_of(tmp_path / "data"), links.organiser.partition("#")[2]
        for secret in secrets:
            command = [
                str(Path(sys.executable).with_name("st")), "run", str(file), "--url", server.url, "--checks", CHECKS,
                "--max-examples", EXAMPLES, "--phases", PHASES, "--suppress-health-check", "all",
                "--request-timeout", ANSWERED_WITHIN_S,
                "--header", f"Authorization: Bearer {secret}",
            ]  # fmt: skip
            done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
            assert done.returncode == 0, done.stdout[-6_000:] + done.stderr[-2_000:]
            assert "No issues found" in done.stdout or "passed" in done.stdout, done.stdout[-2_000:]
    finally:
        server.stop()
