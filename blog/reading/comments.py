"""Comments as a page shows them: nested as they were answered, gaps where something was removed."""

from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime

from markupsafe import Markup

from blog.accounts.models import User
from blog.accounts.roles import Act
from blog.comments.models import Comment, CommentStatus, Passage
from blog.comments.threads.branches import Branch, ThreadPage
from blog.comments.threads.pages import is_readable
from blog.comments.threads.pinning import may_pin
from blog.comments.writing.editing import may_delete, may_edit
from blog.posts.models import Post
from blog.reading.words import counted, moment_words
from blog.site import Site

# A line or two of the passage: the whole of it is one click away.
CHIP_CHARACTERS = 160
# How many of those above a comment are indented: the comment and its answers are what the page is for.
ABOVE_INDENTED = 2
WAITING_WORDS = {
    CommentStatus.HELD: "Waiting for a moderator",
    CommentStatus.HIDDEN: "Hidden until a moderator has looked at it",
}
GAP_WORDS = WAITING_WORDS | {
    CommentStatus.DELETED: "Removed by its author",
}
REMOVED = "Removed by a moderator"
NOT_SHOWN = "a comment that is not shown"


@dataclass(slots=True)
class PassageView:
    """The passage that a comment answers: its words, cut, and where it stands in the post's page (or "")."""

    words: str
    url: str
    place: str


