"""Fetching players, in the background: once when a post first holds one, and again when what is known has aged."""

from collections.abc import Callable, Collection
from functools import partial
from urllib.parse import urlsplit

import sqlalchemy as sa
from flask import current_app

from blog.accounts.links import site_url
from blog.clock import now
from blog.embed.models import Embed, Player
from blog.embed.players.answers import Unusable
from blog.embed.players.keeping import is_due, keep_failure, keep_found, keep_gone
from blog.embed.players.looking_up import Get, OriginalGone, look_up
from blog.embed.players.placing import FETCH
from blog.embed.players.providers import Provider, allowed
from blog.embed.players.thumbnails import keep_picture
from blog.extensions import db
from blog.jobs import enqueue, task
from blog.site import current_site
from blog.sources.fetching.client import Fetched, fetch
from blog.sources.fetching.failures import Cause, FetchFailed
from blog.sources.fetching.limits import Limits
from blog.transactions import writing

# How this site calls itself to those it asks, with an address where someone can be asked back.
AGENT = "Rejoinder/1.0 (+{})"

# Why a provider could not be asked: what does not change by itself, and what may.
WHY = {
    Cause.NOT_ALLOWED: "could not be asked: it is not on the public internet.",
    Cause.PORT: "could not be asked: its address names another port than the web’s own, 80 and 443.",
    Cause.NO_SUCH_NAME: "could not be asked: there is no host of this name.",
}
TRIED_AGAIN = "could not be asked: it did not answer as it should. It is tried again."

Keep = Callable[[Player], None]


@task(FETCH)
def fetch_player(player_id: int) -> None:
    """Ask for one player, keep what came, and ask for the next time. Not for one that no post holds any more.

    Another job may have done it: each leaves one for when its answer ages, so an early one leaves none.
    """
    player = db.session.get(Player, player_id)
    if player is None or not is_due(player, now()) or not _is_placed(player):
        return
    providers = allowed(current_site().player_providers)
    url, was_player = player.url, player.provider in {provider.name for provider in providers}
    db.session.rollback()  # no transaction is open while another server is waited for
    keep = outcome(url, providers=providers, was_player=was_player, get=_guarded())
    with writing():
        player = db.session.get_one(Player, player_id)
        keep(player)
        enqueue(FETCH, at=player.expires_at, player_id=player_id)


def outcome(url: str, *, providers: Collection[Provider], was_player: bool, get: Get) -> Keep:
    """Ask for what stands at `url`; what is to be done to its row then."""
    host = urlsplit(url).hostname
    try:
        found = look_up(url, providers=providers, get=get, was_player=was_player)
    except OriginalGone:
        return keep_gone
    except FetchFailed as failed:
        return partial(keep_failure, why=f"{host} {WHY.get(failed.cause, TRIED_AGAIN)}")
    except Unusable as unusable:
        return partial(keep_failure, why=f"{host} was asked, but {unusable}. It is tried again.")
    picture = keep_picture(found.thumbnail_url, get) if found.thumbnail_url else None
    return partial(keep_found, found=found, picture=picture)


def _guarded() -> Get:
    """The one way out, as this site goes it."""
    agent, allow = AGENT.format(site_url()), current_app.config["SETTINGS"].fetch_allow

    def get(url: str, limits: Limits) -> Fetched:
        return fetch(url, agent=agent, allow=allow, limits=limits)

    return get


def _is_placed(player: Player) -> bool:
    return db.session.scalar(sa.select(Embed.id).where(Embed.player_id == player.id).limit(1)) is not None
