"""Paths: byte order is reading order."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from blog.comments.threads.paths import MOST_LEVELS, ancestors, below, path_to, refuse_too_deep
from blog.database import HIGHEST_ID
from blog.errors import Invalid

ids = st.integers(1, HIGHEST_ID)
chains = st.lists(ids, min_size=1, max_size=8)


def path_of(chain: list[int]) -> bytes:
    path = b""
    for comment_id in chain:
        path = path_to(comment_id, path)
    return path


@given(chains)
def test_a_path_names_those_above_from_the_root_down(chain: list[int]) -> None:
    assert ancestors(path_of(chain)) == chain[:-1]


@given(chains, chains)
def test_paths_sort_as_lists_of_ids_do(one: list[int], other: list[int]) -> None:
    assert (path_of(one) < path_of(other)) == (one < other)


@given(chains, chains)
def test_what_stands_below_is_one_range(above: list[int], other: list[int]) -> None:
    first, end = below(path_of(above))
    assert (first <= path_of(other) < end) == (other[: len(above)] == above)
    assert first <= path_of(above + other) < end


def test_a_thread_has_a_greatest_depth_which_is_named() -> None:
    refuse_too_deep(MOST_LEVELS - 1)
    with pytest.raises(Invalid, match=f"{MOST_LEVELS} answers deep") as refused:
        refuse_too_deep(MOST_LEVELS)
    assert refused.value.field == "body"
