"""`python -m tests.fuzz.one TARGET [libFuzzer's options]`: one target, its modules watched for what they reach."""

import sys

import atheris  # type: ignore[import-untyped]

with atheris.instrument_imports(include=["plenary"]):
    from tests.fuzz.targets import TARGETS

if __name__ == "__main__":
    target = TARGETS[sys.argv.pop(1)]
    atheris.Setup(sys.argv, target)
    atheris.Fuzz()
