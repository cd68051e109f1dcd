"""Comments as a page shows them: nested as they were answered, gaps where something was removed."""

from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime

from markupsafe import Markup

from blog.accounts.roles import Act
from blog.comments.models import Comment, CommentStatus, Passage
from blog.comments.threads.pages import ThreadPage
from blog.comments.threads.paths import ancestors
from blog.posts.models import Post
from blog.reading.words import moment_words
from blog.site import Site

# Deeper nesting is unreadable on a phone; what is deeper stands at this level, in the same order.
MAX_INDENT = 6
# A line or two of the passage: the whole of it is one click away.
CHIP_CHARACTERS = 160


@dataclass(slots=True)
class PassageView:
    """The passage that a comment answers: its words, cut, and where it stands in the post's page (or "")."""

    words: str
    url: str
    place: str


@dataclass(slots=True)
class CommentView:
    """What templates/_comment.html takes. `parent_url` leads to what it answers, where that is not right above it."""

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
    passage: PassageView | None = None
    replies: list["CommentView"] = field(default_factory=list)


def nested(page: ThreadPage, post: Post, site: Site, *, prefixes: Mapping[int, str]) -> list[CommentView]:
    """The comments of a page as a tree, in the page's order.

    `prefixes` are what the post's page puts before the paragraph numbers of each text, by its id. A comment whose
    parent is not in the page stands below the nearest comment above it that is, else begins a branch.
    """
    roots: list[CommentView] = []
    lists: dict[int, list[CommentView]] = {}  # where the replies to each comment go
    levels: dict[int, int] = {}
    for comment in page.comments:
        above = next((a for a in reversed(ancestors(comment.path)) if a in lists), None)
        level = 0 if above is None else levels[above] + 1
        siblings = roots if above is None else lists[above]
        view = _view(
            comment, post, site, prefixes=prefixes, parent_url=_parent_url(comment, page, above, level)
        )
        siblings.append(view)
        levels[comment.id] = level
        lists[comment.id] = view.replies if level < MAX_INDENT else siblings
    return roots


def view_in(items: Iterable[CommentView], comment_id: int) -> CommentView:
    """The view of one comment of a tree. Raises `KeyError` where it is not in it."""
    for item in items:
        if item.id == comment_id:
            return item
        with suppress(KeyError):
            return view_in(item.replies, comment_id)
    raise KeyError(comment_id)


def _parent_url(comment: Comment, page: ThreadPage, above: int | None, level: int) -> str:
    """Where what it answers is, if the page does not show that by its nesting."""
    if comment.parent_id != above:
        return f"/comments/{comment.parent_id}/" if comment.parent_id in page.earlier else ""
    return f"#c{above}" if level > MAX_INDENT else ""


def _view(
    comment: Comment, post: Post, site: Site, *, prefixes: Mapping[int, str], parent_url: str
) -> CommentView:
    is_gap = comment.status not in (CommentStatus.PUBLISHED, CommentStatus.HELD)
    author = comment.author
    wrote_post = comment.author_id == post.author_id
    return CommentView(
        id=comment.id,
        ident=f"c{comment.id}",
        url=f"/comments/{comment.id}/",
        reply_url=f"/comments/{comment.id}/#reply",
        parent_url=parent_url,
        author_name="" if is_gap else author.name,
        author_url=f"/authors/{author.handle}/" if wrote_post and not is_gap else "",
        initials="" if is_gap else author.initials,
        badge="" if is_gap else "author" if wrote_post else "staff" if author.may(Act.ENTER_DESK) else "",
        at=comment.created_at,
        at_words=moment_words(comment.created_at, site),
        html=Markup() if is_gap else comment.words,
        is_gap=is_gap,
        gap_words="Removed by a moderator" if is_gap else "",
        is_held=comment.status is CommentStatus.HELD,
        passage=_passage(comment.passage, post, prefixes) if comment.passage and not is_gap else None,
    )


def _passage(passage: Passage, post: Post, prefixes: Mapping[int, str]) -> PassageView:
    place = f"¶{passage.block_number}" if passage.block_number else "the statement"
    words = passage.exact or passage.words
    shown = words if len(words) <= CHIP_CHARACTERS else words[: CHIP_CHARACTERS - 1].rstrip() + "…"
    prefix = prefixes.get(passage.text_id, "")
    url = f"{post.path}#{prefix}{passage.block_number}" if prefix and passage.block_number else ""
    return PassageView(shown, url, place)
