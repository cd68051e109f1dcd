from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from blog.embed.watching import aligning
from blog.embed.watching.aligning import Gap, Run, gaps, runs

ITEMS = st.lists(st.sampled_from("abcdefghijkl"), max_size=40)


def check(before: Sequence[str], after: Sequence[str], found: list[Run]) -> None:
    was = now = 0
    for run in found:
        assert run.size > 0
        assert run.before >= was
        assert run.after >= now
        was, now = run.before + run.size, run.after + run.size
        assert before[run.before : was] == after[run.after : now]
    assert was <= len(before)
    assert now <= len(after)


@given(ITEMS, ITEMS)
def test_runs_are_equal_and_in_order(before: list[str], after: list[str]) -> None:
    check(before, after, runs(before, after))


@given(ITEMS, ITEMS)
def test_so_are_those_of_long_stretches(before: list[str], after: list[str]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(aligning, "MOST_PAIRS", 20)
        check(before, after, runs(before, after))


@given(ITEMS)
def test_a_sequence_is_itself(items: list[str]) -> None:
    assert runs(items, list(items)) == ([Run(0, 0, len(items))] if items else [])


@given(ITEMS, ITEMS)
def test_runs_and_gaps_make_the_whole(before: list[str], after: list[str]) -> None:
    found = runs(before, after)
    parts = gaps(found, Gap((0, len(before)), (0, len(after))))
    assert sum(run.size for run in found) + sum(
        end - start for start, end in (gap.before for gap in parts)
    ) == len(before)
    assert sum(run.size for run in found) + sum(
        end - start for start, end in (gap.after for gap in parts)
    ) == len(after)


def test_what_stands_once_in_both_is_believed_before_what_repeats() -> None:
    before, after = list("xaxbx"), list("bxxax")
    assert any(before[run.before] == "a" for run in runs(before, after)) or any(
        before[run.before] == "b" for run in runs(before, after)
    )


def test_edits_far_apart_are_found_in_a_long_sequence_of_few_words() -> None:
    before = [f"word{n * n % 97}" for n in range(12_000)]
    after = [*before[:50], "new", *before[50:6_000], *before[6_010:]]
    assert sum(run.size for run in runs(before, after)) > 11_900
