"""When to look again."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from blog.embed.checking.schedule import FIRST_RETRY, LONGEST, next_look
from blog.sources.models import Outcome

NOW = datetime(2025, 6, 1, 12, tzinfo=UTC)


def pause(days: float, outcome: Outcome = Outcome.UNCHANGED, failures: int = 0) -> timedelta:
    changed = NOW - timedelta(days=days)
    return next_look(NOW, changed_at=changed, outcome=outcome, failures=failures) - NOW


def test_a_fresh_change_is_looked_at_within_the_hour() -> None:
    assert pause(0) == timedelta(hours=1)


def test_what_has_stood_for_a_year_is_looked_at_monthly() -> None:
    assert pause(365) == LONGEST


@given(st.floats(0, 2000), st.floats(0, 2000))
def test_pauses_only_grow_while_nothing_changes(one: float, other: float) -> None:
    assert pause(min(one, other)) <= pause(max(one, other))


def test_a_failed_look_is_tried_again_soon_and_then_ever_later() -> None:
    pauses = [pause(365, Outcome.FAILED, n) for n in range(1, 40)]
    assert pauses[0] == FIRST_RETRY
    assert pauses == sorted(pauses)
    assert pauses[-1] == LONGEST
