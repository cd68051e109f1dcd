"""Findings on a post that somebody has read and leaves as they are: who, and what it was."""

from collections.abc import Collection, Sequence

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from blog.accounts.models import User
from blog.errors import Invalid
from blog.extensions import db
from blog.posts.attribution.remarks import Remark
from blog.posts.models import Post
from blog.posts.publishing.checks import key_of
from blog.posts.publishing.models import MESSAGE_LIMIT, PassedOver
from blog.posts.visibility import require_editor


class Unseen(Invalid):
    """Something was found that is neither mended nor passed over; `keys` are those of the findings."""

    def __init__(self, keys: Collection[str]) -> None:
        count = len(keys)
        these = "One thing below is" if count == 1 else f"{count} things below are"
        super().__init__(
            f"{these} neither mended nor passed over, so nothing was published. Mend what should be mended; tick what "
            "may stay.",
            field="passed",
        )
        self.keys = keys


def passed_over(post: Post) -> dict[str, PassedOver]:
    """What was passed over in a post, by key."""
    query = sa.select(PassedOver).where(PassedOver.post_id == post.id).options(joinedload(PassedOver.by))
    return {each.key: each for each in db.session.scalars(query.order_by(PassedOver.id))}


def pass_over(post: Post, remarks: Sequence[Remark], ticked: Collection[str], *, by: User) -> None:
    """Keep who passes over which of the `remarks`. Raises `Unseen` for a warning not `ticked`, now or before."""
    require_editor(post, by)
    known = passed_over(post)
    warnings = {key_of(remark): remark for remark in remarks if not remark.is_quiet}
    unseen = [key for key in warnings if key not in known and key not in ticked]
    if unseen:
        raise Unseen(unseen)
    for key, remark in warnings.items():
        if key not in known:
            message = remark.message[:MESSAGE_LIMIT]
            db.session.add(PassedOver(post_id=post.id, key=key, message=message, by_id=by.id))
