"""Statements: all by publisher; one, with its versions and the posts on it; one kept copy."""

from flask import Blueprint, jsonify, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from blog.accounts.links import site_url
from blog.database import row_number
from blog.markup.kept_pages import SANDBOX
from blog.reading.annotations import MEDIA_TYPE, annotation_page
from blog.reading.cards import statement_card
from blog.reading.changes import view_changes
from blog.reading.evidence import view_version
from blog.reading.kept_copies import kept_copy
from blog.reading.originals import original
from blog.reading.quoting import quoted, quoting_posts
from blog.reading.records import records_of_source
from blog.reading.sources import SourcePage, find_source, list_sources, view_source
from blog.reading.timeline import timeline
from blog.site import current_site

blueprint = Blueprint("statements", __name__, url_prefix="/statements")


def _rendered(page: SourcePage, version: int | None) -> str:
    site, base = current_site(), site_url()
    source, quotations = page.snapshot.source, quoted(page.snapshot.source)
    return render_template(
        "public/statement.html",
        source=page,
        version=view_version(page.snapshot, site, base) if version else None,
        original=original(source, site),
        timeline=timeline(
            page.copies, source, site, shown=page.snapshot.version, quotations=quotations.by_version()
        ),
        quoting=quoting_posts(source, quotations, version=version),
        card=statement_card(page, request.path, site, base),
        base=base,
    )


@blueprint.get("/")
def index() -> ResponseReturnValue:
    items, next_cursor = list_sources(current_site(), after=request.args.get("after", ""))
    return render_template("public/statements.html", items=items, next_cursor=next_cursor)


@blueprint.get("/<int:source_id>/")
def one(source_id: int) -> ResponseReturnValue:
    return _rendered(view_source(source_id, current_site()), None)


@blueprint.get("/<int:source_id>/versions/<int:version>/")
def kept(source_id: int, version: int) -> ResponseReturnValue:
    reading = request.args.get("reading", type=row_number)
    page = view_source(source_id, current_site(), version=version, reading=reading)
    return _rendered(page, version)


@blueprint.get("/<int:source_id>/versions/<int:version>/copy")
def copy(source_id: int, version: int) -> ResponseReturnValue:
    """The page as it was received, for the frame on the version's page."""
    answer = make_response(render_template("public/kept_copy.html", copy=kept_copy(source_id, version)))
    answer.headers["Content-Security-Policy"] = SANDBOX
    answer.headers["X-Robots-Tag"] = "noindex, noarchive"
    return answer


@blueprint.get("/<int:source_id>/annotations.jsonld")
def annotations(source_id: int) -> ResponseReturnValue:
    """The statement's quotations as Web Annotations."""
    source, base = find_source(source_id), site_url()
    page = annotation_page(f"{base}{request.path}", records_of_source(source, base))
    answer = jsonify(page)
    answer.headers["Content-Type"] = MEDIA_TYPE
    answer.headers["Link"] = (
        '<http://www.w3.org/ns/ldp#Resource>; rel="type"'  # Web Annotation Protocol, §3.3
    )
    answer.add_etag()
    return answer.make_conditional(request)


@blueprint.get("/<int:source_id>/changes/<int:one>..<int:other>/")
def changes(source_id: int, one: int, other: int) -> ResponseReturnValue:
    whole_page = request.args.get("page") == "whole"
    page = view_changes(source_id, one, other, current_site(), whole_page=whole_page)
    return render_template("public/changes.html", page=page)


@blueprint.get("/<int:source_id>/changes")
def compare(source_id: int) -> ResponseReturnValue:
    """The form that chooses two versions, sent."""
    one, other = (row_number(request.args.get(name, "")) or 0 for name in ("from", "to"))
    return redirect(url_for(".changes", source_id=source_id, one=one, other=other))
