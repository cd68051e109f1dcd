"""The orders that a thread can be read in.

Each is one index read from an end, and each names every comment's place by a key that ends in its number: so a page can
begin behind any comment, and no two stand at the same place.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import sqlalchemy as sa

from blog.comments.models import Comment


class Order(StrEnum):
    """Best: most liked. Answered: most answered by the post's author. Ties are broken by the newest."""

    BEST = "best"
    NEWEST = "newest"
    OLDEST = "oldest"
    ANSWERED = "answered"


@dataclass(frozen=True, slots=True)
class Sorting:
    """Columns of comments to sort by, the last of which is `id`; all of them up, or all of them down."""

    columns: tuple[str, ...]
    is_ascending: bool = False

    def order_by(self, of: Any = Comment) -> list[sa.ColumnElement[Any]]:
        columns = [getattr(of, name) for name in self.columns]
        return columns if self.is_ascending else [column.desc() for column in columns]

    def key(self, of: Any) -> tuple[float, ...]:
        """The place of a comment, or of a row with its columns."""
        return tuple(getattr(of, name) for name in self.columns)

    def behind(self, key: tuple[float, ...]) -> sa.ColumnElement[bool]:
        """The condition on comments that they come after the one whose key this is."""
        columns = sa.tuple_(*(getattr(Comment, name) for name in self.columns))
        values = sa.tuple_(*(sa.literal(value) for value in key))
        return columns > values if self.is_ascending else columns < values

    def sorted(self, rows: Any) -> list[Any]:
        return sorted(rows, key=self.key, reverse=not self.is_ascending)


OLDEST_FIRST = Sorting(("id",), is_ascending=True)
NEWEST_FIRST = Sorting(("id",))
BEST_FIRST = Sorting(("rank", "id"))

ROOTS = {
    Order.BEST: BEST_FIRST,
    Order.NEWEST: NEWEST_FIRST,
    Order.OLDEST: OLDEST_FIRST,
    Order.ANSWERED: Sorting(("author_answers", "id")),
}
# An answer is read after what came before it, whichever thread is read first; where the best comes first, it does so
# among answers too.
REPLIES = dict.fromkeys(Order, OLDEST_FIRST) | {Order.BEST: BEST_FIRST}
