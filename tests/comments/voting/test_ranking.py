"""Rank is the lower bound of the Wilson score interval."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from blog.comments.voting.ranking import lower_bound


@pytest.mark.parametrize(
    ("up", "down", "bound"),
    [(0, 0, 0), (1, 0, 0.3784), (5, 0, 0.7527), (10, 1, 0.7395), (60, 40, 0.5361), (100, 10, 0.8677)],
)  # fmt: skip
def test_the_bound_is_that_of_others_who_rank_so(up: int, down: int, bound: float) -> None:
    assert lower_bound(up, up + down) == pytest.approx(bound, abs=1e-3)


@given(st.integers(0, 10_000))
def test_one_more_vote_never_ranks_lower(votes: int) -> None:
    assert 0 <= lower_bound(votes, votes) < lower_bound(votes + 1, votes + 1) <= 1