@dataclass(slots=True)
class CommentView:
    """What templates/_comment.html takes.

    `answers` is who it answers (or "") and where that stands, for one that does not stand below it. `rest` is the words
    and the address of a link to the replies that the page leaves out. `votes` is None where nobody votes. `edited` says
    what is to be known of an edit, "" where there was none; its words are at `url` + "versions/".
    """

    id: int
    ident: str
    parent: str
    url: str
    reply_url: str
    author_name: str
    author_url: str
    initials: str
    badge: str
    at: datetime
    at_words: str
    html: Markup
    is_gap: bool
    gap_words: str
    waiting: str
    edited: str
    reply_words: str
    may_edit: bool = False
    may_delete: bool = False
    may_pin: bool = False
    is_pinned: bool = False
    is_flat: bool = False
    answers: tuple[str, str] | None = None
    rest: tuple[str, str] | None = None
    votes: int | None = None
    has_voted: bool = False
    may_vote: bool = False
    passage: PassageView | None = None
    replies: list["CommentView"] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Nesting:
    """What the views of a page's comments are made with.

    `prefixes` are what the post's page puts before the paragraph numbers of each text, by its id. `flatten_after` is
    how many levels are indented: what is deeper stands at the last of them, in order, and says what it answers. `voted`
    are the comments that `asker` voted for, None where nobody votes. `older` counts, by comment, the replies that are
    older than its last edit.
    """

    page: ThreadPage
    post: Post
    asker: User | None
    site: Site
    flatten_after: int
    prefixes: Mapping[int, str]
    voted: frozenset[int] | None = None
    older: Mapping[int, int] = field(default_factory=dict)

    def views(self) -> list[CommentView]:
        """The comments of the page as a tree: what stands above, then the branches below the last of it."""
        roots: list[CommentView] = []
        into, level, under, parent = roots, 0, None, None
        for index, comment in enumerate(self.page.above):
            view = self._place(comment, into, under, parent)
            if index >= len(self.page.above) - ABOVE_INDENTED:
                into, level, under = view.replies, level + 1, comment.id
            parent = comment
        for branch in self.page.branches:
            self._grow(branch, level, into, under, parent)
        return roots

    def _grow(
        self, branch: Branch, level: int, into: list[CommentView], under: int | None, parent: Comment | None
    ) -> None:
        """Add the branch to the list `into`, which is that of the replies to the comment `under`."""
        comment = branch.comment
        view = self._place(comment, into, under, parent)
        view.rest = self._rest(branch, view)
        if level < self.flatten_after:
            into, under, level = view.replies, comment.id, level + 1
        for reply in branch.replies:
            self._grow(reply, level, into, under, comment)

    def _place(
        self, comment: Comment, into: list[CommentView], under: int | None, parent: Comment | None
    ) -> CommentView:
        view = self._view(comment)
        if comment.parent_id != under:
            view.answers = self._answers(comment, parent)
            view.is_flat = True
        into.append(view)
        return view

    def _answers(self, comment: Comment, parent: Comment | None) -> tuple[str, str]:
        if parent is None or parent.id != comment.parent_id:
            return "", f"/comments/{comment.id}/"
        name = parent.author.name if is_readable(parent, self.asker) else NOT_SHOWN
        return name, f"#c{parent.id}"

    def _rest(self, branch: Branch, view: CommentView) -> tuple[str, str] | None:
        if not branch.rest_count:
            return None
        more = counted(branch.rest_count, "more reply", "more replies")
        words = (
            more
            if branch.replies
            else f"Continue this thread ({counted(branch.rest_count, 'reply', 'replies')})"
        )
        where = f"{self.post.path}comments/" if view.is_gap else view.url
        return words, f"{where}?sort={self.page.order}&after={branch.rest}"

    def _view(self, comment: Comment) -> CommentView:
        is_gap = not is_readable(comment, self.asker)
        author = comment.author
        wrote_post = comment.author_id == self.post.author_id
        is_own = self.asker is not None and comment.author_id == self.asker.id
        return CommentView(
            id=comment.id,
            ident=f"c{comment.id}",
            parent=f"c{comment.parent_id}" if comment.parent_id else "",
            url=f"/comments/{comment.id}/",
            reply_url=f"/comments/{comment.id}/#reply",
            author_name="" if is_gap else author.name,
            author_url=f"/authors/{author.handle}/" if wrote_post and not is_gap else "",
            initials="" if is_gap else author.initials,
            badge="" if is_gap else self._badge(comment),
            at=comment.created_at,
            at_words=moment_words(comment.created_at, self.site),
            html=Markup() if is_gap else comment.words,
            is_gap=is_gap,
            gap_words=GAP_WORDS.get(comment.status, REMOVED) if is_gap else "",
            waiting="" if is_gap else WAITING_WORDS.get(comment.status, ""),
            edited="" if is_gap else self._edited(comment),
            reply_words=counted(max(comment.talk, 1), "reply", "replies"),
            may_edit=may_edit(comment, self.asker),
            may_delete=may_delete(comment, self.asker),
            may_pin=may_pin(comment, self.post, self.asker),
            is_pinned=comment.id in self.page.pinned,
            votes=None if self.voted is None else comment.up_votes,
            has_voted=self.voted is not None and comment.id in self.voted,
            may_vote=self.voted is not None and self.asker is not None and not is_own,
            passage=None if is_gap else self._passage(comment.passage),
        )

    def _edited(self, comment: Comment) -> str:
        if comment.edited_at is None:
            return ""
        older = self.older.get(comment.id, 0)
        are = "is" if older == 1 else "are"
        return (
            f"edited · {counted(older, 'reply', 'replies')} {are} older than this edit" if older else "edited"
        )

    def _badge(self, comment: Comment) -> str:
        if comment.representative is not None and comment.is_official:
            return f"for {comment.representative.domain}"
        if comment.author_id == self.post.author_id:
            return "author"
        return "staff" if comment.author.may(Act.ENTER_DESK) else ""

    def _passage(self, passage: Passage | None) -> PassageView | None:
        if passage is None:
            return None
        place = f"¶{passage.block_number}" if passage.block_number else "the statement"
        words = passage.exact or passage.words
        shown = words if len(words) <= CHIP_CHARACTERS else words[: CHIP_CHARACTERS - 1].rstrip() + "…"
        prefix = self.prefixes.get(passage.text_id, "")
        url = f"{self.post.path}#{prefix}{passage.block_number}" if prefix and passage.block_number else ""
        return PassageView(shown, url, place)


def view_in(items: Iterable[CommentView], comment_id: int) -> CommentView:
    """The view of one comment of a tree. Raises `KeyError` where it is not in it."""
    for item in items:
        if item.id == comment_id:
            return item
        with suppress(KeyError):
            return view_in(item.replies, comment_id)
    raise KeyError(comment_id)
