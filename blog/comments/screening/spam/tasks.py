"""The job of this room: learning again each night."""

from blog.comments.screening.spam.keeping import add, learned_from, to_learn_from
from blog.extensions import db
from blog.jobs import daily
from blog.transactions import writing

TASK = "learn spam"


@daily(TASK)
def learn_again() -> None:
    """Learn from what people decided, if they decided anything since."""
    samples = to_learn_from()
    db.session.rollback()  # nothing is read any more, and learning takes a while
    if samples:
        model = learned_from(samples)
        with writing():
            add(model)
