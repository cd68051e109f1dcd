"""Feeds of comments (Atom, RFC 4287): of the whole site, and of one post."""

from flask import Blueprint, make_response, render_template, request
from flask.typing import ResponseReturnValue

from blog.accounts.links import site_url
from blog.comments.models import Comment
from blog.public.comments import published_post
from blog.public.pages import POST_RULE
from blog.reading.comment_feed import newest_comments

blueprint = Blueprint("comment_feeds", __name__)


@blueprint.get("/comments.atom")
def of_site() -> ResponseReturnValue:
    return _feed("/", newest_comments())


@blueprint.get(POST_RULE + "comments.atom")
def of_post(year: int, month: int, day: int, slug: str) -> ResponseReturnValue:
    post = published_post(year, month, day, slug)
    return _feed(post.path, newest_comments(post), title=post.title)


def _feed(path: str, comments: list[Comment], title: str = "") -> ResponseReturnValue:
    response = make_response(
        render_template("feeds/comments.xml", comments=comments, path=path, title=title, base=site_url())
    )
    response.mimetype = "application/atom+xml"
    response.add_etag()
    return response.make_conditional(request)
