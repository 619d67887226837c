"""Exports over HTTP: made in the background, for whom they are, and gone afterwards."""

import io
import time
import zipfile
from typing import Any

import pytest

from plenary.deliberation.facts import AccessGranted
from plenary.deliberation.identity import secret_digest
from plenary.deliberation.vocabulary import GrantId, Role
from tests.archive.gatherings import FORUM
from tests.pages.test_reports import MODERATOR, WITHIN_S, Forum, forum  # noqa: F401 - a fixture

EXPORTS = f"/api/v1/events/{FORUM}/exports"
SECRET = "the-secret-of-the-organisers-link"
ORGANISER = {"authorization": f"Bearer {SECRET}"}


def organised(forum: Forum) -> None:  # noqa: F811
    forum.add(AccessGranted(GrantId("o"), Role.ORGANISER, secret_digest(SECRET)))
    # The hub follows when it next decides something.
    name = {"id": "x", "name": "Everybody"}
    assert (
        forum.client.post(f"/api/v1/events/{FORUM}/analyses", json=name, headers=MODERATOR).status_code == 201
    )


def exported(forum: Forum, wish: dict[str, str], headers: dict[str, str]) -> bytes:  # noqa: F811
    asked = forum.client.post(EXPORTS, json=wish, headers=headers)
    assert asked.status_code == 202
    address = f"{EXPORTS}/{asked.json()['id']}"
    end = time.monotonic() + WITHIN_S
    while not (state := forum.client.get(address, headers=headers).json())["is_ready"]:
        assert not state["has_failed"]
        assert time.monotonic() < end
        time.sleep(0.1)
    return forum.client.get(f"{address}/file", headers=headers).content


def test_a_moderator_gets_what_may_be_published(forum: Forum):  # noqa: F811
    content = exported(forum, {"format": "polis", "for": "public"}, MODERATOR)
    votes = zipfile.ZipFile(io.BytesIO(content)).read("votes.csv").decode()

    assert "camp0-person000" not in votes
    assert votes.count("\n") > 200


def test_an_organiser_gets_everything_in_one_archive(forum: Forum):  # noqa: F811
    organised(forum)
    content = exported(forum, {"format": "plenary", "for": "organiser"}, ORGANISER)

    assert content.startswith(b"SQLite format 3\0")


def test_every_export_says_whom_it_is_for(forum: Forum):  # noqa: F811
    organised(forum)
    for readers, said in (("public", b"FOR THE PUBLIC"), ("organiser", b"FOR THE ORGANISER")):
        for form in ("polis", "sensemaker", "tttc"):
            content = exported(forum, {"format": form, "for": readers}, ORGANISER)

            with zipfile.ZipFile(io.BytesIO(content)) as files:
                readme = next(name for name in files.namelist() if "README" in name)
                assert said in files.read(readme), (form, readers)
                tables = [name for name in files.namelist() if name.endswith(".csv")]
                assert tables
                assert all(files.read(name).count(b"\n") >= 1 for name in tables)


@pytest.mark.parametrize(
    ("wish", "status", "code"),
    [
        ({"format": "polis", "for": "organiser"}, 403, "organiser-only"),
        ({"format": "plenary", "for": "public"}, 422, "archive-not-for-public"),
        ({"format": "word", "for": "public"}, 422, "body-invalid"),
    ],
)
def test_what_a_moderator_may_not_have_is_refused(
    forum: Forum,  # noqa: F811
    wish: dict[str, Any],
    status: int,
    code: str,
):
    answer = forum.client.post(EXPORTS, json=wish, headers=MODERATOR)

    assert (answer.status_code, answer.json()) == (status, {"code": code})


def test_an_export_that_is_none_is_not_there(forum: Forum):  # noqa: F811
    assert forum.client.get(f"{EXPORTS}/none", headers=MODERATOR).status_code == 404
    assert forum.client.get(f"{EXPORTS}/none/file").status_code == 401
