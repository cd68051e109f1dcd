"""Posts at the desk: the editor, publishing, withdrawing, earlier revisions."""

import difflib
from http import HTTPStatus

import sqlalchemy as sa
from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from sqlalchemy.orm import defer, joinedload

from blog.accounts.keeping import take_back
from blog.accounts.roles import Act
from blog.admin.lock import room
from blog.admin.words import PAUSE_WORDS, POLICY_WORDS
from blog.admin.writing.editor import Editor
from blog.admin.writing.finding import find_post
from blog.admin.writing.remarks import remarks_on_post
from blog.comments.policy.post_choices import choose_for
from blog.database import row_number
from blog.embed.verdicts import tally
from blog.errors import Invalid, NotFound
from blog.extensions import db
from blog.posts.models import Post, Revision
from blog.posts.moving import move, prepare_move
from blog.posts.publishing.checks import links_in
from blog.posts.publishing.links import ask_for
from blog.posts.publishing.states import withdraw
from blog.posts.writing.autosaving import editor_key, find, unsaved
from blog.posts.writing.mending import checked_in
from blog.posts.writing.saving import EditConflict, create, pins_of, prepare, revise
from blog.site import current_site
from blog.sources.models import Text
from blog.transactions import writing

blueprint = room("posts", Act.WRITE)
POLICIES = {policy.value: words for policy, words in POLICY_WORDS.items()}
# The action of a button that mends the quotation of the number after it.
MEND = "mend "
PAUSES = [("", "As the site has it"), *PAUSE_WORDS.items()]


@blueprint.route("/posts/new", methods=["GET", "POST"])
def new() -> ResponseReturnValue:
    if request.method == "POST":
        return _act(Editor.sent(request.form, None))
    return _page(_continued(None) or Editor.sent(take_back(request.path), None))


@blueprint.route("/posts/<int:post_id>/", methods=["GET", "POST"])
def edit(post_id: int) -> ResponseReturnValue:
    post = find_post(post_id)
    if request.method == "POST":
        return _act(Editor.sent(request.form, post))
    kept = take_back(request.path, having="body")
    editor = Editor.sent(kept, post) if kept else _continued(post) or Editor.of(post)
    editor.reason = take_back(request.path, having="reason").get("reason", "")
    return _page(editor)


@blueprint.post("/posts/<int:post_id>/withdrawal")
def withdrawal(post_id: int) -> ResponseReturnValue:
    reason = request.form.get("reason", "")
    try:
        with writing():
            withdraw(find_post(post_id), by=current_user, reason=reason)
    except Invalid as error:
        editor = Editor.of(find_post(post_id))
        editor.reason = reason
        editor.refuse(error)
        return _page(editor, HTTPStatus.UNPROCESSABLE_ENTITY)
    flash("Withdrawn. Its address now says so, with your reason; comments are hidden with it.")
    return redirect(url_for("admin.posts.edit", post_id=post_id))


@blueprint.post("/posts/<int:post_id>/thread")
def thread(post_id: int) -> ResponseReturnValue:
    names = ("close_after_days", "slow_seconds")
    typed = {name: request.form.get(name, "") for name in names}
    try:
        with writing():
            choose_for(find_post(post_id), **typed, by=current_user._get_current_object())
    except Invalid as error:
        editor = Editor.of(find_post(post_id))
        editor.thread = typed
        editor.refuse(error)
        return _page(editor, HTTPStatus.UNPROCESSABLE_ENTITY)
    flash("Saved for the thread of this post.")
    return redirect(url_for("admin.posts.edit", post_id=post_id))


@blueprint.post("/posts/<int:post_id>/pins")
def pins(post_id: int) -> ResponseReturnValue:
    post, text = find_post(post_id), db.session.get(Text, row_number(request.form.get("text", "")) or 0)
    if text is None:
        raise NotFound("There is no such reading of the statement.")
    prepared = prepare_move(post, text)
    with writing():
        move(post, prepared, text, by=current_user, seen=row_number(request.form.get("seen", "")) or 0)
    flash(f"“{post.title}” now stands on the reading that you chose.")
    return redirect(url_for("admin.posts.edit", post_id=post_id))


