"""The players of a post: which ones its blocks name, and their rows."""

from collections.abc import Iterable, Sequence

import sqlalchemy as sa

from blog.clock import now
from blog.embed.fences import EMBED, Fence, Problem, refuse
from blog.embed.models import Embed, Player, PlayerState
from blog.embed.players.keeping import is_due
from blog.errors import Invalid
from blog.extensions import db
from blog.jobs import enqueue
from blog.sources.urls import canonical_url
from blog.transactions import take_turn_at

# Each is fetched and drawn; a post with more is a list of links.
MOST_PLAYERS = 40
FETCH = "players.fetch"


def players_named(fences: Iterable[Fence]) -> dict[str, Player]:
    """The players that embed blocks name, by canonical URL: those that are known, and new ones, not stored yet.

    Raises `Invalid` beside body, naming the lines, for an address that cannot be used, and for too many players.
    """
    urls: dict[str, int] = {}
    problems = []
    for fence in fences:
        if fence.kind == EMBED:
            try:
                urls.setdefault(canonical_url(fence.argument), fence.line)
            except Invalid as error:
                problems.append(Problem(fence.line, error.message))
    if len(urls) > MOST_PLAYERS:
        line = sorted(urls.values())[MOST_PLAYERS]
        problems.append(Problem(line, f"A post holds at most {MOST_PLAYERS} players. Link to the others."))
    refuse(problems)
    return {url: _known(urls).get(url) or unread(url) for url in urls}


def place_embeds(post_id: int, embeds: Sequence[Embed]) -> None:
    """Store a post's players in the place of the ones before, and ask for those that nothing is known of yet."""
    db.session.execute(sa.delete(Embed).where(Embed.post_id == post_id))
    if not embeds:
        return
    take_turn_at("players")
    players = _known(embed.player.url for embed in embeds)
    for embed in embeds:
        url = embed.player.url
        if url not in players:
            players[url] = unread(url)
            db.session.add(players[url])
        db.session.add(Embed(post_id=post_id, ordinal=embed.ordinal, player=players[url]))
    db.session.flush()
    for player in players.values():
        if is_due(player, now()):
            enqueue(FETCH, player_id=player.id)


def unread(url: str) -> Player:
    """A player of which only the address is known."""
    texts = ("provider", "title", "author", "author_url", "thumbnail_sha256", "thumbnail_type", "frame_url")
    blank = dict.fromkeys((*texts, "frame_host", "error"), "")
    return Player(url=url, kind="link", state=PlayerState.UNKNOWN, added_at=now(), **blank)


def _known(urls: Iterable[str]) -> dict[str, Player]:
    rows = db.session.scalars(sa.select(Player).where(Player.url.in_(set(urls))))
    return {player.url: player for player in rows}
