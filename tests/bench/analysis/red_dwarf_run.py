"""Run by the Python of red-dwarf's environment: its whole Polis pipeline over a file of votes; prints CPU seconds."""

import json
import sys
import time

from reddwarf.implementations.polis import run_pipeline  # type: ignore[import-not-found]

with open(sys.argv[1], encoding="utf-8") as file:
    votes = json.load(file)
began = time.process_time()
run_pipeline(votes=votes)
print(time.process_time() - began)