@blueprint.get("/posts/<int:post_id>/revisions/")
def revisions(post_id: int) -> ResponseReturnValue:
    post = find_post(post_id)
    query = sa.select(Revision).where(Revision.post_id == post.id).options(joinedload(Revision.saved_by))
    found = list(db.session.scalars(query.order_by(Revision.number.desc()).options(defer(Revision.body))))
    number = row_number(request.args.get("number", str(post.revision)))
    shown = next((revision for revision in found if revision.number == number), None)
    if shown is None:
        raise NotFound("This post has no such revision.")
    before = next((revision for revision in found if revision.number == shown.number - 1), None)
    earlier, later = ((revision.body if revision else "").splitlines() for revision in (before, shown))
    changes = difflib.unified_diff(earlier, later, lineterm="", n=2)
    return render_template(
        "admin/revisions.html", post=post, revisions=found, shown=shown, changes=list(changes)[2:]
    )


def _act(editor: Editor) -> ResponseReturnValue:
    """Do what the button pressed says: preview, save, or save and go on to publish."""
    post, action = editor.post, request.form.get("action", "save")
    was_seen_as = post.title if post and post.is_readable else ""
    try:
        prepared = prepare(editor.draft(), pins=pins_of(post))
        if action.startswith(MEND):
            editor.mend(prepared, action.removeprefix(MEND))
            flash("The source’s words stand in the quotation now. Nothing is stored yet.")
            prepared = prepare(editor.draft(), pins=pins_of(post))
        if action == "preview" or action.startswith(MEND):
            editor.show(prepared, current_site(), by=current_user)
            return _page(editor)
        checked = tally(quotation.verdict for quotation in prepared.bound.quotations)
        with writing():
            if post is None:
                post = create(prepared, by=current_user)
            else:
                revise(post, prepared, by=current_user, seen=editor.seen)
            editor.finish(by=current_user._get_current_object())
            if action == "publish":
                ask_for(links_in(post))
    except EditConflict as error:
        editor.refuse(Invalid(error.message, field="body"))
        editor.meet(error.post)
        return _page(editor, HTTPStatus.CONFLICT)
    except Invalid as error:
        editor.refuse(error)
        return _page(editor, HTTPStatus.UNPROCESSABLE_ENTITY)
    waits = post.publish_at.astimezone(current_site().zone) if post.publish_at else None
    flash(
        _sentences("Saved", checked, f"It appears on {waits:%-d %B at %H:%M}, as scheduled" if waits else "")
    )
    if action == "publish":
        return redirect(url_for("admin.publication.page", post_id=post.id))
    if was_seen_as and post.title != was_seen_as:
        return redirect(url_for("admin.corrections.title", post_id=post.id))
    return redirect(url_for("admin.posts.edit", post_id=post.id))


def _continued(post: Post | None) -> Editor | None:
    """The editor of words that were not saved, where the address names them."""
    key = request.args.get("continue", "")
    if not key:
        return None
    kept = find(editor_key(key), by=current_user)
    if kept.post_id != (post.id if post else None):
        raise NotFound("These words belong to another post.")
    return Editor.of_unsaved(kept)


def _sentences(*words: str) -> str:
    return " ".join(f"{said}." for said in words if said)


def _page(editor: Editor, status: HTTPStatus = HTTPStatus.OK) -> ResponseReturnValue:
    pinned = (
        sa.select(Text).where(Text.id.in_(pins_of(editor.post).values())).options(joinedload(Text.snapshot))
    )
    texts = list(db.session.scalars(pinned)) if editor.post else []
    remarks = remarks_on_post(editor.post) if editor.post else []
    if editor.post and editor.is_stored:
        editor.checked = checked_in(editor.post)
    mine = {editor.key, editor.continues.partition(" ")[0]}
    page = render_template(
        "admin/editor.html",
        editor=editor,
        policies=POLICIES,
        pauses=PAUSES,
        texts=texts,
        remarks=remarks,
        unsaved=[kept for kept in unsaved(editor.post, by=current_user) if kept.key not in mine],
    )
    return page, status
