"""The desk's first page: what needs doing."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from sqlalchemy.orm import defer

from blog.accounts import notices
from blog.accounts.roles import Act
from blog.admin.lock import room
from blog.demo.removing import is_loaded, remove
from blog.extensions import db
from blog.jobs import failed_jobs
from blog.posts import needing
from blog.posts.models import Post, PostStatus
from blog.posts.visibility import editable_by
from blog.sources import payloads
from blog.transactions import writing

blueprint = room("overview")
DRAFTS_SHOWN = 10


@blueprint.get("/")
def index() -> ResponseReturnValue:
    drafts = editable_by(current_user).where(Post.status == PostStatus.DRAFT).order_by(Post.updated_at.desc())
    drafts = drafts.limit(DRAFTS_SHOWN).options(defer(Post.body), defer(Post.rendered))
    return render_template(
        "admin/overview.html",
        drafts=list(db.session.scalars(drafts)),
        scheduled=needing.scheduled(current_user),
        differing=needing.differing(current_user),
        edited_since=needing.edited_since(current_user),
        notices=notices.unread(current_user),
        failed=failed_jobs() if current_user.may(Act.MANAGE_SITE) else [],
        may_write=current_user.may(Act.WRITE),
        demo=current_user.may(Act.MANAGE_SITE) and is_loaded(),
    )


@blueprint.post("/notices/<int:notice_id>")
def put_away(notice_id: int) -> ResponseReturnValue:
    with writing():
        notices.put_away(notice_id, by=current_user)
    return redirect(url_for("admin.overview.index"))


@blueprint.post("/demo/removal")
def remove_demo() -> ResponseReturnValue:
    with writing():
        digests = remove(by=current_user)
    for digest in digests:
        payloads.forget(digest)
    flash("The demo is gone: its post, its thread, its people and its statement.")
    return redirect(url_for("admin.overview.index"))
