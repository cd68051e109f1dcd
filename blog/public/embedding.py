"""oEmbed (oembed.com, 1.0) for what everybody may see here, and our copies of other sites' thumbnails."""

from http import HTTPStatus
from typing import Any
from urllib.parse import unquote, urlsplit

import sqlalchemy as sa
from flask import Blueprint, Response, current_app, get_template_attribute, jsonify, request
from flask.typing import ResponseReturnValue
from flask_login import current_user
from lxml import etree
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect

from blog.accounts.links import site_url
from blog.accounts.roles import Act
from blog.database import row_number
from blog.embed.models import Embed, Player
from blog.errors import DomainError, NotFound
from blog.extensions import db
from blog.posts.models import Post
from blog.posts.visibility import readable
from blog.public.pages import find_post
from blog.reading.cards import Card, card_of, shape, statement_card
from blog.reading.posts import stored_post
from blog.reading.sources import view_source
from blog.site import current_site
from blog.sources import payloads

blueprint = Blueprint("embedding", __name__)

# A verdict may change with the next check, so a card is not to be kept for longer.
CACHE_SECONDS = 3600
# The address of a thumbnail changes with the picture.
THUMBNAIL_SECONDS = 31_536_000
DEFAULT_PORTS = {"http": 80, "https": 443}


@blueprint.get("/oembed")
def oembed() -> ResponseReturnValue:
    """A card for `url`. What is not public does not exist here either: never 401, which would tell that it does."""
    form = request.args.get("format", "json")
    try:
        if form not in ("json", "xml"):
            return _problem(HTTPStatus.NOT_IMPLEMENTED, "The formats here are json and xml.")
        answer = _answer(_card(request.args.get("url", "")))
    except DomainError as refused:
        return _problem(HTTPStatus(refused.status), refused.message)
    return jsonify(answer) if form == "json" else Response(_xml(answer), mimetype="text/xml")


@blueprint.get("/players/<int:player_id>/thumbnail")
def thumbnail(player_id: int) -> ResponseReturnValue:
    """Our copy of a player's picture, for whoever may see a post that holds it."""
    player = db.session.scalar(_shown().where(Player.id == player_id))
    if player is None or not player.thumbnail_sha256:
        raise NotFound("There is no picture at this address.")
    try:
        response = Response(payloads.read(player.thumbnail_sha256), mimetype=player.thumbnail_type)
    except FileNotFoundError:
        raise NotFound("This picture is not kept any more.") from None
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.set_etag(player.thumbnail_sha256)
    response.cache_control.max_age = THUMBNAIL_SECONDS
    return response.make_conditional(request)


@blueprint.after_request
def _let_anyone_read(response: Response) -> Response:
    """Scripts of any site may ask for a card: nothing in it depends on who asks."""
    if request.endpoint == f"{blueprint.name}.{oembed.__name__}":
        response.headers["Access-Control-Allow-Origin"] = "*"
    return response


def _card(url: str) -> Card:
    """The card for an address of this site. Raises `NotFound` for what is none, or is not for everybody."""
    if not _is_here(url):
        raise NotFound("This address is not of this site. Ask with url=, the whole address of a page here.")
    site, base, parts = current_site(), site_url(), urlsplit(url)
    page, values = _page_at(unquote(parts.path))
    if page == "pages.post":
        post = find_post(**values) or _moved(values["slug"])
        if post is not None and post.is_readable:
            card = card_of(stored_post(post, site), parts.fragment, site, base)
            if card is not None:
                return card
    elif page in ("statements.one", "statements.kept"):
        source = view_source(values["source_id"], site, version=values.get("version"))
        return statement_card(source, parts.path, site, base)
    raise NotFound("There is nothing at this address that could be shown elsewhere.")


def _is_here(url: str) -> bool:
    """Whether an address is of this site, by http or https."""
    try:
        asked, here = urlsplit(url), urlsplit(site_url())
        ports = [part.port or DEFAULT_PORTS.get(part.scheme) for part in (asked, here)]
    except ValueError:
        return False
    is_same_port = ports[0] == ports[1] or (asked.port is None and here.port is None)
    return asked.scheme in DEFAULT_PORTS and asked.hostname == here.hostname and is_same_port


def _page_at(path: str) -> tuple[str, dict[str, Any]]:
    """The view that answers at a path, and what it takes; "" where there is none."""
    if not path.isprintable():
        return "", {}
    urls = current_app.url_map.bind("localhost")
    try:
        page, values = urls.match(path)
    except RequestRedirect as redirect:  # the slash at its end is missing
        page, values = urls.match(urlsplit(redirect.new_url).path)
    except HTTPException:
        return "", {}
    return page, dict(values)


def _moved(slug: str) -> Post | None:
    """The post of that slug under another day: what was asked for leads there."""
    return db.session.scalar(readable().where(Post.slug == slug))


def _answer(card: Card) -> dict[str, Any]:
    """The fields of oEmbed §2.3.4 for a card."""
    limits = [row_number(request.args.get(name, "")) for name in ("maxwidth", "maxheight")]
    width, height = shape(card, *limits)
    html = str(get_template_attribute("public/embed_card.html", "card")(card))
    return {
        "version": "1.0",
        "type": "rich",
        "title": card.title,
        "author_name": card.author,
        "author_url": card.author_url,
        "provider_name": card.site_name,
        "provider_url": site_url() + "/",
        "cache_age": CACHE_SECONDS,
        "html": html,
        "width": width,
        "height": height,
    }


def _xml(answer: dict[str, Any]) -> bytes:
    root = etree.Element("oembed")
    for name, value in answer.items():
        etree.SubElement(root, name).text = str(value)
    return etree.tostring(root, xml_declaration=True, encoding="utf-8", standalone=True)


def _problem(status: HTTPStatus, words: str) -> ResponseReturnValue:
    """RFC 9457."""
    response = jsonify(type="about:blank", title=status.phrase, status=status, detail=words)
    response.mimetype = "application/problem+json"
    return response, status


def _shown() -> sa.Select[Player]:
    """The players that the asker may see: those in published posts; for those who write, in drafts too."""
    if current_user.is_authenticated and current_user.may(Act.WRITE):
        return sa.select(Player)
    in_public = sa.select(Embed.player_id).where(Embed.post_id.in_(readable().with_only_columns(Post.id)))
    return sa.select(Player).where(Player.id.in_(in_public))
