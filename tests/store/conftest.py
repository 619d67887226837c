"""An open store of each kind, one after the other."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.store.stores import PLACES, Place, Store


@pytest.fixture(params=PLACES, ids=lambda place: place.name)
async def store(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Store]:
    place: Place = request.param
    async with place.opened(tmp_path / "data") as store:
        yield store
