"""A thread as a page shows it."""

from dataclasses import dataclass, field

from blog.accounts.models import User
from blog.comments.fairness.representing import may_be_answered
from blog.comments.models import Comment, Voice
from blog.comments.notifying.following import hearing_of
from blog.comments.policy.settings import comment_settings
from blog.comments.threads.branches import ThreadPage
from blog.comments.threads.orders import Order
from blog.comments.threads.pages import in_its_place, page_of_thread, page_on_paragraph
from blog.comments.voting.votes import voted_by
from blog.comments.writing.editing import older_replies
from blog.comments.writing.passages import Paragraph, counts_of, find_paragraph
from blog.comments.writing.posting import takes_comments
from blog.errors import NotFound
from blog.posts.models import Post
from blog.reading.comments import CommentView, Nesting
from blog.reading.statements import paragraph_prefixes
from blog.reading.thread_rules import closed_words
from blog.site import Site

ORDER_WORDS = {
    Order.BEST: "Best",
    Order.NEWEST: "Newest",
    Order.OLDEST: "Oldest",
    Order.ANSWERED: "Answered by the author",
}
ABOUT_WORDS = {None: "All", Voice.STATEMENT: "On the statement", Voice.COMMENTARY: "On the commentary"}


@dataclass(frozen=True, slots=True)
class Choice:
    """A way to read the thread: a link, or what is read now."""

    words: str
    url: str
    is_current: bool


@dataclass(slots=True)
class Thread:
    """What templates/public/_thread.html takes. `change` is the number of the thread's last change, for what asks what
    has changed since; `orders` and `abouts` are empty where there is nothing to choose; `hearing` is how the asker
    hears of it (`blog.comments.notifying.following`), empty for someone signed out."""

    count: int
    items: list[CommentView]
    next_url: str
    is_closed: bool
    url: str
    sort: str
    change: int
    orders: list[Choice] = field(default_factory=list)
    abouts: list[Choice] = field(default_factory=list)
    has_log: bool = False
    organizations: list[str] = field(default_factory=list)
    post_id: int = 0
    hearing: str = ""
    closed_words: str = ""


def default_order() -> Order:
    """What is read first: the best, where readers say what that is."""
    return Order.BEST if comment_settings().has_votes else Order.NEWEST


def thread_of(
    post: Post,
    asker: User | None,
    site: Site,
    *,
    order: Order | None = None,
    about: Voice | None = None,
    after: str = "",
) -> Thread:
    """A page of the post's thread as `asker` sees it. Raises `NotFound` for a cursor or an order that is not there."""
    order = order or default_order()
    if about and order is Order.ANSWERED:
        raise NotFound("A thread cannot be read in that order. Begin at the post.")
    page = page_of_thread(post, asker, order=order, about=about, after=after)
    thread = _thread(post, page, asker, site)
    thread.orders = _orders(post, page.order, page.about)
    thread.abouts = _abouts(post, page.order, page.about) if post.pins else []
    return thread


def on_one_paragraph(
    post: Post, ident: str, asker: User | None, site: Site, *, after: str = ""
) -> tuple[Paragraph, Thread]:
    """A paragraph of the post's statements, and a page of the comments on it. Raises `NotFound` where it has none."""
    paragraph = find_paragraph(post, ident)
    page = page_on_paragraph(post, paragraph, after=after)
    thread = _thread(post, page, asker, site)
    if page.next_cursor:
        thread.next_url = f"{post.path}comments/?passage={ident}&after={page.next_cursor}"
    thread.count = counts_of(post).get((paragraph.text_id, paragraph.number), 0)
    return paragraph, thread


def one_in_place(
    comment: Comment, asker: User | None, site: Site, *, order: Order | None = None, after: str = ""
) -> Thread:
    """One comment as `asker` sees it: what stands above it, and below it; more of that where it goes on."""
    page = in_its_place(comment, asker, order=order or default_order(), after=after)
    thread = _thread(comment.post, page, asker, site)
    if page.next_cursor:
        thread.next_url = f"/comments/{comment.id}/?sort={page.order}&after={page.next_cursor}"
    return thread


def _thread(post: Post, page: ThreadPage, asker: User | None, site: Site) -> Thread:
    settings = comment_settings()
    shown = [branch.comment for branch in page.walk()] + page.above
    nesting = Nesting(
        page,
        post,
        asker,
        site,
        flatten_after=settings.flatten_after,
        prefixes=paragraph_prefixes(post.id) if any(comment.passage for comment in shown) else {},
        voted=voted_by(asker, shown) if settings.has_votes else None,
        older=older_replies(shown),
    )
    url = f"{post.path}comments/"
    next_url = f"{url}?{_asked(page.order, page.about)}&after={page.next_cursor}" if page.next_cursor else ""
    is_closed, change = not takes_comments(post), post.thread_change
    thread = Thread(post.comment_count, nesting.views(), next_url, is_closed, url, page.order, change)
    thread.has_log, thread.post_id = settings.has_public_log, post.id
    thread.organizations = list(may_be_answered(post).values())
    thread.closed_words = closed_words(post, site)
    thread.hearing = hearing_of(post.id, asker) if asker else ""
    return thread


def _orders(post: Post, order: Order, about: Voice | None) -> list[Choice]:
    left_out = {Order.ANSWERED} if about else set()
    if not comment_settings().has_votes:
        left_out.add(Order.BEST)
    return [
        Choice(words, f"{post.path}comments/?{_asked(each, about)}#comments", each is order)
        for each, words in ORDER_WORDS.items()
        if each not in left_out
    ]


def _abouts(post: Post, order: Order, about: Voice | None) -> list[Choice]:
    """What the thread can be narrowed to, in the order it is read in where that one is offered there."""
    narrow = default_order() if order is Order.ANSWERED else order
    return [
        Choice(
            words, f"{post.path}comments/?{_asked(narrow if each else order, each)}#comments", each is about
        )
        for each, words in ABOUT_WORDS.items()
    ]


def _asked(order: Order, about: Voice | None) -> str:
    return f"sort={order}&about={about}" if about else f"sort={order}"
