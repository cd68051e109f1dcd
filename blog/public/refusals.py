"""What a refusal looks like: a page for people, `application/problem+json` (RFC 9457) where JSON was asked for."""

import logging
from http import HTTPStatus

from flask import Flask, jsonify, make_response, redirect, render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import IntegrityError
from werkzeug.exceptions import HTTPException

from blog.clock import now
from blog.errors import Conflict, DomainError, NotFound
from blog.extensions import db, limiter
from blog.reading.lists import newest_few
from blog.site import current_site
from blog.site.redirects import target_of
from blog.typed import FORM_LIMIT

MINUTE = 60
log = logging.getLogger(__name__)
# What a person can do about an answer that the server or the framework gave.
ADVICE = {
    400: "Something in the request could not be read. Go back, reload the page and try again.",
    405: "This address does not take what was sent to it. Go back and use the page’s own buttons.",
    413: (
        "What was sent is larger than the {most} MiB that this page takes in one go, so nothing was "
        "kept. Go back: your browser still has it. Of a page, send one saved without its pictures, or paste its text."
    ),
    500: "This is our mistake, not yours, and it has been logged. Go back: your browser still has what you typed.",
}


def answer_errors(app: Flask) -> None:
    """Give `app` its answers to everything that can go wrong."""
    app.before_request(_refuse_nul)
    app.register_error_handler(DomainError, _refused)
    app.register_error_handler(IntegrityError, _met_another)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(NotFound, _not_found)
    app.register_error_handler(404, lambda _: _not_found(NotFound("There is nothing at this address.")))
    app.register_error_handler(HTTPStatus.TOO_MANY_REQUESTS, _too_many)
    app.register_error_handler(500, _broken)


def wants_json() -> bool:
    """Whether the asker would rather have JSON than a page."""
    best = request.accept_mimetypes.best_match(["text/html", "application/json", "application/problem+json"])
    return best is not None and best != "text/html"


def _refuse_nul() -> None:
    """Nothing here has a NUL in its address, and PostgreSQL cannot even be asked for it."""
    if "\0" in request.path or any("\0" in value for values in request.args.listvalues() for value in values):
        raise NotFound("There is nothing at this address.")


def _met_another(error: IntegrityError) -> ResponseReturnValue:
    """Two requests stored the same thing at the same moment, and this one was the second."""
    log.warning("Two writers met: %s", error.orig)
    return _refused(
        Conflict(
            "Someone, or another tab of yours, stored the same thing at the same moment. Nothing of this was stored: "
            "go back, where your browser still has it, and send it again."
        )
    )


def _refused(error: DomainError) -> ResponseReturnValue:
    db.session.rollback()
    return answer(error.status, error.title, error.message)


def _not_found(error: NotFound) -> ResponseReturnValue:
    """Where the owner leads this address elsewhere, there; else that there is nothing."""
    db.session.rollback()
    target = target_of(request.path) if request.method in ("GET", "HEAD") else None
    return redirect(target, HTTPStatus.MOVED_PERMANENTLY) if target else _refused(error)


def _too_many(_: HTTPException) -> ResponseReturnValue:
    """Says when the next try is taken, by RFC 9110's Retry-After too."""
    seconds = MINUTE
    if limit := limiter.current_limit:
        seconds = max(1, round(limit.reset_at - now().timestamp()))
    minutes = -(-seconds // MINUTE)
    wait = "a minute" if minutes == 1 else f"{minutes} minutes"
    told = f"Nothing was kept, but your browser has what you typed: in {wait} go back and send it again."
    response = make_response(answer(HTTPStatus.TOO_MANY_REQUESTS, "Too many tries", told))
    response.headers["Retry-After"] = str(seconds)
    return response


def _http(error: HTTPException) -> ResponseReturnValue:
    if error.response is not None or error.code is None or error.code < HTTPStatus.BAD_REQUEST:
        return error.get_response()  # a redirect, or an answer made elsewhere
    advice = ADVICE.get(error.code) or error.description or error.name
    if error.code == HTTPStatus.REQUEST_ENTITY_TOO_LARGE:
        advice = advice.format(most=(request.max_content_length or FORM_LIMIT) // 1024**2)
    return answer(error.code, error.name, advice)


def _broken(_: Exception) -> ResponseReturnValue:
    db.session.rollback()
    return answer(500, "Something broke here", ADVICE[500])


def answer(status: int, title: str, message: str) -> ResponseReturnValue:
    """The page, or the problem document, that says what happened."""
    if wants_json():
        response = jsonify(type="about:blank", title=title, status=status, detail=message)
        response.mimetype = "application/problem+json"
        return response, status
    if status == HTTPStatus.NOT_FOUND:
        newest = newest_few(current_site())
        return render_template("errors/404.html", title=title, message=message, newest=newest), status
    return render_template("errors/domain.html", status=status, title=title, message=message), status
