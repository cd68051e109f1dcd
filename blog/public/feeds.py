"""The feed (Atom, RFC 4287) and the answers that machines ask for."""

import sqlalchemy as sa
from flask import Blueprint, Response, current_app, make_response, render_template, request
from flask.typing import ResponseReturnValue

from blog.extensions import db
from blog.posts.models import Post
from blog.reading.feed import newest
from blog.site import current_site

blueprint = Blueprint("feeds", __name__)


@blueprint.get("/feed.atom")
def atom() -> ResponseReturnValue:
    site = current_site()
    response = make_response(render_template("feeds/atom.xml", posts=newest(site), base=site_url()))
    response.mimetype = "application/atom+xml"
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


def site_url() -> str:
    """The site's own address without a slash at its end: as set, else as it was asked for."""
    return current_app.config["SETTINGS"].site_url or request.host_url.rstrip("/")
