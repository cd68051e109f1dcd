"""Taking turns: whoever adds to a thread, or decides on a comment of it, holds the post's row until the commit.

So a reply never lands under what is being removed, two moderators never decide at once, and places and counts are
worked out from what is true. One row for all of a thread's writers also means that they cannot block one another
in a circle. On SQLite writers wait for one another anyway.
"""

from blog.extensions import db
from blog.posts.models import Post


def take_turn(post: Post) -> None:
    """Wait for one's turn at the post's thread, and read anew whether it takes comments."""
    # FOR NO KEY UPDATE: new rows that only refer to the post are not kept waiting.
    db.session.refresh(
        post, ["status", "policy", "close_after_days", "slow_seconds"], with_for_update={"key_share": True}
    )
