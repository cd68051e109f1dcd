"""What programs for language models are told: in files of their own, in the headers of every page, and people, why."""

from http import HTTPStatus

from flask import Blueprint, Response, g, jsonify, render_template, request
from flask.typing import ResponseReturnValue

from blog.accounts.links import site_url
from blog.reading.ai import robots_txt, tdmrep
from blog.site import current_site
from blog.site.ai import AiPolicy, crawlers, headers, is_denied

blueprint = Blueprint("ai", __name__)
# What a crawler takes for content; the desk is nobody's to read.
CONTENT = ("text/html", "application/atom+xml", "application/feed+json", "text/markdown")


@blueprint.get("/robots.txt")
def robots() -> ResponseReturnValue:
    return Response(robots_txt(current_site()), mimetype="text/plain")


@blueprint.get("/.well-known/tdmrep.json")
def reservation() -> ResponseReturnValue:
    return jsonify(tdmrep(current_site(), site_url()))


@blueprint.get("/ai/")
def page() -> str:
    return render_template("public/ai.html", denied=is_denied(current_site()), crawlers=crawlers())


@blueprint.after_app_request
def tell(response: Response) -> Response:
    """Say it in the headers of what readers get; `g.ai_policy` is that of the post on the page."""
    if (
        response.status_code == HTTPStatus.OK
        and response.mimetype in CONTENT
        and not request.path.startswith("/admin/")
    ):
        denied = is_denied(current_site(), g.get("ai_policy", AiPolicy.SITE))
        for name, value in headers(denied=denied, base=site_url()).items():
            response.headers[name] = ", ".join(filter(None, [response.headers.get(name), value]))
    return response
