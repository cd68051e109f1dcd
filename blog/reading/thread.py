"""A thread as a page shows it, and the form to add to it."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass

from blog.accounts.models import User
from blog.accounts.roles import Act
from blog.comments.models import Comment
from blog.comments.moderation.standing import is_newcomer
from blog.comments.threads.pages import ThreadPage, in_its_place, page_of_thread, page_on_paragraph
from blog.comments.writing.passages import PASSAGE_LIMIT, Paragraph, counts_of, find_paragraph
from blog.comments.writing.posting import takes_comments
from blog.posts.models import Post
from blog.reading.comments import CommentView, nested
from blog.reading.statements import paragraph_prefixes
from blog.site import Site

HELD_HINT = "a first comment is read by a moderator before others see it"


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
    passage: str = ""
    passage_error: str = ""
    takes_passage: bool = False


def thread_of(post: Post, asker: User | None, site: Site, *, after: str = "") -> Thread:
    """A page of the post's thread as `asker` sees it."""
    return _thread(post, page_of_thread(post, asker, after=after), site)


def on_one_paragraph(post: Post, ident: str, site: Site, *, after: str = "") -> tuple[Paragraph, Thread]:
    """A paragraph of the post's statements, and a page of the comments on it. Raises `NotFound` where it has none."""
    paragraph = find_paragraph(post, ident)
    page = page_on_paragraph(post, paragraph, after=after)
    thread = _thread(post, page, site)
    if page.next_cursor:
        thread.next_url = f"{post.path}comments/?passage={ident}&after={page.next_cursor}"
    thread.count = counts_of(post).get((paragraph.text_id, paragraph.number), 0)
    return paragraph, thread


def one_in_place(comment: Comment, asker: User | None, site: Site) -> Thread:
    """One comment as `asker` sees it: what stands above it, and below it; more of that where it goes on."""
    return _thread(comment.post, in_its_place(comment, asker), site)


def _thread(post: Post, page: ThreadPage, site: Site) -> Thread:
    next_url = f"{post.path}comments/?after={page.next_cursor}" if page.next_cursor else ""
    has_passages = any(comment.passage for comment in page.comments)
    prefixes = paragraph_prefixes(post.id) if has_passages else {}
    items = nested(page, post, site, prefixes=prefixes)
    return Thread(post.comment_count, items, next_url, not takes_comments(post))


def form_for(
    post: Post,
    asker: User | None,
    *,
    typed: Mapping[str, str] | None = None,
    parent: int | None = None,
    passage: str = "",
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
        passage=typed.get("passage", passage if len(passage) <= PASSAGE_LIMIT else ""),
        takes_passage=bool(post.pins),
    )
