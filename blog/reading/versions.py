"""A comment's words over time, as a page shows them."""

from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from blog.comments.models import Comment
from blog.comments.writing.editing import published_versions
from blog.embed.watching.differences import word_diff
from blog.reading.words import moment_words
from blog.site import Site


@dataclass(frozen=True, slots=True)
class WordsThen:
    """A comment's words from a moment on.

    `diff` are runs ("equal" | "delete" | "insert", text), against the words before.
    """

    title: str
    at: datetime
    at_words: str
    diff: list[tuple[str, str]]


def words_over_time(comment: Comment, site: Site) -> list[WordsThen]:
    """All that others could ever read of the comment, the latest first."""
    kept = published_versions(comment)
    bodies = [version.body for version in kept] + [comment.body]
    since = [comment.created_at] + [version.replaced_at for version in kept]
    diffs = [[("equal", bodies[0])]] + [word_diff(before, after) for before, after in pairwise(bodies)]
    items = [
        WordsThen(f"Edit {number}" if number else "As it was sent", at, moment_words(at, site), diff)
        for number, (at, diff) in enumerate(zip(since, diffs, strict=True))
    ]
    return items[::-1]
