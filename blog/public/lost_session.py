"""A form sent after its session was gone: what was typed is kept, and the person is led back to the form.

Two ways lead here: someone signed out sends what needs signing in, or the form's token does not belong to the
session any more (a stale tab, a lost cookie).
"""

from contextlib import suppress
from urllib.parse import urlsplit

from flask import Flask, Response, current_app, flash, g, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from flask_wtf.csrf import CSRFError
from limits import parse
from werkzeug.exceptions import MethodNotAllowed, NotFound
from werkzeug.routing import RequestRedirect

from blog.accounts import keeping
from blog.database import row_number
from blog.errors import TooLarge
from blog.public.limits import has_turn
from blog.public.refusals import answer, wants_json
from blog.transactions import writing

# Keeping is for people; a machine could fill the table.
KEEPING = parse("30 per hour")
# What a form sends without anyone having typed it: buttons, choices that the page itself had, and its bookkeeping.
UNTYPED = frozenset(
    {
        "seen", "show", "after", "act", "action", "comment", "form_id", "parent", "kind", "language", "policy", "roles",
        "next", "wish", "up_to", "version", "rule", "about", "writing", "step", "continues", "common", "post",
    }
)  # fmt: skip
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
# Their pages need nobody signed in, so that signing in would not help.
NOBODYS = frozenset({"security", "setup"})

STALE = (
    "This page was open for longer than your session, so nothing was sent. Go back, reload the page and send it "
    "again. If that does not help, your browser may be refusing this site’s cookies, which signing in needs."
)
KEPT = (
    "This page was older than your session, so nothing was sent. What you wrote is in the form again: look it over "
    "and send it."
)
AGAIN = "This page was older than your session, so nothing was done. It is fresh now: try once more."


def watch(app: Flask) -> None:
    """Let `app` answer both ways."""
    app.login_manager.unauthorized_handler(sign_in_first)  # type: ignore[attr-defined]
    app.register_error_handler(CSRFError, _token_gone)
    app.after_request(_forget_when_sent)


def sign_in_first() -> ResponseReturnValue:
    """Lead someone signed out to sign in, and then on to where they wanted to go."""
    if wants_json():
        return answer(401, "Sign in first", "This needs an account. Sign in, then ask again.")
    page, g.led_away = _page(), True
    return _kept(page) or redirect(url_for("security.login", next=page), 303)


def _token_gone(_: CSRFError) -> ResponseReturnValue:
    nobodys = request.blueprint in NOBODYS and not current_user.is_authenticated
    if wants_json() or _has_password() or nobodys:
        return answer(400, "This page had grown old", STALE)
    if not current_user.is_authenticated:
        return sign_in_first()
    page, g.led_away = _page(), True
    refusal = _kept(page)
    if refusal is None:
        flash(KEPT if g.get("text_kept") else AGAIN, "warn")
    return refusal or redirect(page, 303)


def _page() -> str:
    """The page that showed the form: the Referer of this site, else the address itself, or the page above it."""
    if request.method in SAFE:
        return request.full_path.rstrip("?")
    try:
        came_from = urlsplit(request.referrer or "")
    except ValueError:
        return _readable(request.path)
    if came_from.netloc != request.host or not came_from.path.startswith("/"):
        return _readable(request.path)
    return came_from.path + (f"?{came_from.query}" if came_from.query else "")


def _readable(path: str) -> str:
    """The path, or the nearest above it that a browser can open: some addresses only take forms."""
    routes = current_app.url_map.bind(request.host)
    while path != "/":
        with suppress(NotFound, MethodNotAllowed, RequestRedirect):
            routes.match(path, method="GET")
            return path
        path = path.rstrip("/").rpartition("/")[0] + "/"
    return path


def _kept(page: str) -> ResponseReturnValue | None:
    """Keep the form's fields; returns a refusal where that cannot be."""
    if request.method in SAFE or _has_password():
        return None
    fields = {name: text.replace("\0", "") for name, text in request.form.items() if name != "csrf_token"}
    if not any(_is_typed(name, text) for name, text in fields.items()):
        return None
    if not has_turn(KEEPING, "keep"):
        return answer(
            429, "Too many tries", "Your session had ended. Go back: your browser still has what you typed."
        )
    try:
        with writing():
            token = keeping.keep(page, fields)
    except TooLarge as error:
        return answer(error.status, error.title, error.message)
    keeping.remember(token)
    g.text_kept = True
    return None


def _is_typed(name: str, text: str) -> bool:
    """Whether a person wrote this. A row's number stands in `text`, which is also a pasted statement, and is none."""
    number = name == "text" and row_number(text) is not None
    return bool(text.strip()) and name not in UNTYPED and not name.startswith("role-") and not number


def _has_password() -> bool:
    return any("password" in name for name in request.form)


def _forget_when_sent(response: Response) -> Response:
    sent = request.method == "POST" and response.status_code in (302, 303) and "led_away" not in g
    if sent and session.get(keeping.COOKIE):
        keeping.forget(_page())
    return response
