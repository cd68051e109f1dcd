"""What a private link shows: a post as readers would see it, for whoever has the link, and for no machine."""

from http import HTTPStatus

from flask import Blueprint, Response, g, redirect, render_template
from flask.typing import ResponseReturnValue

from blog.posts.publishing.preview_links import linked_post
from blog.reading.posts import stored_post
from blog.site import current_site

blueprint = Blueprint("previews", __name__)


@blueprint.get("/previews/<secret>")
def show(secret: str) -> ResponseReturnValue:
    post = linked_post(secret)
    if post.is_readable:
        return redirect(post.path, HTTPStatus.SEE_OTHER)
    view = stored_post(post, current_site())
    g.frame_hosts = view.frame_hosts
    return render_template("public/preview.html", post=view)


@blueprint.after_request
def _keep_it_private(response: Response) -> Response:
    """No copy of it stays anywhere, and where its links lead nobody learns the secret."""
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response
