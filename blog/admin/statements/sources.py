"""Statements at the desk: answer one, correct what is known of it, say what each of its blocks is."""

from collections.abc import Mapping
from http import HTTPStatus
from itertools import groupby

import sqlalchemy as sa
from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from sqlalchemy.orm import defer

from blog.accounts.keeping import take_back
from blog.accounts.roles import Act
from blog.admin.lock import room
from blog.admin.moderating.answers import answer_page, open_draft
from blog.database import row_number
from blog.embed.checking.permission import host
from blog.embed.erasing import forget_words
from blog.errors import Conflict, Invalid, NotFound
from blog.extensions import db
from blog.posts.models import Pin, Post
from blog.posts.visibility import editable_by
from blog.site import LANGUAGES, current_site
from blog.sources import payloads
from blog.sources.adding import Statement, add_pasted
from blog.sources.blocks import BlockRole, numbers
from blog.sources.capturing import ask
from blog.sources.confirmed import is_missed
from blog.sources.correcting import change_reading, correct_source, may_correct, said_otherwise, watch
from blog.sources.keeping import find, latest_text
from blog.sources.models import Check, Source, Text
from blog.sources.takedowns import lift, take_down
from blog.transactions import writing

blueprint = room("sources", Act.WRITE)
SOURCES_A_PAGE = 50
CHECKS_SHOWN = 10
TYPED_FACTS = ("publisher", "title", "byline", "date")
FIELDS = ("url", "text", "kind", "publisher", "title", "byline", "date", "language")


@blueprint.get("/sources/")
def index() -> ResponseReturnValue:
    before = request.args.get("before", "")
    query = sa.select(Source).order_by(Source.id.desc()).limit(SOURCES_A_PAGE + 1)
    if last := row_number(before):
        query = query.where(Source.id < last)
    sources = list(db.session.scalars(query))
    older = str(sources[SOURCES_A_PAGE - 1].id) if len(sources) > SOURCES_A_PAGE else ""
    return render_template("admin/sources.html", sources=sources[:SOURCES_A_PAGE], older=older)


@blueprint.route("/sources/new", methods=["GET", "POST"])
def new() -> ResponseReturnValue:
    """Answer a statement: keep it, and open a draft with its block in place."""
    sent = request.form or take_back(request.path)
    values = {name: sent.get(name, "") for name in FIELDS}
    values["language"] = values["language"] or current_site().language
    if request.method != "POST":
        values["url"] = values["url"] or request.args.get("url", "")
        return answer_page(values | {"pasting": values["text"] or request.args.get("url", "")}, {})
    try:
        facts = {name: values[name] for name in ("url", "kind", "publisher", "title", "byline", "language")}
        statement = Statement.parse(values["text"], date_words=values["date"], **facts)
        was_known = find(statement.url) is not None
        with writing():
            text = add_pasted(statement, by=current_user)
    except Invalid as error:
        return answer_page(values, {error.field or "text": error.message}, HTTPStatus.UNPROCESSABLE_ENTITY)
    if was_known and any(values[name].strip() for name in TYPED_FACTS):
        page = url_for("admin.sources.edit", source_id=text.snapshot.source_id)
        flash(
            f"This address was known already, so what you typed about it was not taken over. Correct it at {page}"
        )
    return open_draft(text)


@blueprint.route("/sources/<int:source_id>/", methods=["GET", "POST"])
def edit(source_id: int) -> ResponseReturnValue:
    source = _find(source_id)
    day = source.published_on.isoformat() if source.published_on else ""
    values = {name: getattr(source, name) for name in ("publisher", "title", "byline", "language")} | {
        "date": day
    }
    if request.method != "POST":
        kept = take_back(request.path, having="publisher")
        return _source_page(source, {name: kept.get(name, value) for name, value in values.items()}, {})
    values = {name: request.form.get(name, "") for name in values}
    try:
        with writing():
            correct_source(
                source,
                date_words=values["date"],
                by=current_user,
                **{n: v for n, v in values.items() if n != "date"},
            )
    except Invalid as error:
        return _source_page(source, values, {error.field: error.message}, HTTPStatus.UNPROCESSABLE_ENTITY)
    flash("Corrected. The captured words are as they were.")
    return redirect(url_for("admin.sources.edit", source_id=source_id))


