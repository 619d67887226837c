"""Whatever reads bytes from outside refuses them or reads them, and does nothing else.

A short look, by bytes that change what the kept corpus has. Guided by what the code does, atheris looks for a minute at
each beside all the tests, and `make fuzz` for long.
"""

import random

import pytest

from tests.fuzz.targets import TARGETS, longest_bytes, seeds

MUTANTS = 3_000
SLOW = {"archives": 1_000, "zips": 1_000, "imports": 1_000, "headers": 1_000}
INTERESTING = [
    b"",
    b"\x00",
    b"\xff" * 4,
    b"\x80",
    b"{}",
    b"[" * 50,
    b'"',
    b"\r\n",
    b",",
    b"\xe2\x80\xae",
    b"1e999",
]


def mutant(data: bytes, rng: random.Random) -> bytes:
    """The data with a few bytes changed, taken out, doubled or put in."""
    changed = bytearray(data)
    for _ in range(rng.randint(1, 6)):
        at, length = rng.randint(0, len(changed)), rng.randint(0, 12)
        match rng.randrange(4):
            case 0:
                changed[at:at] = rng.choice(INTERESTING)
            case 1:
                del changed[at : at + length]
            case 2:
                changed[at : at + length] = rng.randbytes(length)
            case _:
                changed[at:at] = changed[at : at + length] * rng.randint(1, 20)
    return bytes(changed)


@pytest.mark.parametrize("name", TARGETS)
def test_a_reader_refuses_what_it_cannot_read_and_never_breaks(name: str):
    target, corpus = TARGETS[name], seeds(name)
    assert corpus != []
    seed = random.SystemRandom().randrange(2**32)
    rng = random.Random(seed)
    for data in corpus:
        target(data)
    for _ in range(SLOW.get(name, MUTANTS)):
        data = mutant(rng.choice(corpus), rng)
        try:
            target(data)
        except BaseException:
            print(f"{name}, seed {seed}: {data[:200]!r}, {len(data)} bytes")
            raise


@pytest.mark.parametrize("name", TARGETS)
def test_no_seed_is_too_long_to_begin_with(name: str):
    assert max((len(seed) for seed in seeds(name)), default=0) <= longest_bytes(name)
