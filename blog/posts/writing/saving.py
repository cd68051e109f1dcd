"""Saving a post: every save is a revision, and a save that did not see the last one is refused."""

from dataclasses import dataclass

from markupsafe import Markup

from blog.accounts.models import User
from blog.accounts.roles import Act
from blog.clock import now
from blog.embed.binding import Bound, bind
from blog.embed.checking.standing import follow_post
from blog.errors import Conflict
from blog.extensions import db
from blog.markup import Rendered, excerpt
from blog.posts.media import uses
from blog.posts.models import EXCERPT_LIMIT, Pin, Post, Revision
from blog.posts.rendering import render
from blog.posts.visibility import require_editor
from blog.posts.writing import slugs
from blog.posts.writing.drafts import Draft
from blog.posts.writing.tags import set_tags, tag_slug
from blog.transactions import take_turn_at
from blog.typed import required

# What a list shows of a post; a description for search engines is cut from it.
EXCERPT_WORDS = 45


class EditConflict(Conflict):
    """The post was saved by someone else, or in another tab, since this editor was opened."""

    def __init__(self, post: Post) -> None:
        super().__init__(
            "This post was saved elsewhere since you opened it. Nothing of yours was stored yet: both texts are "
            "below. Take over what you want to keep, then save again.",
            field="body",
        )
        self.post = post


@dataclass(frozen=True, slots=True)
class Prepared:
    """A draft that was rendered and checked, which is slow, before the lock is taken, which must be short."""

    draft: Draft
    bound: Bound


def prepare(draft: Draft, *, pins: dict[int, int]) -> Prepared:
    """Render and check a draft. `pins` are text ids by source id. Raises `Invalid` beside body, with the line."""
    rendered = render(draft.body)
    _require_seen(rendered)
    return Prepared(draft, bind(draft.body, rendered, pins=pins, gist=draft.gist))


def _require_seen(rendered: Rendered) -> None:
    """Raise `Invalid` beside body where Markdown makes nothing of it, such as of a link's address by itself."""
    html = " ".join(part for part in rendered.parts if isinstance(part, str))
    if not rendered.slots and "<img" not in html:
        required(Markup(html).striptags(), field="body", what="The body, as readers would see it,")


def pins_of(post: Post | None) -> dict[int, int]:
    """The texts that a post is pinned to: text id by source id."""
    return {pin.source_id: pin.text_id for pin in post.pins} if post else {}


def create(prepared: Prepared, *, by: User, is_demo: bool = False) -> Post:
    """Keep a new draft."""
    by.require(Act.WRITE)
    take_turn_at("names of posts")
    draft = prepared.draft
    slug = slugs.choose_slug(draft.slug, title=draft.title, post=None)
    post = Post(slug=slug, title=draft.title, body="", rendered=[], author=by, is_demo=is_demo, revision=0)
    db.session.add(post)
    db.session.flush()
    _write(post, prepared, by=by, reason="")
    return post


def revise(post: Post, prepared: Prepared, *, by: User, seen: int, reason: str = "") -> None:
    """Save a post again. Raises `EditConflict` unless `seen` is its latest revision. No change, no revision."""
    require_editor(post, by)
    take_turn_at("names of posts")
    take_turn(post)
    if post.revision != seen:
        raise EditConflict(post)
    slug = slugs.choose_slug(prepared.draft.slug, title=prepared.draft.title, post=post)
    if _is_same(post, prepared, slug):
        return
    slugs.rename(post, slug)
    _write(post, prepared, by=by, reason=reason)


def record(post: Post, *, by: User, reason: str) -> None:
    """Add a revision of `post` as it stands now."""
    post.revision += 1
    post.updated_at = now()
    db.session.add(
        Revision(
            post_id=post.id,
            number=post.revision,
            title=post.title,
            slug=post.slug,
            gist=post.gist,
            tags=", ".join(tag.name for tag in post.tags),
            body=post.body,
            pins={str(source): text for source, text in pins_of(post).items()},
            status=post.status,
            reason=reason,
            saved_at=post.updated_at,
            saved_by=by,
        )
    )


def take_turn(post: Post) -> None:
    """Wait for one's turn at the post, and read it anew: two saves at once take turns (SQLite's writers do anyway)."""
    db.session.refresh(post, with_for_update={"of": Post})


def prepare_again(post: Post) -> Prepared:
    """Render and check a stored post once more, on the texts that it is pinned to."""
    return prepare(Draft(title=post.title, body=post.body, gist=post.gist), pins=pins_of(post))


def place(post: Post, prepared: Prepared) -> None:
    """Put what was rendered and bound in the place of what the post had."""
    bound = prepared.bound
    html = " ".join(value for kind, value in bound.rendered if kind == "html")
    post.rendered, post.excerpt = bound.rendered, excerpt(html, EXCERPT_WORDS)[:EXCERPT_LIMIT]
    bound.place(post.id)
    db.session.flush()
    uses.follow(post)
    follow_post(post.id)
    kept = {pin.source_id: pin for pin in post.pins}
    for pin in [pin for source_id, pin in kept.items() if source_id not in bound.pins]:
        post.pins.remove(pin)  # the post stands on that statement no more
    for source_id, text_id in bound.pins.items():
        if source_id in kept:
            kept[source_id].text_id = text_id
        else:
            post.pins.append(Pin(source_id=source_id, text_id=text_id))


def _write(post: Post, prepared: Prepared, *, by: User, reason: str) -> None:
    draft = prepared.draft
    post.title, post.gist, post.body, post.policy = draft.title, draft.gist, draft.body, draft.policy
    set_tags(post, draft.tags)
    place(post, prepared)
    record(post, by=by, reason=reason)


def _is_same(post: Post, prepared: Prepared, slug: str) -> bool:
    draft = prepared.draft
    return (
        (post.title, post.gist, post.body, post.policy, post.slug)
        == (draft.title, draft.gist, draft.body, draft.policy, slug)
        and {tag.slug for tag in post.tags} == {tag_slug(name) for name in draft.tags}
        and pins_of(post) == prepared.bound.pins
    )