@blueprint.post("/sources/<int:source_id>/roles")
def roles(source_id: int) -> ResponseReturnValue:
    """Say what the blocks are: a new reading of the same copy."""
    sent = {
        name.removeprefix("role-"): value for name, value in request.form.items() if name.startswith("role-")
    }
    with writing():
        text = latest_text(_find(source_id))
        if text.id != row_number(request.form.get("text", "")):
            raise Conflict(
                "This statement was read anew, or pasted again, since you opened the page. Nothing was changed: open "
                "it again, since the blocks may be others now."
            )
        changed = change_reading(text, _numbered(sent), inside_ids=_inside(), by=current_user)
    if changed is text:
        flash("Nothing was changed.")
    else:
        flash("Kept as a new reading. Posts stay on the reading they were written on until you move them.")
    return redirect(url_for("admin.sources.edit", source_id=source_id))


@blueprint.post("/sources/<int:source_id>/answer")
def answer(source_id: int) -> ResponseReturnValue:
    """Open a draft that reposts the newest copy."""
    return open_draft(latest_text(_find(source_id)))


@blueprint.post("/sources/<int:source_id>/look")
def look(source_id: int) -> ResponseReturnValue:
    """Ask for a look at the original now."""
    with writing():
        capture = ask(_find(source_id).url, by=current_user)
    return redirect(url_for("admin.captures.one", capture_id=capture.id))


@blueprint.post("/sources/<int:source_id>/watch")
def watching(source_id: int) -> ResponseReturnValue:
    with writing():
        source = _find(source_id)
        watch(source, on=not source.is_watched, by=current_user)
    return redirect(url_for(".edit", source_id=source_id))


@blueprint.post("/sources/<int:source_id>/versions/<int:version>/takedown")
def takedown(source_id: int, version: int) -> ResponseReturnValue:
    """Hide a version from readers, erase it, or show it again."""
    with writing():
        snapshot = next((s for s in _find(source_id).snapshots if s.version == version), None)
        if snapshot is None:
            raise NotFound("This statement has no such version.")
        digest = ""
        if request.form.get("action") == "lift":
            lift(snapshot, by=current_user)
        else:
            erase = request.form.get("erase") == "yes"
            digest = take_down(snapshot, reason=request.form.get("reason", ""), erase=erase, by=current_user)
            if erase:
                forget_words(snapshot)
    if digest:
        payloads.forget(digest)
    flash("Done. Its digest and the verdicts on it stay.")
    return redirect(url_for(".edit", source_id=source_id))


def _numbered(sent: Mapping[str, str]) -> dict[int, str]:
    return {int(n): value for n, value in sent.items() if n.isascii() and n.isdecimal()}


def _inside() -> set[int] | None:
    """The blocks that were chosen to be the statement; None where the form did not ask."""
    if "has-region" not in request.form:
        return None
    names = (name.removeprefix("inside-") for name in request.form if name.startswith("inside-"))
    return {int(n) for n in names if n.isascii() and n.isdecimal()}


def _find(source_id: int) -> Source:
    source = db.session.get(Source, source_id)
    if source is None:
        raise NotFound("No statement is kept under this number.")
    return source


def _source_page(
    source: Source, values: dict[str, str], errors: dict[str, str], status: HTTPStatus = HTTPStatus.OK
) -> ResponseReturnValue:
    text = latest_text(source)
    page = render_template(
        "admin/source.html",
        source=source,
        source_host=host(source.url),
        values=values,
        errors=errors,
        text=text,
        is_missed=is_missed(text),
        said=said_otherwise(source, text),
        numbers=numbers(text.blocks),
        runs=[(outside, list(run)) for outside, run in groupby(text.blocks, key=lambda block: block.outside)],
        checks=list(db.session.scalars(_checks(source))),
        may_take_down=current_user.may(Act.EDIT),
        roles=list(BlockRole),
        languages=LANGUAGES | {source.language: LANGUAGES.get(source.language, source.language)},
        behind=_posts_behind(source, text),
        may_correct=may_correct(source, current_user),
    )
    return page, status


def _checks(source: Source) -> sa.Select[Check]:
    return sa.select(Check).where(Check.source_id == source.id).order_by(Check.id.desc()).limit(CHECKS_SHOWN)


def _posts_behind(source: Source, text: Text) -> list[Post]:
    """The posts that this person may move to the newest reading."""
    pinned = sa.select(Pin.post_id).where(Pin.source_id == source.id, Pin.text_id != text.id)
    query = (
        editable_by(current_user).where(Post.id.in_(pinned)).options(defer(Post.rendered), defer(Post.body))
    )
    return list(db.session.scalars(query.order_by(Post.id.desc())))
