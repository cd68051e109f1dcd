"""Pictures and PDFs of the library, for readers."""

from flask import Blueprint, Response, request
from flask.typing import ResponseReturnValue
from flask_login import current_user

from blog.accounts.roles import Act
from blog.posts.media.library import loadable
from blog.posts.media.models import FileKind
from blog.posts.media.serving import read

blueprint = Blueprint("media", __name__)

# What stands at an address never changes, but a withdrawn post takes its pictures with it.
CACHE_SECONDS = 86_400


@blueprint.get("/media/<key>/<name>")
def one(key: str, name: str) -> ResponseReturnValue:
    is_author = current_user.is_authenticated and current_user.may(Act.WRITE)
    file, is_for_all = loadable(key, is_author=is_author)
    content, media_type = read(file, name)
    response = Response(content, mimetype=media_type)
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    if file.kind is FileKind.PDF:
        response.headers.set("Content-Disposition", "attachment", filename=file.name)
    response.set_etag(f"{file.key}-{name}")
    response.cache_control.max_age = CACHE_SECONDS
    if is_for_all:
        response.cache_control.public = True
    else:
        response.cache_control.private = True
    return response.make_conditional(request)
