"""What stands around a post: its language, where it appeared first, its series, whether it is pinned."""

from collections.abc import Mapping
from dataclasses import dataclass

import sqlalchemy as sa
from slugify import slugify

from blog.accounts.models import User
from blog.accounts.roles import Act
from blog.errors import Invalid
from blog.extensions import db
from blog.posts.models import SLUG_LIMIT, TITLE_LIMIT, URL_LIMIT, Post
from blog.posts.publishing.models import Part, Series
from blog.posts.publishing.series import place_in, read_place, series_of_slug, tidy
from blog.posts.visibility import require_editor
from blog.site import LANGUAGES
from blog.site.ai import AiPolicy, read_policy
from blog.sources.urls import canonical_url
from blog.typed import line


@dataclass(frozen=True, slots=True)
class Details:
    """As typed, checked: `series` is a title, empty for none; `place` is None for behind the last."""

    language: str
    canonical_url: str
    series: str
    place: int | None
    is_pinned: bool
    ai_policy: AiPolicy = AiPolicy.SITE

    @classmethod
    def parse(cls, form: Mapping[str, str]) -> "Details":
        """Raises `Invalid` beside language, canonical_url, series, place or ai_policy."""
        language = form.get("language", "")
        if language and language not in LANGUAGES:
            raise Invalid("Choose one of the languages offered.", field="language")
        place = form.get("place", "").strip()
        series = line(form.get("series", ""), field="series", limit=TITLE_LIMIT, what="The series")
        if series and not slugify(series):
            raise Invalid("The title of a series needs letters or digits.", field="series")
        return cls(
            language,
            _address(form.get("canonical_url", "")),
            series,
            read_place(place, field="place") if place else None,
            bool(form.get("is_pinned")),
            read_policy(form.get("ai_policy", AiPolicy.SITE), may_be_sites=True),
        )


def as_typed(post: Post) -> dict[str, str]:
    """What a post has, as its form shows it."""
    part = db.session.scalar(sa.select(Part).where(Part.post_id == post.id))
    return {
        "language": post.language,
        "canonical_url": post.canonical_url,
        "series": part.series.title if part else "",
        "place": str(part.position) if part else "",
        "is_pinned": "yes" if post.is_pinned else "",
        "ai_policy": post.ai_policy.value,
    }


def choose(post: Post, details: Details, *, by: User) -> None:
    """Give the post these. One post at a time is pinned, and only who may edit every post pins."""
    require_editor(post, by)
    post.language, post.canonical_url = details.language, details.canonical_url
    post.ai_policy = details.ai_policy
    if details.is_pinned != post.is_pinned:
        by.require(Act.EDIT)
        db.session.execute(sa.update(Post).where(Post.is_pinned).values(is_pinned=False))
        post.is_pinned = details.is_pinned
    part = db.session.get(Part, post.id)
    if details.series:
        place_in(_series(details.series), post, details.place)
    elif part is not None:
        db.session.delete(part)
    db.session.flush()
    tidy()


def _series(title: str) -> Series:
    """The series of this title, made if there is none."""
    slug = slugify(title, max_length=SLUG_LIMIT)
    found = series_of_slug(slug)
    if found is None:
        found = Series(slug=slug, title=title)
        db.session.add(found)
        db.session.flush()
    return found


def _address(typed: str) -> str:
    typed = line(typed, field="canonical_url", limit=URL_LIMIT, what="The address")
    try:
        return canonical_url(typed) if typed else ""
    except Invalid as error:
        raise Invalid(error.message, field="canonical_url") from None
