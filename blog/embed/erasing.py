"""Erasing: when the words of a kept copy go for good, so does what was noted of them beside quotations.

What an author quoted stays, since it is the post's own; so do the verdict and where the words stood.
"""

from typing import Any

import sqlalchemy as sa

from blog.embed.models import Quotation, Repost
from blog.extensions import db
from blog.sources.models import Snapshot, Text

# What is said of a quotation without a word of the statement's that was not quoted.
WORDLESS = ("folds", "shown", "emphasis", "occurrences", "first", "unmet", "outside")


def forget_words(snapshot: Snapshot) -> None:
    """Erase what posts' quotations and statements hold of the copy's words, beyond what they quote."""
    texts = sa.select(Text.id).where(Text.snapshot_id == snapshot.id)
    for quotation in db.session.scalars(sa.select(Quotation).where(Quotation.text_id.in_(texts))):
        quotation.exact = quotation.prefix = quotation.suffix = quotation.fragment = ""
        quotation.evidence = _wordless(quotation.evidence)
    db.session.execute(sa.update(Repost).where(Repost.text_id.in_(texts)).values(fragment=""))


def _wordless(evidence: dict[str, Any]) -> dict[str, Any]:
    left_out = [{"words": one["words"], "text": ""} for one in evidence.get("omissions", ())]
    kept = {name: evidence[name] for name in WORDLESS if name in evidence}
    return {"folds": [], "diff": []} | kept | ({"omissions": left_out} if left_out else {})
