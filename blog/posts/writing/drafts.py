"""What an author types into the editor, checked: nothing is stored before all of it can be."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

from slugify import slugify

from blog.errors import Invalid
from blog.markup.limits import POST_BYTES, check_post
from blog.posts.models import GIST_LIMIT, SLUG_LIMIT, TAG_LIMIT, TITLE_LIMIT, CommentPolicy
from blog.posts.writing.tags import tag_slug
from blog.typed import line, plain, required

MOST_TAGS = 10


@dataclass(frozen=True, slots=True)
class Draft:
    """A post's words as typed: `slug` is empty where none was chosen, `tags` are names in order."""

    title: str
    body: str
    slug: str = ""
    gist: str = ""
    tags: tuple[str, ...] = ()
    policy: CommentPolicy = CommentPolicy.SITE

    @classmethod
    def parse(
        cls, *, title: str, body: str, slug: str = "", gist: str = "", tags: str = "", policy: str = ""
    ) -> Self:
        """Check each field. Raises `Invalid` beside title, slug, gist, tags, policy or body."""
        title = line(title, field="title", limit=TITLE_LIMIT, what="The title")
        return cls(
            title=required(title, field="title", what="The title"),
            body=_body(body),
            slug=_slug(slug),
            gist=line(gist, field="gist", limit=GIST_LIMIT, what="The gist"),
            tags=_tags(tags),
            policy=_policy(policy),
        )


def _body(body: str) -> str:
    body = plain(body, field="body", limit=POST_BYTES, what="The body")
    check_post(body)
    return required(body, field="body", what="The body")


def _slug(slug: str) -> str:
    slug = line(slug, field="slug", limit=SLUG_LIMIT, what="The slug")
    made = slugify(slug, max_length=SLUG_LIMIT)
    if slug and not made:
        raise Invalid("A slug needs letters or digits, such as “a-week-late”.", field="slug")
    return made


def _tags(tags: str) -> tuple[str, ...]:
    names = [line(name, field="tags", limit=TAG_LIMIT, what="A tag") for name in tags.split(",")]
    by_slug = {tag_slug(name): name for name in reversed(names) if tag_slug(name)}
    if len(by_slug) > MOST_TAGS:
        raise Invalid(f"A post has at most {MOST_TAGS} tags; these are {len(by_slug)}.", field="tags")
    return tuple(reversed(by_slug.values()))


def _policy(policy: str) -> CommentPolicy:
    choices: Sequence[str] = [choice.value for choice in CommentPolicy]
    if policy and policy not in choices:
        raise Invalid(f"The comment policy is one of: {', '.join(choices)}.", field="policy")
    return CommentPolicy(policy) if policy else CommentPolicy.SITE
