"""What has changed in a thread: asked by open pages every now and then, so it costs next to nothing."""

from dataclasses import asdict
from datetime import date
from http import HTTPStatus

from flask import Blueprint, Response, jsonify, request
from flask.typing import ResponseReturnValue

from blog.comments.threads.changes import changes_since, last_change
from blog.database import row_number
from blog.errors import NotFound
from blog.public.pages import POST_RULE

blueprint = Blueprint("thread_changes", __name__)


@blueprint.get(POST_RULE + "comments/changes")
def changes(year: int, month: int, day: int, slug: str) -> ResponseReturnValue:
    """204 where nothing has changed, or 304; else JSON of `blog.comments.threads.changes.Changes`."""
    words = request.args.get("after", "0")
    after = 0 if words == "0" else row_number(words)
    post_id, last = last_change(slug, _day(year, month, day))
    if after is None:
        raise NotFound("There is no such change. Begin at the post.")
    if after == last:
        response = Response(status=HTTPStatus.NO_CONTENT)
    else:
        response = jsonify(asdict(changes_since(post_id, after=after, last=last)))
    response.cache_control.no_cache = True
    response.set_etag(f"{post_id}-{after}-{last}")
    return response.make_conditional(request)


def _day(year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        raise NotFound("There is no such day.") from None
