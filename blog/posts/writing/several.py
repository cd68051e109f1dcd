"""Changing several posts at once: who may comment, and tags. Each post gets a revision that says so."""

from collections.abc import Sequence
from enum import StrEnum

import sqlalchemy as sa

from blog.accounts.models import User
from blog.errors import Invalid
from blog.extensions import db
from blog.posts.models import TAG_LIMIT, CommentPolicy, Post, Tag
from blog.posts.visibility import require_editor
from blog.posts.writing.saving import record, take_turn
from blog.posts.writing.tags import tag_slug
from blog.typed import line


class Change(StrEnum):
    CLOSE = "close"
    AS_SITE = "as-site"
    TAG = "tag"
    UNTAG = "untag"


POLICIES = {Change.CLOSE: CommentPolicy.CLOSED, Change.AS_SITE: CommentPolicy.SITE}


def change_several(posts: Sequence[Post], change: Change, *, tag: str, by: User) -> int:
    """Change each post that is not so already; how many were. Raises `Invalid` beside tag where one is needed."""
    named = _tag(tag) if change in (Change.TAG, Change.UNTAG) else None
    number = 0
    # In one order, so that two who do this at once never wait for each other.
    for post in sorted(posts, key=lambda one: one.id):
        require_editor(post, by)
        take_turn(post)
        reason = _policy(post, POLICIES[change]) if named is None else _tagged(post, named, change)
        if reason:
            record(post, by=by, reason=reason)
            number += 1
    return number


def _policy(post: Post, policy: CommentPolicy) -> str:
    if post.policy is policy:
        return ""
    post.policy = policy
    return "comments closed" if policy is CommentPolicy.CLOSED else "comments as the site has them"


def _tagged(post: Post, tag: Tag, change: Change) -> str:
    has = tag in post.tags
    if has is (change is Change.TAG):
        return ""
    if has:
        post.tags.remove(tag)
        return f"without the tag “{tag.name}”"
    post.tags.append(tag)
    return f"with the tag “{tag.name}”"


def _tag(typed: str) -> Tag:
    name = line(typed, field="tag", limit=TAG_LIMIT, what="The tag")
    slug = tag_slug(name)
    if not slug:
        raise Invalid("Write the tag: it needs letters or digits.", field="tag")
    known = db.session.scalar(sa.select(Tag).where(Tag.slug == slug))
    if known is None:
        known = Tag(slug=slug, name=name)
        db.session.add(known)
        db.session.flush()
    return known
