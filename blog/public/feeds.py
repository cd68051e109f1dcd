"""The feeds (Atom, RFC 4287, and JSON Feed) and the answers that machines ask for."""

import sqlalchemy as sa
from flask import (
    Blueprint,
    Response,
    get_template_attribute,
    jsonify,
    make_response,
    render_template,
    request,
)
from flask.typing import ResponseReturnValue

from blog.accounts.links import site_url
from blog.extensions import db
from blog.posts.models import Post
from blog.reading.feed import newest, withdrawn
from blog.reading.json_feed import MEDIA_TYPE, json_feed
from blog.site import current_site

blueprint = Blueprint("feeds", __name__)


@blueprint.get("/feed.atom")
def atom() -> ResponseReturnValue:
    site = current_site()
    response = make_response(
        render_template("feeds/atom.xml", posts=newest(site), gone=withdrawn(), base=site_url())
    )
    response.mimetype = "application/atom+xml"
    response.add_etag()
    return response.make_conditional(request)


@blueprint.get("/feed.json")
def json() -> ResponseReturnValue:
    site, base = current_site(), site_url()
    content = get_template_attribute("feeds/_content.html", "content")
    response = jsonify(json_feed(newest(site), site, base, content=lambda post: str(content(post, base))))
    response.mimetype = MEDIA_TYPE
    response.add_etag()
    return response.make_conditional(request)


@blueprint.get("/healthz")
def healthz() -> ResponseReturnValue:
    return Response("ok\n", mimetype="text/plain")


@blueprint.get("/readyz")
def readyz() -> ResponseReturnValue:
    """Whether this node can answer: its database can be read and has its tables."""
    db.session.execute(sa.select(sa.func.count(Post.id)))
    return Response("ok\n", mimetype="text/plain")
