"""A thread as a page shows it: nested as it was answered, gaps where something was removed."""

import uuid
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime

from markupsafe import Markup

from blog.accounts.models import User
from blog.accounts.roles import Act
from blog.comments.models import Comment, CommentStatus
from blog.comments.posting import takes_comments
from blog.comments.standing import is_newcomer
from blog.comments.threads import ThreadPage, page_of_thread
from blog.posts.models import Post
from blog.reading.words import moment_words
from blog.site import Site

# Deeper nesting is unreadable on a phone; what is deeper stands at this level, in the same order.
MAX_INDENT = 6
HELD_HINT = "a first comment is read by a moderator before others see it"


@dataclass(slots=True)
class CommentView:
    """What templates/_comment.html takes."""

    id: int
    ident: str
    url: str
    reply_url: str
    parent_url: str
    author_name: str
    author_url: str
    initials: str
    badge: str
    at: datetime
    at_words: str
    html: Markup
    is_gap: bool
    gap_words: str
    is_held: bool
    edited: bool = False
    replies: list["CommentView"] = field(default_factory=list)


@dataclass(slots=True)
class Thread:
    """What templates/public/_thread.html takes."""

    count: int
    items: list[CommentView]
    next_url: str
    is_closed: bool


@dataclass(slots=True)
class CommentForm:
    """What templates/_comment_form.html takes. `form_id` makes one comment of a form sent twice."""

    action: str
    body: str = ""
    parent: str = ""
    form_id: str = ""
    error: str = ""
    hint: str = ""


def thread_of(post: Post, asker: User | None, site: Site, *, after: str = "") -> Thread:
    """A page of the post's thread as `asker` sees it."""
    page = page_of_thread(post, asker, after=after)
    next_url = f"{post.path}comments/?after={page.next_cursor}" if page.next_cursor else ""
    return Thread(post.comment_count, nested(page, post, site), next_url, not takes_comments(post))


def form_for(
    post: Post, asker: User | None, *, typed: Mapping[str, str] | None = None, parent: int | None = None
) -> CommentForm | None:
    """The form to comment with, filled with what was typed before; None for who cannot comment here."""
    if asker is None or not takes_comments(post) or not asker.may(Act.COMMENT):
        return None
    typed = typed or {}
    return CommentForm(
        action=f"{post.path}comments/",
        body=typed.get("body", ""),
        parent=typed.get("parent", "") or (str(parent) if parent else ""),
        form_id=typed.get("form_id", "") or str(uuid.uuid4()),
        hint=HELD_HINT if is_newcomer(asker) else "",
    )


def nested(page: ThreadPage, post: Post, site: Site) -> list[CommentView]:
    """The comments of a page as a tree. One whose parent stands on an earlier page begins a branch of its own."""
    roots: list[CommentView] = []
    lists: dict[int, list[CommentView]] = {}  # where the replies to each comment go
    levels: dict[int, int] = {}
    for comment in page.comments:
        parent = comment.parent_id if comment.parent_id in lists else None
        siblings = roots if parent is None else lists[parent]
        view = _view(comment, post, site, is_apart=comment.parent_id is not None and parent is None)
        siblings.append(view)
        levels[comment.id] = 0 if parent is None else levels[parent] + 1
        lists[comment.id] = view.replies if levels[comment.id] < MAX_INDENT else siblings
    return roots


def view_in(items: Iterable[CommentView], comment_id: int) -> CommentView:
    """The view of one comment of a tree. Raises `KeyError` where it is not in it."""
    for item in items:
        if item.id == comment_id:
            return item
        with suppress(KeyError):
            return view_in(item.replies, comment_id)
    raise KeyError(comment_id)


def _view(comment: Comment, post: Post, site: Site, *, is_apart: bool) -> CommentView:
    is_gap = comment.status not in (CommentStatus.PUBLISHED, CommentStatus.HELD)
    author = comment.author
    wrote_post = comment.author_id == post.author_id
    return CommentView(
        id=comment.id,
        ident=f"c{comment.id}",
        url=f"/comments/{comment.id}/",
        reply_url=f"/comments/{comment.id}/#reply",
        parent_url=f"/comments/{comment.parent_id}/" if is_apart else "",
        author_name="" if is_gap else author.name,
        author_url=f"/authors/{author.handle}/" if wrote_post and not is_gap else "",
        initials="" if is_gap else author.initials,
        badge="author" if wrote_post else "staff" if author.may(Act.ENTER_DESK) else "",
        at=comment.created_at,
        at_words=moment_words(comment.created_at, site),
        html=Markup() if is_gap else comment.words,
        is_gap=is_gap,
        gap_words="Removed by a moderator" if is_gap else "",
        is_held=comment.status is CommentStatus.HELD,
    )
