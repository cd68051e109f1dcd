"""The public log of moderation: a page to read, and lines of JSON to check it by."""

from flask import Blueprint, Response, render_template, request, url_for
from flask.typing import ResponseReturnValue

from blog.reading.decisions import export, head_digest, log_page
from blog.site import current_site

blueprint = Blueprint("log", __name__)
MEDIA_TYPE = "application/jsonl"


@blueprint.get("/moderation/")
def page() -> ResponseReturnValue:
    before = request.args.get("before", "")
    shown = log_page(current_site(), before=before)
    return render_template("public/log.html", log=shown, is_first=not before)


@blueprint.get("/moderation/log.jsonl")
def lines() -> ResponseReturnValue:
    """The entries after number `after`, oldest first; a `Link` (RFC 8288) leads to more where there are."""
    after = request.args.get("after", "")
    found, following = export(after=after)
    response = Response("".join(f"{line}\n" for line in found), mimetype=MEDIA_TYPE)
    if following:
        response.headers["Link"] = f'<{url_for(".lines", after=following)}>; rel="next"'
    # Nothing in a chain changes but its end.
    response.set_etag(f"{head_digest()}-{after}")
    return response.make_conditional(request)
