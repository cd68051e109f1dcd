"""Captures at the desk: fetch a page, follow how far it is, keep a file or a page from one's own browser, answer it."""

from http import HTTPStatus

from flask import flash, jsonify, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from blog.accounts.keeping import take_back
from blog.accounts.links import site_url
from blog.accounts.roles import Act
from blog.admin.lock import room
from blog.admin.moderating.answers import answer_page, open_draft
from blog.errors import Invalid, NotFound
from blog.extensions import db
from blog.posts.capturing import keep_given
from blog.sources.adding import typed_date
from blog.sources.capturing import ask, copy_of_browser_page, copy_of_file, find_capture
from blog.sources.confirmed import is_missed
from blog.sources.models import Capture, Progress, Text
from blog.sources.urls import canonical_url
from blog.transactions import writing
from blog.typed import required

blueprint = room("captures", Act.WRITE)
BROWSER_FIELDS = ("url", "html")


@blueprint.post("/captures/")
def fetch() -> ResponseReturnValue:
    """Ask for a capture of the page at an address."""
    url = request.form.get("url", "")
    try:
        with writing():
            capture = ask(url, by=current_user)
    except Invalid as error:
        return answer_page({"url": url}, {"fetch-url": error.message}, HTTPStatus.UNPROCESSABLE_ENTITY)
    return redirect(url_for(".one", capture_id=capture.id), HTTPStatus.SEE_OTHER)


@blueprint.get("/captures/")
def begin() -> ResponseReturnValue:
    """The form that a refused address was typed into, opened again."""
    return redirect(url_for("admin.sources.new"))


@blueprint.get("/captures/<int:capture_id>/")
def one(capture_id: int) -> ResponseReturnValue:
    """How far a capture is; as JSON for the script that waits."""
    capture = find_capture(capture_id, by=current_user)
    if request.accept_mimetypes.best_match(["text/html", "application/json"]) == "application/json":
        return jsonify(progress=capture.progress.value, is_over=_is_over(capture))
    text = db.session.get(Text, capture.text_id) if capture.text_id else None
    return render_template(
        "admin/capture.html",
        capture=capture,
        text=text,
        is_over=_is_over(capture),
        is_missed=text is not None and is_missed(text),
    )


@blueprint.post("/captures/<int:capture_id>/answer")
def answer(capture_id: int) -> ResponseReturnValue:
    """Open a draft that reposts what was captured."""
    capture = find_capture(capture_id, by=current_user)
    text = db.session.get(Text, capture.text_id) if capture.text_id else None
    if text is None:
        raise NotFound("This capture has kept nothing that could be answered.")
    return open_draft(text)


@blueprint.post("/captures/file")
def file() -> ResponseReturnValue:
    """Keep a file as a copy of the page at an address."""
    sent, url, day = request.files.get("file"), request.form.get("url", ""), request.form.get("stated_on", "")
    values = {"url": url, "stated_on": day}
    try:
        raw = sent.read() if sent else b""
        required("chosen" if raw else "", field="file", what="The file")
        copy = copy_of_file(
            raw, url=canonical_url(url), name=sent.filename or "" if sent else "", stated_on=typed_date(day)
        )
        with writing():
            text, is_new = keep_given(url, copy, by=current_user)
    except Invalid as error:
        field = f"file-{error.field}" if error.field in ("url", "date") else "file"
        return answer_page(values, {field: error.message}, HTTPStatus.UNPROCESSABLE_ENTITY)
    return _kept(text, is_new)


@blueprint.route("/captures/browser", methods=["GET", "POST"])
def browser() -> ResponseReturnValue:
    """Where the bookmarklet brings a page as its reader's own browser shows it."""
    sent = request.form or take_back(request.path)
    values = {name: sent.get(name, "") for name in BROWSER_FIELDS}
    if request.method != "POST":
        return _browser_page(values, {})
    try:
        url = canonical_url(values["url"])
        required(values["html"].strip(), field="html", what="The page")
        copy = copy_of_browser_page(values["html"], url=url)
        with writing():
            text, is_new = keep_given(url, copy, by=current_user)
    except Invalid as error:
        field = error.field if error.field in BROWSER_FIELDS else "html"
        return _browser_page(values, {field: error.message}, HTTPStatus.UNPROCESSABLE_ENTITY)
    return _kept(text, is_new)


@blueprint.get("/captures/bookmarklet")
def bookmarklet() -> ResponseReturnValue:
    return render_template("admin/bookmarklet.html", script=BOOKMARKLET.format(site=site_url()))


# Opens the page above and hands it what this page is, as often as it takes until the other says that it has it. Only
# our own address can receive it.
BOOKMARKLET = (
    "javascript:(()=>{{const w=open('{site}/admin/captures/browser');"
    "const m={{rejoinder:1,url:location.href,html:document.documentElement.outerHTML}};"
    "const t=setInterval(()=>w.postMessage(m,'{site}'),300);"
    "addEventListener('message',e=>e.source===w&&e.data==='rejoinder-kept'&&clearInterval(t))}})()"
)


def _browser_page(
    values: dict[str, str], errors: dict[str, str], status: HTTPStatus = HTTPStatus.OK
) -> ResponseReturnValue:
    answer = make_response(render_template("admin/browser.html", values=values, errors=errors), status)
    # The page that opened this one must be able to speak to it.
    answer.headers["Cross-Origin-Opener-Policy"] = "unsafe-none"
    return answer


def _kept(text: Text, is_new: bool) -> ResponseReturnValue:
    if is_new:
        flash(f"Kept as version {text.snapshot.version}. Look over what is the statement, then answer it.")
    else:
        flash("The same copy was kept before: nothing was added.")
    if text.snapshot.stated_on and is_missed(text):
        flash(
            "The blocks that were chosen to be the statement were not found in this earlier version, so "
            "what seems to be the statement was marked in it."
        )
    return redirect(url_for("admin.sources.edit", source_id=text.snapshot.source_id), HTTPStatus.SEE_OTHER)


def _is_over(capture: Capture) -> bool:
    return capture.progress in (Progress.DONE, Progress.FAILED)
