"""The library at the desk: upload, look up, say what a picture shows, see what uses it, delete what nothing does."""

from contextlib import closing
from http import HTTPStatus
from typing import Any

from flask import flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from werkzeug.datastructures import FileStorage

from blog.accounts.roles import Act
from blog.admin.lock import room
from blog.database import row_number
from blog.errors import DomainError, Invalid
from blog.posts.media.changing import delete, describe, may_change
from blog.posts.media.keeping import FILE_LIMIT, MIB, discard, forget, keep, prepare
from blog.posts.media.library import FILES_A_PAGE, Wish, find_file, look_up
from blog.posts.media.models import File, FileKind
from blog.posts.media.serving import address
from blog.posts.media.uses import posts_that_used, posts_using
from blog.posts.visibility import may_edit_post
from blog.reading.pictures import about
from blog.transactions import writing

blueprint = room("files", Act.WRITE)
# One form may send several files; without a script they come together.
UPLOAD_LIMIT = 64 * MIB
DESCRIBED = ("alt", "caption", "credit")


@blueprint.url_value_preprocessor
def _take_more(endpoint: str | None, _values: Any) -> None:
    """Let an upload be larger than other forms: before the form is read, and for those alone who may upload."""
    if endpoint == "admin.files.add" and current_user.is_authenticated and current_user.may(Act.WRITE):
        request.max_content_length = UPLOAD_LIMIT


@blueprint.get("/files/")
def index() -> ResponseReturnValue:
    """The library; as JSON, what the editor's drawer shows of it."""
    if _wants_json():
        found = look_up(Wish(words=request.args.get("q", "")), by=current_user)
        return jsonify(files=[_told(file) for file in found[:FILES_A_PAGE]])
    return _list()


@blueprint.post("/files/")
def add() -> ResponseReturnValue:
    """Keep what was sent. A script sends one file and is answered in JSON; a form may send several."""
    sent = [file for file in request.files.getlist("file") if file.filename]
    if _wants_json():
        if not sent:
            raise Invalid("No file came with this.", field="file")
        return jsonify(_told(_keep(sent[0]))), HTTPStatus.CREATED
    kept, refused = [], [] if sent else ["Choose a file first."]
    for file in sent:
        try:
            kept.append(_keep(file))
        except DomainError as error:
            refused.append(f"{file.filename}: {error.message}")
    if refused:
        return _list(refused=refused, kept=kept), HTTPStatus.UNPROCESSABLE_ENTITY
    if len(kept) == 1:
        flash("Kept. Say what it shows, for those who do not see it." if kept[0].needs_alt else "Kept.")
        return redirect(url_for(".one", file_id=kept[0].id), HTTPStatus.SEE_OTHER)
    flash(f"Kept {len(kept)} files. Say of each picture what it shows.")
    return redirect(url_for(".index"), HTTPStatus.SEE_OTHER)


@blueprint.route("/files/<int:file_id>/", methods=["GET", "POST"])
def one(file_id: int) -> ResponseReturnValue:
    if request.method != "POST":
        file = find_file(file_id, by=current_user)
        return _page(file, {name: getattr(file, name) for name in DESCRIBED}, file.is_decorative)
    typed = {name: request.form.get(name, "") for name in DESCRIBED}
    is_decorative = bool(request.form.get("is_decorative"))
    try:
        with writing():
            file = find_file(file_id, by=current_user)
            describe(file, **typed, is_decorative=is_decorative, by=current_user._get_current_object())
    except Invalid as error:
        file = find_file(file_id, by=current_user)
        page = _page(file, typed, is_decorative, {error.field: error.message})
        return page, HTTPStatus.UNPROCESSABLE_ENTITY
    flash("Saved. Every post that shows it has it so from now on.")
    return redirect(url_for(".one", file_id=file_id), HTTPStatus.SEE_OTHER)


@blueprint.post("/files/<int:file_id>/deletion")
def deletion(file_id: int) -> ResponseReturnValue:
    with writing():
        file = find_file(file_id, by=current_user)
        title, names = file.title, delete(file, by=current_user._get_current_object())
    forget(names)
    flash(f"“{title}” is deleted.")
    return redirect(url_for(".index"), HTTPStatus.SEE_OTHER)


def _wants_json() -> bool:
    return request.accept_mimetypes.best_match(["text/html", "application/json"]) == "application/json"


def _keep(sent: FileStorage) -> File:
    with closing(sent):
        # One byte more than may be kept tells that there is more.
        prepared = prepare(sent.stream.read(FILE_LIMIT + 1), sent.filename or "")
    try:
        with writing():
            file = keep(prepared, by=current_user._get_current_object())
    except BaseException:
        discard(prepared)
        raise
    if file is not prepared.file:
        discard(prepared)
    return file


def _told(file: File) -> dict[str, Any]:
    """What the editor's script needs to know of a file."""
    words = file.alt if file.kind is FileKind.PICTURE else file.title
    label = words.replace("\\", "\\\\").replace("[", "\\[").replace("]", "\\]")
    return {
        "id": file.id,
        "kind": file.kind.value,
        "url": file.url,
        "page": url_for(".one", file_id=file.id),
        "title": file.title,
        "alt": file.alt,
        "thumbnail": address(file, file.variants[0][0], file.variants[0][2]) if file.variants else "",
        "needs_alt": file.needs_alt,
        "about": about(file),
        "markdown": f"{'!' if file.kind is FileKind.PICTURE else ''}[{label}]({file.url})",
    }


def _list(*, refused: list[str] | None = None, kept: list[File] | None = None) -> str:
    asked = request.args
    kinds = {kind.value for kind in FileKind}
    wish = Wish(
        words=asked.get("q", ""),
        kind=asked.get("kind", "") if asked.get("kind") in kinds else "",
        is_unused=asked.get("show") == "unused",
        lacks_alt=asked.get("show") == "no-words",
    )
    found = look_up(wish, by=current_user, before=row_number(asked.get("before", "")))
    older = found[FILES_A_PAGE - 1].id if len(found) > FILES_A_PAGE else None
    return render_template(
        "admin/files.html",
        files=found[:FILES_A_PAGE],
        about=about,
        wish=wish,
        show=asked.get("show", ""),
        older=older,
        refused=refused or [],
        kept=kept or [],
        most=FILE_LIMIT // MIB,
    )


def _page(
    file: File, typed: dict[str, str], is_decorative: bool, errors: dict[str, str] | None = None
) -> str:
    used, used_before = posts_using(file), posts_that_used(file)
    return render_template(
        "admin/file.html",
        file=file,
        about=about(file),
        markdown=_told(file)["markdown"],
        typed=typed,
        is_decorative=is_decorative,
        errors=errors or {},
        used=[post for post in used if may_edit_post(post, current_user) or post.is_published],
        used_by_others=sum(not (may_edit_post(post, current_user) or post.is_published) for post in used),
        used_before=[post for post in used_before if may_edit_post(post, current_user)],
        may_change=may_change(file, current_user),
    )
