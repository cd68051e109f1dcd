"""The stylesheet of the look that the owner chose."""

from flask import Blueprint, Response

from blog.errors import NotFound
from blog.site import current_site
from blog.site.look import digest_of, stylesheet

blueprint = Blueprint("look", __name__)
# A year: another look has another address.
CACHE = "public, max-age=31536000, immutable"


@blueprint.get("/look/<digest>.css")
def sheet(digest: str) -> Response:
    look = current_site().look
    if not look or digest != digest_of(look):
        raise NotFound("The site does not look like this any more.")
    return Response(stylesheet(look), mimetype="text/css", headers={"Cache-Control": CACHE})
