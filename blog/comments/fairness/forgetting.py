"""Forgetting the people of old complaints: what was complained of and decided stays, who complained does not."""

from datetime import timedelta

import sqlalchemy as sa

from blog.clock import now
from blog.comments.fairness.models import Complaint
from blog.extensions import db

# As long as somebody may come back to an answer, or take it to a court, in most places where such terms are short.
KNOWN_FOR = timedelta(days=365)


def forget_complainants() -> None:
    """Take name and address out of the complaints that were answered longer ago than `KNOWN_FOR`."""
    old = Complaint.closed_at < now() - KNOWN_FOR
    db.session.execute(sa.update(Complaint).where(old, Complaint.email != "").values(name="", email=""))
