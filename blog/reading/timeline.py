"""A statement's versions in the order in which they stood at its address, and how each came."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from blog.reading.statements import changes_path, version_path
from blog.reading.words import moment_words
from blog.site import Site, day_words
from blog.sources.models import Method, Snapshot, Source
from blog.sources.urls import host_of

# Whose word the day of an earlier version is: this site did not see it.
STATED = "date as stated by who added it"
STATED_BY_ARCHIVE = "date as stated by the archive"
# Only what is known: the bytes, how they reached this site, and when.
CAME = {
    Method.UPLOADED: "Uploaded: somebody gave this site these bytes as a file at {moment}",
    Method.PASTED: "Pasted: an author typed or pasted these words at {moment}",
    Method.BROWSER: "From a browser: somebody’s own browser sent this site these bytes at {moment}",
}


@dataclass(frozen=True, slots=True)
class VersionItem:
    """One version; `stated` says whose word its day is, "" where this site received it itself.

    `changes` are the version that stood before it, of those that are not hidden, and the page that compares them;
    None for the first and for one that is hidden.
    """

    number: int
    url: str
    day: str
    stated: str
    came: str
    is_shown: bool
    taken_down: str
    changes: tuple[int, str] | None
    quotations: str


def timeline(
    copies: Iterable[Snapshot], source: Source, site: Site, *, shown: int, quotations: Mapping[int, str]
) -> list[VersionItem]:
    """These versions of the source, the latest first.

    `shown` is the one on the page; `quotations` are words by a snapshot's id.
    """
    items, before = [], None
    for snapshot in as_they_stood(copies):
        items.append(
            VersionItem(
                number=snapshot.version,
                url=version_path(snapshot),
                day=_day(snapshot, site),
                stated=_stated(snapshot),
                came=came_words(snapshot, source, site),
                is_shown=snapshot.version == shown,
                taken_down=snapshot.takedown.reason if snapshot.takedown else "",
                changes=_changes(before, snapshot),
                quotations=quotations.get(snapshot.id, ""),
            )
        )
        before = before if snapshot.takedown else snapshot
    return items[::-1]


def as_they_stood(snapshots: Iterable[Snapshot]) -> list[Snapshot]:
    """Versions in the order in which they stood at their address: by the day stated, or the day they were received."""
    return sorted(snapshots, key=lambda s: (s.stated_on or s.taken_at.date(), s.version))


def came_words(snapshot: Snapshot, source: Source, site: Site) -> str:
    """How a copy came, in a sentence without a full stop."""
    moment = moment_words(snapshot.taken_at, site)
    from_url = snapshot.final_url or source.url
    if snapshot.method is Method.FETCHED:
        led = f", to which {source.url} led" if from_url != source.url else ""
        return f"Fetched: this site received these bytes from {from_url}{led}, at {moment}"
    if snapshot.method is Method.ARCHIVED:
        return f"From an archive: this site received these bytes from {host_of(from_url)} at {moment}"
    return CAME[snapshot.method].format(moment=moment)


def _day(snapshot: Snapshot, site: Site) -> str:
    day = snapshot.stated_on
    return f"{day.day} {day:%B %Y}" if day else day_words(snapshot.taken_at, site)


def _stated(snapshot: Snapshot) -> str:
    if snapshot.stated_on is None:
        return ""
    return STATED_BY_ARCHIVE if snapshot.method is Method.ARCHIVED else STATED


def _changes(before: Snapshot | None, after: Snapshot) -> tuple[int, str] | None:
    if before is None or after.takedown:
        return None
    return before.version, changes_path(before, after)
