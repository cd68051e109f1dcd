"""A player as a page shows it: a still card of our own, and what a click would load."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from blog.embed.fences import EMBED
from blog.embed.models import Embed, Player, PlayerState
from blog.embed.players.providers import Provider, allowed
from blog.extensions import db
from blog.posts.attribution.remarks import Kind, Remark
from blog.posts.models import Post
from blog.site import Site
from blog.sources.urls import host_of

# A player whose answer names no height gets this one, in CSS pixels.
USUAL_HEIGHT = 400
# An address that stands for a title is cut where it is longer than a line.
TITLE_CHARACTERS = 80


@dataclass(slots=True)
class PlayerView:
    """What templates/_player.html takes. `frame_url` is "" where nothing may be loaded into the page."""

    ident: str
    url: str
    host: str
    title: str
    provider: str
    kind: str
    author: str
    author_url: str
    thumbnail_url: str
    frame_url: str
    frame_host: str
    width: int | None
    height: int
    is_gone: bool


def embeds_of(posts: Iterable[Post]) -> dict[int, list[Embed]]:
    """The players that stand in these posts, in order, by post. One query, and none where there are none."""
    found: dict[int, list[Embed]] = defaultdict(list)
    with_players = [post.id for post in posts if any(kind == EMBED for kind, _ in post.rendered)]
    if not with_players:
        return found
    query = sa.select(Embed).where(Embed.post_id.in_(with_players)).order_by(Embed.post_id, Embed.ordinal)
    for embed in db.session.scalars(query.options(joinedload(Embed.player))):
        found[embed.post_id].append(embed)
    return found


def view_embed(embed: Embed, site: Site) -> PlayerView:
    """One player in its place. It plays while its original is there and its provider is allowed here."""
    player = embed.player
    is_gone = player.state is PlayerState.GONE
    provider = next((p for p in allowed(site.player_providers) if p.name == player.provider), None)
    plays = provider is not None and bool(player.frame_url) and not is_gone
    return PlayerView(
        ident=f"e{embed.ordinal}",
        url=player.url,
        host=host_of(player.url),
        title=player.title or _address_words(player.url),
        provider=player.provider or host_of(player.url),
        kind=player.kind,
        author=player.author,
        author_url=player.author_url,
        thumbnail_url=thumbnail_path(player),
        frame_url=_starting(player.frame_url, provider) if plays and provider else "",
        frame_host=player.frame_host if plays else "",
        width=player.width,
        height=player.height or USUAL_HEIGHT,
        is_gone=is_gone,
    )


def thumbnail_path(player: Player) -> str:
    """Where our copy of the picture is served, "" for none. It changes with the picture: browsers may keep it."""
    digest = player.thumbnail_sha256
    return f"/players/{player.id}/thumbnail?v={digest[:12]}" if digest else ""


def remarks_on_players(post: Post) -> list[Remark]:
    """Why players of a post are plain links, or gone: for its author."""
    remarks = []
    for embed in embeds_of([post])[post.id]:
        player = embed.player
        if player.state is PlayerState.GONE:
            words = (
                f"There is nothing at {player.url} for the public any more. The card stays as it was kept."
            )
            remarks.append(Remark(Kind.PLAYER, words))
        elif player.error:
            words = f"No card could be made of {player.url} yet, so it is a plain link: {player.error}"
            if player.fetched_at:
                words = f"The card of {player.url} may be out of date: {player.error}"
            remarks.append(Remark(Kind.PLAYER, words, is_quiet=True))
    return remarks


def frame_hosts(players: Iterable[PlayerView]) -> list[str]:
    """The hosts that a page with these players must let be framed, each once."""
    return sorted({player.frame_host for player in players if player.frame_host})


def _address_words(url: str) -> str:
    """An address as its own title: host, path, and the query, which may be what tells two of them apart."""
    parts = urlsplit(url)
    words = (host_of(url) + parts.path).rstrip("/") + (f"?{parts.query}" if parts.query else "")
    return words if len(words) <= TITLE_CHARACTERS else words[: TITLE_CHARACTERS - 1] + "…"


def _starting(frame_url: str, provider: Provider) -> str:
    """The player's address, asking it to play at once: the reader has clicked already."""
    if not provider.start:
        return frame_url
    return f"{frame_url}{'&' if urlsplit(frame_url).query else '?'}{provider.start}"
