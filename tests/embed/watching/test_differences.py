import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from blog.embed.watching.differences import Became, blocks_compared, passages_changed, word_diff
from blog.embed.watching.words import folded_words
from tests.embed.statements import blocks_of
from tests.embed.watching.pages import SENTENCES


def compared(before: list[str], after: list[str]) -> list[tuple[str, str, str]]:
    changes = blocks_compared(blocks_of(*before), blocks_of(*after))
    return [
        (
            change.kind.value,
            change.before.text if change.before else "",
            change.after.text if change.after else "",
        )
        for change in changes
    ]


A, B, C, D, E = SENTENCES


def test_a_block_stays_changes_comes_and_goes() -> None:
    edited = B.replace("nine", "twelve")
    assert compared([A, B, C, D], [A, edited, E, D]) == [
        ("equal", A, A),
        ("changed", B, edited),
        ("added", "", E),
        ("removed", C, ""),
        ("equal", D, D),
    ]


def test_a_block_that_moved_stands_once_where_it_is_now() -> None:
    assert compared([A, B, C, D], [D, A, B, C]) == [
        ("moved", D, D),
        *(("equal", text, text) for text in (A, B, C)),
    ]


def test_a_moved_block_is_not_taken_for_a_changed_one() -> None:
    fares = ["The fare for adults is 5.", "The fare for dogs is 1.", "The fare for bikes is 2."]
    kinds = [kind for kind, _, _ in compared(fares, [fares[2], fares[0], fares[1]])]
    assert sorted(kinds) == ["equal", "equal", "moved"]


def test_a_paragraph_that_is_only_parted_in_two_is_equal() -> None:
    assert compared([A, f"{B} {C}", D], [A, B, C, D]) == [
        ("equal", A, A),
        ("equal", f"{B} {C}", B),
        ("equal", "", C),
        ("equal", D, D),
    ]


def test_a_line_that_shares_a_word_with_a_paragraph_is_not_that_paragraph() -> None:
    assert [kind for kind, _, _ in compared([A, "Season tickets", D], [A, C, D])] == [
        "equal",
        "added",
        "removed",
        "equal",
    ]


@pytest.mark.parametrize(
    ("after", "count"),
    [
        ([A, B, C, D], 0),
        ([D, A, B, C], 0),
        ([A, B.replace("nine", "ten"), C.replace("every", "any"), D], 1),
        ([A.replace("first", "last"), B, C, D + " Or not."], 2),
        ([A, C, D], 1),
    ],
)
def test_passages_are_counted_by_where_they_stand(after: list[str], count: int) -> None:
    assert passages_changed(blocks_compared(blocks_of(A, B, C, D), blocks_of(*after))) == count


def test_a_word_diff_reads_as_one_would_say_it() -> None:
    assert word_diff("We will end the night boats.", "We may not end the “night” boats.") == [
        ("equal", "We "),
        ("delete", "will "),
        ("insert", "may not "),
        ("equal", "end the "),
        ("insert", "“"),
        ("equal", "night"),
        ("insert", "” "),
        ("equal", "boats."),
    ]


def test_a_word_that_went_from_the_end_keeps_its_distance() -> None:
    assert word_diff("Night boats end", "Night boats") == [("equal", "Night boats"), ("delete", " end")]


TEXTS = st.text(st.sampled_from("ab c.’\n–夜"), max_size=40).map(str.strip)


@given(TEXTS, TEXTS)
def test_a_word_diff_holds_both_texts(before: str, after: str) -> None:
    diff = word_diff(before, after)
    assert "".join(text for kind, text in diff if kind != "delete") == after
    assert folded_words("x " + "".join(text for kind, text in diff if kind != "insert")) == folded_words(
        "x " + before
    )


LINES = st.lists(st.sampled_from([*SENTENCES, "Yes", "No", "—", A.replace("will", "may")]), max_size=12)


@given(LINES, LINES)
def test_every_block_is_accounted_for(before: list[str], after: list[str]) -> None:
    was, now = blocks_of(*before), blocks_of(*after)
    changes = blocks_compared(was, now)
    assert [change.after for change in changes if change.after] == now
    seen = [change.before.id for change in changes if change.before]
    assert len(seen) == len(set(seen))
    for change in changes:
        if change.kind is Became.MOVED:
            assert change.before
            assert change.after
            assert change.before.text == change.after.text


@pytest.mark.parametrize("after", ["turned", "same", "edited", "new"])
def test_twelve_thousand_blocks_are_compared_in_seconds(after: str) -> None:
    """Quadratic time would take an hour, and this bound leaves a slow machine some room."""
    before = [f"{SENTENCES[n % 5]} Item {n} of {n * 7 % 12_007}." for n in range(12_000)]
    texts = {
        "turned": before[::-1],
        "same": ["The same line again."] * 12_000,
        "edited": [text.replace("night", "late") for text in before],
        "new": [f"Gulls {n} of the harbour number {n * 3}." for n in range(12_000)],
    }[after]
    was, now = blocks_of(*before), blocks_of(*texts)
    started = time.process_time()
    blocks_compared(was, now)
    assert time.process_time() - started < 60
