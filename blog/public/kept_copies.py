"""A kept copy to take away: its evidence pack, and how it is cited."""

from flask import Blueprint, make_response, request
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from blog.accounts.links import site_url
from blog.reading.evidence import Citing, cited, evidence_pack
from blog.sources.citing import as_bibtex, as_csl_json, as_text

blueprint = Blueprint(
    "kept_copies", __name__, url_prefix="/statements/<int:source_id>/versions/<int:version>"
)

BIBTEX = "application/x-bibtex; charset=utf-8"
# Citation Style Language, as registered with IANA.
CSL_JSON = "application/vnd.citationstyles.csl+json"
PLAIN = "text/plain; charset=utf-8"


@blueprint.get("/evidence.zip")
def evidence(source_id: int, version: int) -> ResponseReturnValue:
    """All that checks the copy elsewhere: `flask sources verify` takes it."""
    return _sent(evidence_pack(source_id, version, site_url()), "application/zip", source_id, version, "zip")


@blueprint.get("/cite.bib")
def bibtex(source_id: int, version: int) -> ResponseReturnValue:
    return _citation(as_bibtex, BIBTEX, source_id, version, "bib")


@blueprint.get("/cite.json")
def csl(source_id: int, version: int) -> ResponseReturnValue:
    return _citation(as_csl_json, CSL_JSON, source_id, version, "json")


@blueprint.get("/cite.txt")
def plain(source_id: int, version: int) -> ResponseReturnValue:
    return _citation(as_text, PLAIN, source_id, version, "")


def _citation(citing: Citing, media_type: str, source_id: int, version: int, ending: str) -> Response:
    words = cited(source_id, version, citing, site_url())
    return _sent(words.encode(), media_type, source_id, version, ending)


def _sent(body: bytes, media_type: str, source_id: int, version: int, ending: str) -> Response:
    """The answer; where there is an `ending`, as a file to keep."""
    answer = make_response(body)
    answer.headers["Content-Type"] = media_type
    answer.headers["X-Robots-Tag"] = "noindex, noarchive"
    if ending:
        name = f"statement-{source_id}-version-{version}.{ending}"
        answer.headers["Content-Disposition"] = f"attachment; filename={name}"
    answer.add_etag()
    return answer.make_conditional(request)
