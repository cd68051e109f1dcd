"""What is kept of a player, and when to ask for it again. A card stays when its original goes."""

from datetime import datetime, timedelta

from blog.clock import now
from blog.embed.models import Player, PlayerState
from blog.embed.players.answers import one_line
from blog.embed.players.looking_up import Found
from blog.embed.players.thumbnails import Picture

# A provider's cache_age is kept to within these; one that says nothing is asked once a day.
USUAL_AGE = timedelta(days=1)
SHORTEST_AGE, LONGEST_AGE = timedelta(hours=1), timedelta(days=30)
# After a failure the pause grows with the time since the last success, so that nothing is asked in vain for long.
SHORTEST_PAUSE, LONGEST_PAUSE = timedelta(minutes=10), timedelta(days=7)
ERROR_LIMIT = 500


def is_due(player: Player, at: datetime) -> bool:
    """Whether it is time to ask for a player."""
    return player.expires_at is None or player.expires_at <= at


def keep_found(player: Player, found: Found, picture: Picture | None) -> None:
    """Keep what an address came to. Without a new picture the one at hand stays."""
    player.state, player.error, player.fetched_at = PlayerState.LIVE, "", now()
    player.provider, player.kind, player.title = found.provider, found.kind, found.title
    player.author, player.author_url = found.author, found.author_url
    player.width, player.height = found.width, found.height
    player.frame_url, player.frame_host = found.frame_url, found.frame_host
    if picture:
        player.thumbnail_sha256, player.thumbnail_type = picture.sha256, picture.media_type
    age = USUAL_AGE if found.cache_age is None else timedelta(seconds=min(found.cache_age, 10**9))
    player.expires_at = player.fetched_at + min(max(age, SHORTEST_AGE), LONGEST_AGE)


def keep_gone(player: Player) -> None:
    """Say that there is nothing at the address any more. All that is known of it stays."""
    player.state, player.error = PlayerState.GONE, ""
    player.expires_at = now() + _pause(player)


def keep_failure(player: Player, why: str) -> None:
    """Say why nothing came this time. All that is known of it stays."""
    player.error = one_line(why, ERROR_LIMIT)
    player.expires_at = now() + _pause(player)


def _pause(player: Player) -> timedelta:
    since = now() - (player.fetched_at or player.added_at)
    return min(max(since, SHORTEST_PAUSE), LONGEST_PAUSE)
