"""Posts: the newest, one, those of a tag, those of an author."""

from datetime import date
from http import HTTPStatus

import sqlalchemy as sa
from flask import Blueprint, g, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_login import current_user
from sqlalchemy.orm import joinedload, selectinload

from blog.accounts.keeping import take_back
from blog.accounts.links import site_url
from blog.accounts.models import User
from blog.errors import NotFound
from blog.extensions import db
from blog.posts.models import READABLE, OldSlug, Post, PostStatus, Tag
from blog.posts.publishing.series import find_series, parts_of
from blog.posts.publishing.states import withdrawal_reason
from blog.posts.visibility import editable_by, listed, readable
from blog.posts.writing.tags import used_tags
from blog.public.refusals import answer, wants_json
from blog.reading.cards import cards_of_post
from blog.reading.comment_form import CommentForm, form_for
from blog.reading.json_ld import as_script, post_data
from blog.reading.lists import all_of, page_of
from blog.reading.posts import stored_post
from blog.reading.records import records_of_post
from blog.reading.thread import thread_of
from blog.site import current_site

blueprint = Blueprint("pages", __name__)
POST_RULE = "/<int:year>/<int:month>/<int:day>/<slug>/"


@blueprint.get("/")
def home() -> ResponseReturnValue:
    before, site = request.args.get("before", ""), current_site()
    pinned = [] if before else all_of(listed().where(Post.is_pinned), site)
    page = page_of(listed().where(~Post.is_pinned), site, before=before)
    return render_template("public/home.html", page=page, pinned=pinned)


@blueprint.get(POST_RULE)
def post(year: int, month: int, day: int, slug: str) -> ResponseReturnValue:
    found = find_post(year, month, day, slug)
    if found is None:
        return redirect(_moved(slug), HTTPStatus.MOVED_PERMANENTLY)
    if found.status is PostStatus.WITHDRAWN:
        reason = withdrawal_reason(found)
        if wants_json():
            return answer(HTTPStatus.GONE, "Withdrawn", reason or "The author has taken this post back.")
        return render_template("public/withdrawn.html", post=found, reason=reason), HTTPStatus.GONE
    return post_page(found, form_for(found, asker(), typed=take_back(request.path)))


@blueprint.get("/tags/")
def tags() -> ResponseReturnValue:
    return render_template("public/tags.html", tags=used_tags())


@blueprint.get("/tags/<slug>/")
def tag(slug: str) -> ResponseReturnValue:
    found = db.session.scalar(sa.select(Tag).where(Tag.slug == slug))
    page = page_of(
        listed().where(Post.tags.any(Tag.slug == slug)),
        current_site(),
        before=request.args.get("before", ""),
    )
    if found is None or not (page.items or request.args.get("before")):
        raise NotFound("No post has this tag.")
    return render_template("public/tag.html", tag=found, page=page)


@blueprint.get("/series/<slug>/")
def series(slug: str) -> ResponseReturnValue:
    found = find_series(slug)
    if found is None:
        raise NotFound("There is no series at this address.")
    return render_template(
        "public/series.html", series=found, items=all_of(parts_of(found.id), current_site()), base=site_url()
    )


@blueprint.get("/authors/<handle>/")
def author(handle: str) -> ResponseReturnValue:
    found = db.session.scalar(sa.select(User).where(User.handle == handle))
    theirs = listed().where(Post.author_id == (found.id if found else 0))
    page = page_of(theirs, current_site(), before=request.args.get("before", ""))
    if found is None or not (page.items or request.args.get("before")):
        raise NotFound("Nobody of this name has published here.")
    return render_template("public/author.html", author=found, page=page)


def post_page(post: Post, form: CommentForm | None) -> str:
    """The page of a published post, with the form to comment as it is given."""
    site = current_site()
    view = stored_post(post, site)
    g.frame_hosts, g.ai_policy = view.frame_hosts, post.ai_policy
    thread, base = thread_of(post, asker(), site), site_url()
    return render_template(
        "public/post.html",
        post=view,
        thread=thread,
        data=as_script(post_data(view, records_of_post(post, base), thread, site, base)),
        comment_form=form,
        may_edit=_may_edit(post),
        cards=cards_of_post(view, site, base),
        base=base,
    )


def asker() -> User | None:
    """Who asks for the page; None for someone signed out."""
    return current_user._get_current_object() if current_user.is_authenticated else None


def find_post(year: int, month: int, day: int, slug: str) -> Post | None:
    """The post that is, or was, published at this address; None where the slug belongs to no such day."""
    try:
        on = date(year, month, day)
    except ValueError:
        raise NotFound("There is no such day.") from None
    seen = (*READABLE, PostStatus.WITHDRAWN)
    query = sa.select(Post).where(Post.slug == slug, Post.day == on, Post.status.in_(seen))
    return db.session.scalar(query.options(joinedload(Post.author), selectinload(Post.tags)))


def _moved(slug: str) -> str:
    """The address that an old or misdated one leads to. Raises `NotFound` where there is none."""
    old = sa.select(OldSlug.post_id).where(OldSlug.slug == slug)
    found = db.session.scalar(readable().where(sa.or_(Post.slug == slug, Post.id.in_(old))))
    if found is None:
        raise NotFound("There is no post at this address.")
    return found.path


def _may_edit(post: Post) -> bool:
    if not current_user.is_authenticated:
        return False
    return (
        db.session.scalar(editable_by(current_user).where(Post.id == post.id).with_only_columns(Post.id))
        is not None
    )
