from functools import partial

import pytest

from blog.sources.fetching.client import fetch
from blog.sources.fetching.limits import Limits
from blog.sources.fetching.robots import Robots, read_robots
from tests.sources.fetching.site import Pages, Site, answer

RULES = b"""\
User-agent: *
Disallow: /

User-agent: rejoinder
Disallow: /drafts/*.html$
Crawl-delay: 7
"""


def robots(pages: Pages) -> Robots:
    with Site(pages) as site:
        reading = partial(
            fetch, agent="Rejoinder/0", allow=site.allow, limits=Limits(seconds=5, received=700_000)
        )
        rules = read_robots(site.url + "/letters/a?b#c", fetch=reading)
    assert [request.split(b" ")[1] for request in site.requests] == [b"/robots.txt"]
    return rules


def test_a_site_is_asked_what_robots_of_our_name_may_read() -> None:
    rules = robots(lambda path: answer(RULES, "text/plain"))
    assert rules.is_known
    assert rules.may_fetch("https://harbourline.example/letters/a")
    assert not rules.may_fetch("https://harbourline.example/drafts/a.html")
    assert rules.delay == 7


@pytest.mark.parametrize("status", ["404 Not Found", "403 Forbidden", "410 Gone"])
def test_a_site_without_rules_forbids_nothing(status: str) -> None:
    rules = robots(lambda path: answer(RULES, "text/plain", status=status))
    assert rules.may_fetch("https://harbourline.example/drafts/a.html")
    assert rules.delay == 0


@pytest.mark.parametrize(
    "page",
    [answer(b"", status="503 Busy"), b"", answer(b"a" * 800_000, "text/plain")],
    ids=["503", "broken", "huge"],
)
def test_a_site_that_cannot_be_asked_is_left_alone(page: bytes) -> None:
    rules = robots(lambda path: page)
    assert not rules.is_known
    assert not rules.may_fetch("https://harbourline.example/")


def test_rules_with_many_stars_are_matched_in_a_moment() -> None:
    rules = robots(lambda path: answer(b"User-agent: *\nDisallow: /" + b"*a" * 900 + b"*b$", "text/plain"))
    assert rules.may_fetch("https://harbourline.example/" + "a" * 1_900)


def test_bytes_that_are_no_rules_forbid_nothing() -> None:
    rules = robots(lambda path: answer(bytes(range(256)) * 100, "text/plain"))
    assert rules.may_fetch("https://harbourline.example/")
