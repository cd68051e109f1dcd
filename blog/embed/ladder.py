"""The way to a passage: from the best place to read it down to what is left when the original went.

Nothing is asked of the network here: which rungs hold is told by the last look at the original.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from urllib.parse import quote, urldefrag, urlsplit

from blog.embed.fragments import linked
from blog.sources.models import SourceState

# Leads to the copy nearest to a time; the archive's own form of Memento's datetime negotiation (RFC 7089).
WAYBACK = "https://web.archive.org/web/{at:%Y%m%d%H%M%S}/{url}"
# What RFC 3986 lets stand in a fragment; without the colon, which would begin a directive of its own (":~:").
_IN_ANCHOR = "!$&'()*+,;=@/?"


class RungKind(StrEnum):
    """What a rung leads to."""

    PASSAGE = "passage"
    SECTION = "section"
    COPY = "copy"
    ARCHIVE = "archive"
    PAGE = "page"


LABELS = {
    RungKind.PASSAGE: "The passage in the original",
    RungKind.SECTION: "Its section in the original",
    RungKind.COPY: "The passage in our kept copy",
    RungKind.ARCHIVE: "The page in an archive",
    RungKind.PAGE: "The original page",
}


@dataclass(frozen=True, slots=True)
class Rung:
    """One way to a passage."""

    kind: RungKind
    url: str
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """What is known of a passage; "" for what there is not.

    `fragment` is its `:~:text=…`, `anchor` the id of the nearest heading (`Block.anchor`). `loads_at_top`: the page
    sends `Document-Policy: force-load-at-top`, which keeps browsers from scrolling to either. `stands`: the newest
    version has the words. `copy_url` leads to the block in our kept copy, if readers may see that; `archive_url` to an
    archive's copy. `kept_at` is when the words were seen in the original.
    """

    url: str
    state: SourceState
    fragment: str = ""
    anchor: str = ""
    loads_at_top: bool = False
    stands: bool = True
    copy_url: str = ""
    archive_url: str = ""
    kept_at: datetime | None = None


def rungs(passage: Passage) -> list[Rung]:
    """The ways to a passage, the best first; none for what was pasted without an address and is hidden here."""
    return [Rung(kind, url, LABELS[kind]) for kind, url in _ways(passage) if url]


def best(passage: Passage) -> Rung | None:
    """The way to lead readers."""
    return next(iter(rungs(passage)), None)


def wayback_url(url: str, at: datetime) -> str:
    """Where the Internet Archive has the page as it was then, if it has it."""
    return WAYBACK.format(at=at, url=urldefrag(url).url)


def robust_link(passage: Passage) -> dict[str, str]:
    """The attributes that let a link outlive its page (Robust Links, robustlinks.mementoweb.org/spec).

    An archive's copy is named rather than ours, being another's word.
    """
    attributes = {
        "data-originalurl": passage.url,
        "data-versionurl": passage.archive_url or passage.copy_url,
        "data-versiondate": passage.kept_at.date().isoformat() if passage.kept_at else "",
    }
    return {name: value for name, value in attributes.items() if value}


def _ways(passage: Passage) -> Iterator[tuple[RungKind, str]]:
    is_address = urlsplit(passage.url).scheme in ("http", "https")
    is_there = is_address and passage.state is not SourceState.GONE
    # Of a page that refuses us we do not know what it shows to others.
    is_found = is_there and passage.state is not SourceState.BLOCKED and passage.stands
    section = _with_anchor(passage.url, passage.anchor)
    if is_found and not passage.loads_at_top:
        yield RungKind.PASSAGE, linked(section, passage.fragment) if passage.fragment else ""
        yield RungKind.SECTION, section if passage.anchor else ""
    yield RungKind.COPY, passage.copy_url
    yield RungKind.ARCHIVE, passage.archive_url and linked(passage.archive_url, passage.fragment)
    yield RungKind.PAGE, passage.url if is_there else ""


def _with_anchor(url: str, anchor: str) -> str:
    return f"{urldefrag(url).url}#{quote(anchor, safe=_IN_ANCHOR)}" if anchor else url
