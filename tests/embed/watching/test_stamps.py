import pytest

from blog.embed.watching.stamps import is_counters, is_dates, unstamped


@pytest.mark.parametrize(
    "line",
    [
        "Last updated: 3 May 2031",
        "Last Modified on May 3rd, 2031 at 14:05 UTC",
        "2031-05-03T14:05:00Z",
        "Monday, 5 May 2031",
        "Stand: 3.5.2031",
        "3 hours ago",
        "vor 3 Tagen",
        "il y a 2 heures",
        "Mise à jour le 3 mai 2031",
        "14:05",
        "2031年5月3日",
        "May 2031",
    ],
)
def test_a_line_of_dates_is_known(line: str) -> None:
    assert is_dates(line)


@pytest.mark.parametrize(
    "line",
    [
        "",
        "Boats",
        "Updated",
        "Effective 3 May 2031",
        "From 3 May 2031",
        "Until 14:05",
        "No boats on 3 May 2031",
        "The last boat leaves at 22:15",
        "Sailings on Monday end",
        "1.5",
        "12",
    ],
)
def test_what_is_said_of_a_date_is_no_line_of_dates(line: str) -> None:
    assert not is_dates(line)


@pytest.mark.parametrize(
    "line",
    [
        "12 comments",
        "1.2K likes · 30 shares",
        "Comments (4)",
        "5 min read",
        "Views: 1,204",
        "3 likes, yesterday",
    ],
)
def test_a_line_of_counters_is_known(line: str) -> None:
    assert is_counters(line)


@pytest.mark.parametrize(
    "line", ["", "12", "12 passengers", "No comments on boats", "We read 12 comments", "Views"]
)
def test_what_is_said_of_numbers_is_no_counter(line: str) -> None:
    assert not is_counters(line)


@pytest.mark.parametrize(
    ("one", "other", "is_same"),
    [
        ("By Ines, updated 3 May 2031.", "By Ines, updated 4 May 2031.", True),
        ("© 2030 Harbourline", "© 2029-2031 Harbourline", True),
        ("Updated fares apply from 3 May 2031.", "Updated fares apply from 4 May 2031.", False),
        ("By Ines, updated 3 May 2031.", "By Ada, updated 3 May 2031.", False),
        ("In 2030 we sold Harbourline", "In 2031 we sold Harbourline", False),
    ],
)
def test_a_stamp_is_taken_from_its_line_and_no_more(one: str, other: str, is_same: bool) -> None:
    assert (unstamped(one) == unstamped(other)) is is_same


def test_a_long_line_takes_no_time() -> None:
    line = "updated on 3 May " * 20_000 + "3 3 3 3 " * 20_000
    assert not is_dates(line)
    assert not is_counters(line)
    assert unstamped(line)
