"""Choosing whose players posts may hold."""

from collections.abc import Iterable

import sqlalchemy as sa

from blog.accounts.models import User
from blog.accounts.roles import Act
from blog.embed.models import Embed, Player
from blog.embed.players.placing import FETCH
from blog.embed.players.providers import USUAL, allowed, provider_of, read_choice
from blog.extensions import db
from blog.jobs import enqueue
from blog.site import change


def choose_providers(chosen: Iterable[str], *, by: User) -> None:
    """Let posts hold the players of these providers and no others; those already placed follow.

    A player whose provider is left out stops playing at once; one whose provider comes in is asked for again.
    Raises `Invalid` for a name that is not in the list.
    """
    by.require(Act.MANAGE_SITE)
    names = read_choice(chosen)
    # The usual choice is kept as none, so that it grows with the program.
    change(by_id=by.id, player_providers=None if set(names) == set(USUAL) else names)
    providers = allowed(names)
    placed = sa.select(Player).where(Player.id.in_(sa.select(Embed.player_id)))
    for player in db.session.scalars(placed):
        provider = provider_of(player.url, providers)
        if provider and provider.name != player.provider:
            player.expires_at = None
            enqueue(FETCH, player_id=player.id)
