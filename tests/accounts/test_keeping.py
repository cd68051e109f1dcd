"""Text of the signed-out is kept for its day, within bounds."""

import pytest
import sqlalchemy as sa
from flask import Flask

from blog.accounts import keeping
from blog.accounts.models import KeptText
from blog.errors import TooLarge
from blog.extensions import db
from blog.jobs import run_due
from blog.transactions import writing
from tests.conftest import Clock


def keep(words: str = "Written for an hour.") -> None:
    with writing():
        keeping.keep("/account/", {"name": words})


def waiting() -> int:
    return db.session.scalar(sa.select(sa.func.count(KeptText.digest))) or 0


def test_a_job_deletes_it_when_its_day_is_over(context: Flask, stopped_clock: Clock) -> None:
    keep()
    stopped_clock.move(hours=23)
    keep("Later.")
    run_due()
    assert waiting() == 2
    stopped_clock.move(hours=1)
    assert run_due() == 1
    assert waiting() == 1
    stopped_clock.move(hours=23)
    run_due()
    assert waiting() == 0


def test_more_than_the_site_keeps_is_refused_and_says_where_the_text_is(
    context: Flask, stopped_clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keeping, "MOST_WAITING", 2)
    keep()
    keep()
    with pytest.raises(TooLarge, match="your browser still has yours"):
        keep()
    stopped_clock.move(hours=24)
    keep()
    assert waiting() == 1
