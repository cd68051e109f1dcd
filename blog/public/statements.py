"""Statements: all by publisher; one, with its versions and the posts on it; one kept copy."""

from flask import Blueprint, make_response, render_template, request
from flask.typing import ResponseReturnValue

from blog.database import row_number
from blog.markup.kept_pages import SANDBOX
from blog.reading.kept_copies import kept_copy
from blog.reading.sources import list_sources, view_source
from blog.site import current_site

blueprint = Blueprint("statements", __name__, url_prefix="/statements")


@blueprint.get("/")
def index() -> ResponseReturnValue:
    items, next_cursor = list_sources(current_site(), after=request.args.get("after", ""))
    return render_template("public/statements.html", items=items, next_cursor=next_cursor)


@blueprint.get("/<int:source_id>/")
def one(source_id: int) -> ResponseReturnValue:
    return render_template(
        "public/statement.html", source=view_source(source_id, current_site()), version=None
    )


@blueprint.get("/<int:source_id>/versions/<int:version>/")
def kept(source_id: int, version: int) -> ResponseReturnValue:
    reading = request.args.get("reading", type=row_number)
    page = view_source(source_id, current_site(), version=version, reading=reading)
    return render_template("public/statement.html", source=page, version=version)


@blueprint.get("/<int:source_id>/versions/<int:version>/copy")
def copy(source_id: int, version: int) -> ResponseReturnValue:
    """The page as it was received, for the frame on the version's page."""
    answer = make_response(render_template("public/kept_copy.html", copy=kept_copy(source_id, version)))
    answer.headers["Content-Security-Policy"] = SANDBOX
    answer.headers["X-Robots-Tag"] = "noindex, noarchive"
    return answer
