"""Our own copy of a player's picture: what readers load comes from here, so that no other site learns of them."""

from dataclasses import dataclass

from blog.embed.players.looking_up import Get
from blog.errors import Invalid
from blog.sources import payloads
from blog.sources.fetching.limits import Limits

# A thumbnail is some tens of KB; a photograph that was asked for at 640 pixels is rarely one MB.
PICTURE_LIMITS = Limits(seconds=15, received=2_000_000, decoded=2_000_000, redirects=4)
# How files begin that every browser shows and none runs: SVG, which may hold scripts, is not among them.
BEGINNINGS = (
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
)


@dataclass(frozen=True, slots=True)
class Picture:
    """A kept picture: its digest in the storage, and its media type."""

    sha256: str
    media_type: str


def keep_picture(url: str, get: Get) -> Picture | None:
    """Fetch a picture and keep it; None where it cannot be had or is none, which takes nothing from the card."""
    try:
        fetched = get(url, PICTURE_LIMITS)
    except Invalid:
        return None
    media_type = picture_type(fetched.body) if fetched.status == 200 else ""
    return Picture(payloads.keep(fetched.body), media_type) if media_type else None


def picture_type(body: bytes) -> str:
    """The media type by a file's first bytes, whatever it was sent as; "" where it is no picture that is shown here."""
    for beginning, media_type in BEGINNINGS:
        if body.startswith(beginning):
            return media_type
    if body[:4] == b"RIFF" and body[8:12] == b"WEBP":
        return "image/webp"
    return "image/avif" if body[4:12] == b"ftypavif" else ""
