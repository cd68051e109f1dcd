from dataclasses import replace
from datetime import UTC, datetime

import pytest

from blog.embed.ladder import Passage, RungKind, best, robust_link, rungs, wayback_url
from blog.sources.models import SourceState

URL = "https://harbourline.example/terms"
KEPT = "https://blog.example/statements/4/versions/2/#block-7"
ARCHIVED = "https://archive.example/20260102030405/https://harbourline.example/terms"
PASSAGE = Passage(
    url=URL,
    state=SourceState.LIVE,
    fragment=":~:text=We%20sail",
    anchor="rules",
    copy_url=KEPT,
    archive_url=ARCHIVED,
    kept_at=datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC),
)
P, S, C, A, W = RungKind.PASSAGE, RungKind.SECTION, RungKind.COPY, RungKind.ARCHIVE, RungKind.PAGE


def kinds(**known: object) -> list[RungKind]:
    return [rung.kind for rung in rungs(replace(PASSAGE, **known))]  # type: ignore[arg-type]


def test_the_passage_in_the_original_comes_first_and_falls_back_on_its_section() -> None:
    assert [(rung.kind, rung.url) for rung in rungs(PASSAGE)] == [
        (P, f"{URL}#rules:~:text=We%20sail"),
        (S, f"{URL}#rules"),
        (C, KEPT),
        (A, f"{ARCHIVED}#:~:text=We%20sail"),
        (W, URL),
    ]


@pytest.mark.parametrize("state", [SourceState.LIVE, SourceState.CHANGED, SourceState.UNSEEN])
def test_an_original_that_is_there_is_led_to(state: SourceState) -> None:
    assert kinds(state=state) == [P, S, C, A, W]


def test_a_page_that_is_gone_is_not_led_to() -> None:
    assert kinds(state=SourceState.GONE) == [C, A]


def test_a_page_that_refuses_us_may_still_show_itself_to_readers() -> None:
    assert kinds(state=SourceState.BLOCKED) == [C, A, W]


def test_a_page_that_keeps_browsers_at_its_top_is_no_better_than_the_kept_copy() -> None:
    assert kinds(loads_at_top=True) == [C, A, W]


def test_words_that_the_original_lost_are_read_in_the_kept_copy() -> None:
    assert kinds(state=SourceState.CHANGED, stands=False) == [C, A, W]


def test_without_a_fragment_the_section_is_best_and_without_that_the_kept_copy() -> None:
    assert kinds(fragment="") == [S, C, A, W]
    assert kinds(fragment="", anchor="") == [C, A, W]
    assert kinds(anchor="") == [P, C, A, W]


def test_a_copy_that_was_taken_down_is_not_led_to() -> None:
    assert kinds(state=SourceState.GONE, copy_url="") == [A]


def test_where_nothing_is_left_there_is_no_way() -> None:
    lost = replace(PASSAGE, state=SourceState.GONE, copy_url="", archive_url="")
    assert rungs(lost) == [] and best(lost) is None


def test_what_has_no_address_on_the_web_is_read_here() -> None:
    assert kinds(url="", archive_url="") == [C]
    assert kinds(url="urn:isbn:0451450523", archive_url="") == [C]


def test_the_best_way_is_the_first() -> None:
    assert best(PASSAGE) == rungs(PASSAGE)[0]


def test_each_way_says_where_it_leads() -> None:
    labels = [rung.label for rung in rungs(PASSAGE)]
    assert len(set(labels)) == len(labels) == 5 and "kept copy" in labels[2]


@pytest.mark.parametrize(
    ("anchor", "address"),
    [("§ 3", "#%C2%A7%203"), ("a:~:b", "#a%3A~%3Ab"), ("x#y", "#x%23y"), ("Nutzung", "#Nutzung")],
)
def test_an_anchor_is_encoded_and_begins_no_directive(anchor: str, address: str) -> None:
    assert rungs(replace(PASSAGE, anchor=anchor))[1].url == URL + address


def test_an_anchor_takes_the_place_of_the_address_s_own() -> None:
    assert rungs(replace(PASSAGE, url=URL + "#top"))[0].url == f"{URL}#rules:~:text=We%20sail"


def test_an_archive_is_asked_for_the_time_the_words_were_seen() -> None:
    assert PASSAGE.kept_at is not None
    assert wayback_url(URL + "#top", PASSAGE.kept_at) == f"https://web.archive.org/web/20260102030405/{URL}"


def test_a_robust_link_names_the_original_a_version_of_it_and_its_day() -> None:
    assert robust_link(PASSAGE) == {
        "data-originalurl": URL,
        "data-versionurl": ARCHIVED,
        "data-versiondate": "2026-01-02",
    }
    assert robust_link(replace(PASSAGE, archive_url=""))["data-versionurl"] == KEPT
    assert robust_link(replace(PASSAGE, archive_url="", copy_url="", kept_at=None)) == {
        "data-originalurl": URL
    }
