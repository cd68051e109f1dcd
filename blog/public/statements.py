"""Statements: all by publisher; one, with its versions and the posts on it; one kept copy."""

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from blog.database import row_number
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
