"""Moving a post to another text of a statement that it stands on: explicit, and a revision."""

from blog.accounts.models import User
from blog.errors import Invalid
from blog.posts.models import Post
from blog.posts.writing.drafts import Draft
from blog.posts.writing.saving import Prepared, pins_of, prepare, revise
from blog.sources.models import Text


def prepare_move(post: Post, text: Text) -> Prepared:
    """Check the post's blocks against the other text. Raises `Invalid` where a note or range no longer fits it."""
    source = text.snapshot.source
    pins = pins_of(post)
    if source.id not in pins:
        raise Invalid("This post does not stand on that statement.", field="text")
    draft = Draft(
        title=post.title,
        slug=post.slug,
        body=post.body,
        gist=post.gist,
        tags=tuple(t.name for t in post.tags),
        policy=post.policy,
    )
    return prepare(draft, pins=pins | {source.id: text.id})


def move(post: Post, prepared: Prepared, text: Text, *, by: User, seen: int) -> None:
    """Put the post on the other text."""
    source = text.snapshot.source
    revise(
        post,
        prepared,
        by=by,
        seen=seen,
        reason=f"moved to version {text.snapshot.version} of {source.title}"[:500],
    )
