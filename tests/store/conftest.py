"""An open store of each kind, one after the other; and a Redis for all tests that need no other."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from tests.store import stores
from tests.store.redis_server import RedisServer, redis_server
from tests.store.redis_several import Guarded, Shared, guarded, sharing
from tests.store.stores import PLACES, Place, Store


@pytest.fixture(scope="session")
def shared_redis() -> Iterator[RedisServer]:
    with redis_server() as server:
        yield server


@pytest.fixture(scope="session")
def shared_sentinel() -> Iterator[Guarded]:
    with guarded() as servers:
        yield servers


@pytest.fixture(scope="session")
def shared_cluster() -> Iterator[Shared]:
    with sharing() as servers:
        yield servers


@pytest.fixture
def place(request: pytest.FixtureRequest) -> Place:
    """Where a store keeps things; Redis runs if that is the place."""
    chosen: Place = request.param
    if chosen.name in stores.REDIS:
        stores.redis_urls[chosen.name] = request.getfixturevalue(f"shared_{chosen.name}").url
    return chosen


@pytest.fixture
async def store(place: Place, tmp_path: Path) -> AsyncIterator[Store]:
    async with place.opened(tmp_path / "data") as store:
        yield store


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if {"place", "store"} & set(metafunc.fixturenames):
        metafunc.parametrize(
            "place",
            [place.as_parameter() for place in getattr(metafunc.module, "places", PLACES)],
            indirect=True,
        )
