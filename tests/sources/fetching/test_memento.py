import json
from datetime import UTC, datetime, timedelta, timezone
from functools import partial

import pytest

from blog.sources.fetching.client import Fetch, fetch
from blog.sources.fetching.limits import Limits
from blog.sources.fetching.memento import Memento, closest, memento_at, memento_of, push, unframed
from tests.sources.fetching.site import Site, answer, moved

LETTER = "https://harbourline.example/letter?a=1&b=2"
COPY = "http://archive.example/web/20240102030405/https://harbourline.example/letter"
WHEN = datetime(2024, 1, 2, 5, 4, 5, tzinfo=timezone(timedelta(hours=2)))


def asking(site: Site) -> Fetch:
    return partial(fetch, agent="Rejoinder/0", allow=site.allow, limits=Limits(seconds=5))


@pytest.mark.parametrize(
    ("url", "original", "at"),
    [
        ("https://web.archive.org/web/20240102030405/https://a.example/?b", "https://a.example/?b", "20240102030405"),
        ("https://web.archive.org/web/20240102030405id_/http://a.example/", "http://a.example/", "20240102030405"),
        ("https://web.archive.org/web/2024/https:/a.example/b", "https://a.example/b", "20240101000000"),
        ("https://archive.ph/202405/https://a.example/b", "https://a.example/b", "20240501000000"),
        ("https://kept.example/all/wayback/20240229120000/http://a.example/", "http://a.example/", "20240229120000"),
    ],
)  # fmt: skip
def test_a_copy_in_an_archive_is_known_by_its_address(url: str, original: str, at: str) -> None:
    assert memento_of(url) == Memento(original, datetime.strptime(at, "%Y%m%d%H%M%S").replace(tzinfo=UTC))


@pytest.mark.parametrize(
    "url",
    [
        "https://harbourline.example/blog/2024/letter.html", "https://harbourline.example/2024/01/02/letter",
        "https://web.archive.org/web/20241399000000/https://a.example/", "https://web.archive.org/web/*/https://a.example/",
        "https://web.archive.org/web/20240102030405/javascript:alert(1)", "https://web.archive.org/", "",
        "https://web.archive.org/web/20240102030405/https://ines:secret@a.example/", "https://[::1/web/2024/https://a.example/",
    ],
)  # fmt: skip
def test_other_addresses_are_no_copies(url: str) -> None:
    assert memento_of(url) is None


@pytest.mark.parametrize("copy", ["20240102030405", "20240102030405if_"])
def test_a_copy_can_be_had_without_the_archives_bar(copy: str) -> None:
    bare = "https://web.archive.org/web/20240102030405id_/https://a.example/2024/b"
    assert unframed(f"https://web.archive.org/web/{copy}/https://a.example/2024/b") == bare
    assert unframed(bare) == bare


@pytest.mark.parametrize(
    ("header", "at"),
    [
        ("Tue, 02 Jan 2024 03:04:05 GMT", datetime(2024, 1, 2, 3, 4, 5, tzinfo=UTC)),
        ("", None), ("yesterday", None), ("Tue, 99 Jan 2024 03:04:05 GMT", None),
    ],
)  # fmt: skip
def test_a_copy_says_in_its_header_when_it_was_received(header: str, at: datetime | None) -> None:
    with Site(lambda path: answer(b"<p>Fees", memento_datetime=header)) as site:
        assert memento_at(asking(site)(site.url)) == at


def _found(url: object, available: object = True) -> bytes:
    return json.dumps({"archived_snapshots": {"closest": {"available": available, "url": url}}}).encode()


def test_the_copy_nearest_to_a_moment_is_asked_for() -> None:
    with Site(lambda path: answer(_found(COPY), "application/json")) as site:
        assert closest(LETTER, WHEN, fetch=asking(site), base=site.url) == COPY
    query = b"url=https%3A%2F%2Fharbourline.example%2Fletter%3Fa%3D1%26b%3D2&timestamp=20240102030405"
    assert site.requests[0].startswith(b"GET /wayback/available?" + query + b" ")


def test_the_wayback_machines_copies_are_opened_securely() -> None:
    copy = COPY.replace("archive.example", "web.archive.org")
    with Site(lambda path: answer(_found(copy), "application/json")) as site:
        found = closest(LETTER, WHEN, fetch=asking(site), base=site.url)
    assert found == copy.replace("http://web", "https://web")


@pytest.mark.parametrize(
    "said",
    [
        b'{"archived_snapshots": {}}', b"{}", b"[]", b"null", b"", b"<html>", b"[" * 100_000, b"\xff",
        _found(COPY, available=False), _found("javascript:alert(1)"), _found(None), _found(7), _found(["a"]),
    ],
)  # fmt: skip
def test_an_archive_that_has_nothing_or_talks_nonsense_gives_none(said: bytes) -> None:
    with Site(lambda path: answer(said, "application/json")) as site:
        assert closest(LETTER, WHEN, fetch=asking(site), base=site.url) is None


def test_an_archive_that_cannot_be_reached_gives_none() -> None:
    with Site(lambda path: b"") as site:
        pass
    assert closest(LETTER, WHEN, fetch=asking(site), base=site.url) is None
    assert push(LETTER, fetch=asking(site), base=site.url) is None


def test_an_archive_asked_to_save_tells_where_by_redirecting_there() -> None:
    def pages(path: str) -> bytes:
        return moved(f"/web/20240102030405/{LETTER}") if path.startswith("/save/") else answer(b"<p>Fees")

    with Site(pages) as site:
        assert push(LETTER, fetch=asking(site), base=site.url) == f"{site.url}/web/20240102030405/{LETTER}"
    assert site.requests[0].startswith(f"GET /save/{LETTER} ".encode())


def test_or_in_a_header() -> None:
    saved = f"/web/20240102030405/{LETTER}"
    with Site(lambda path: answer(b"<p>Saved", content_location=saved)) as site:
        assert push(LETTER, fetch=asking(site), base=site.url) == site.url + saved


@pytest.mark.parametrize("status", ["200 OK", "429 Too Many Requests", "503 Busy"])
def test_an_archive_that_saved_nothing_gives_none(status: str) -> None:
    with Site(lambda path: answer(b"<p>Later", status=status)) as site:
        assert push(LETTER, fetch=asking(site), base=site.url) is None
