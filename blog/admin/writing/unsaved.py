"""Autosaves of the editor: kept as it is typed, offered when the post is opened again, compared, discarded."""

from http import HTTPStatus

from flask import flash, jsonify, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_login import current_user
from flask_wtf.csrf import generate_csrf

from blog.accounts.roles import Act
from blog.admin.lock import room
from blog.admin.words import POLICY_WORDS
from blog.admin.writing.finding import find_post
from blog.database import row_number
from blog.errors import Invalid
from blog.posts.models import Post
from blog.posts.writing.autosaving import editor_key, find, finish, keep, step_of, unsaved
from blog.posts.writing.comparing import compare
from blog.posts.writing.fields import differing, fields_of
from blog.posts.writing.models import Autosave
from blog.site import current_site
from blog.transactions import writing

blueprint = room("unsaved", Act.WRITE)
LABELS = {
    "title": "Title",
    "gist": "Gist",
    "body": "Body",
    "tags": "Tags",
    "slug": "Slug",
    "policy": "Comments",
}
POLICIES = {policy.value: words for policy, words in POLICY_WORDS.items()}


@blueprint.post("/unsaved/")
def autosave() -> ResponseReturnValue:
    """Keep what is typed: JSON with `at`, the time of day, or without where nothing is left to keep."""
    form, person = request.form, current_user._get_current_object()
    key = editor_key(form.get("writing", ""))
    if not key:
        raise Invalid("This page is too old to keep what is typed. Copy your words and reload it.")
    before, _, step_before = form.get("continues", "").partition(" ")
    with writing():
        kept = keep(
            key,
            form,
            post=_post(form.get("post", "")),
            seen=row_number(form.get("seen", "")) or 0,
            step=step_of(form.get("step", "")),
            by=person,
        )
        finish(editor_key(before), step=step_of(step_before), by=person)
        at = kept.kept_at.astimezone(current_site().zone).strftime("%H:%M") if kept else ""
    return jsonify(at=at)


@blueprint.get("/unsaved/")
def waiting() -> ResponseReturnValue:
    """What is kept of a post, but for the asking editor's own: for the page that learns of more after it was made."""
    own, post = request.args.get("writing", ""), _post(request.args.get("post", ""))
    rows = [row for row in unsaved(post, by=current_user) if row.key != own]
    return render_template("admin/editor/_unsaved.html", unsaved=rows, post=post)


@blueprint.get("/unsaved/token")
def token() -> ResponseReturnValue:
    """For an editor whose session had ended: the new session's token, and whose session it is."""
    return jsonify(token=generate_csrf(), person=str(current_user.id))


@blueprint.get("/unsaved/<uuid:key>/")
def comparison(key: object) -> ResponseReturnValue:
    kept = find(str(key), by=current_user)
    post = find_post(kept.post_id) if kept.post_id else None
    stored = fields_of(post) if post else {}
    rows = [
        (LABELS[name], compare(_words(name, stored), _words(name, kept.fields)))
        for name in LABELS
        if name in differing(kept.fields, stored)
    ]
    return render_template("admin/editor/unsaved.html", kept=kept, post=post, fields=rows)


@blueprint.post("/unsaved/<uuid:key>/discard")
def discard(key: object) -> ResponseReturnValue:
    with writing():
        kept = find(str(key), by=current_user)
        page = _page_of(kept)
        finish(kept.key, step=kept.step, by=current_user._get_current_object())
    flash("Discarded. What is stored is as it was.")
    return redirect(page, HTTPStatus.SEE_OTHER)


def _post(number: str) -> Post | None:
    return find_post(row_number(number) or 0) if number else None


def _page_of(kept: Autosave) -> str:
    return f"/admin/posts/{kept.post_id}/" if kept.post_id else "/admin/posts/new"


def _words(name: str, fields: dict[str, str]) -> str:
    words = fields.get(name, "")
    return POLICIES.get(words, words) if name == "policy" else words
