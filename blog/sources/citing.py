"""Citing a version of a statement: as a line of text, for BibTeX, as CSL-JSON.

Each tells the original's address, our kept copy's, when it was received, and the SHA-256 of what was received, so
that whoever holds the bytes can tell whether they are the ones that were cited.
"""

import json
import re
import unicodedata
from datetime import UTC, date, datetime
from typing import Any

from blog.sources.models import Method, Snapshot, Source

# What TeX reads as a command (The TeXbook, ch. 7), and what stands for it in text. BibTeX counts braces, escaped or
# not, so that none may stand alone.
TEX = {
    "\\": r"\textbackslash{}", "{": r"\textbraceleft{}", "}": r"\textbraceright{}", "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}", "$": r"\$", "&": r"\&", "#": r"\#", "%": r"\%", "_": r"\_",
}  # fmt: skip
# In a \url{…} only these are read as something else, and an address can spell each by its number.
IN_URL = {"\\": "%5C", "{": "%7B", "}": "%7D"}
BLANKS = re.compile(r"\s+")
# A key of BibTeX is letters, digits and dashes in ASCII; longer ones nobody reads.
KEY_LENGTH = 30
# CSL-JSON's item types (https://docs.citationstyles.org/en/stable/specification.html).
CSL_TYPE = "webpage"
# What the moment of a copy is the moment of: no more is said than is known.
RECEIVED = {
    Method.FETCHED: "received from that address",
    Method.ARCHIVED: "received from an archive that had kept it",
    Method.UPLOADED: "given to this site as a file",
    Method.PASTED: "pasted into this site",
    Method.BROWSER: "sent to this site by a reader’s browser",
}


def as_text(source: Source, snapshot: Snapshot, *, site_url: str) -> str:
    """One paragraph of plain text, in English."""
    by = source.byline or source.publisher
    named = f"{_line(by)}. “{_line(source.title)}.”"
    publisher = f" {_line(source.publisher)}," if source.byline and source.publisher != source.byline else ""
    when = f" {_day(source.published_on)}." if source.published_on else " No date."
    return (
        f"{named}{publisher}{when} {source.url}. Version {snapshot.version}, {_received(snapshot)} "
        f"{_moment(snapshot)}: {copy_url(snapshot, site_url=site_url)}. SHA-256 {snapshot.payload_sha256}."
    )


def as_bibtex(source: Source, snapshot: Snapshot, *, site_url: str) -> str:
    """One @misc entry, which BibTeX and BibLaTeX both take; braces around a name keep it whole."""
    note = f"Version {snapshot.version}, {_received(snapshot)} {_moment(snapshot)}. SHA-256: {snapshot.payload_sha256}"
    fields = {
        "author": f"{{{_tex(source.byline or source.publisher)}}}",
        "title": f"{{{_tex(source.title)}}}",
        "publisher": _tex(source.publisher),
        "year": str(source.published_on.year) if source.published_on else "",
        "date": source.published_on.isoformat() if source.published_on else "",
        "language": _tex(source.language),
        "howpublished": f"\\url{{{_in_url(source.url)}}}",
        "url": _in_url(copy_url(snapshot, site_url=site_url)),
        "urldate": _taken(snapshot).date().isoformat(),
        "note": _tex(note),
    }
    lines = [f"  {name} = {{{value}}}," for name, value in fields.items() if value]
    return "\n".join([f"@misc{{{_key(source, snapshot)},", *lines, "}"]) + "\n"


def as_csl(source: Source, snapshot: Snapshot, *, site_url: str) -> list[dict[str, Any]]:
    """CSL-JSON: a list of one item, as reference managers import it."""
    received = _received(snapshot)
    note = f"{received[0].upper()}{received[1:]} {_moment(snapshot)}. SHA-256: {snapshot.payload_sha256}"
    item: dict[str, Any] = {
        "id": _key(source, snapshot),
        "type": CSL_TYPE,
        "title": _line(source.title),
        "author": [{"literal": _line(source.byline or source.publisher)}],
        "publisher": _line(source.publisher),
        "language": source.language,
        "URL": source.url,
        "version": str(snapshot.version),
        "accessed": {"date-parts": [_parts(_taken(snapshot).date())]},
        "archive": _line(site_url),
        "archive_location": copy_url(snapshot, site_url=site_url),
        "note": note,
    }
    if source.published_on:
        item["issued"] = {"date-parts": [_parts(source.published_on)]}
    return [item]


def as_csl_json(source: Source, snapshot: Snapshot, *, site_url: str) -> str:
    """The same as the text of a file."""
    return json.dumps(as_csl(source, snapshot, site_url=site_url), indent=1, ensure_ascii=False) + "\n"


def copy_url(snapshot: Snapshot, *, site_url: str) -> str:
    """The kept copy's own address. `site_url` is without a trailing slash."""
    return f"{site_url}/statements/{snapshot.source_id}/versions/{snapshot.version}/"


def _received(snapshot: Snapshot) -> str:
    of_a_day = f"said to be of {snapshot.stated_on.isoformat()}, " if snapshot.stated_on else ""
    return f"{of_a_day}{RECEIVED[snapshot.method]}"


def _taken(snapshot: Snapshot) -> datetime:
    return snapshot.taken_at.astimezone(UTC)


def _moment(snapshot: Snapshot) -> str:
    return _taken(snapshot).replace(tzinfo=None).isoformat(timespec="seconds") + "Z"


def _day(day: date) -> str:
    return f"{day.day} {day:%B} {day.year}"


def _parts(day: date) -> list[int]:
    return [day.year, day.month, day.day]


def _line(words: str) -> str:
    return BLANKS.sub(" ", words).strip()


def _tex(words: str) -> str:
    return "".join(TEX.get(character, character) for character in _line(words))


def _in_url(url: str) -> str:
    return "".join(IN_URL.get(character, character) for character in url)


def _key(source: Source, snapshot: Snapshot) -> str:
    """Letters and digits of the publisher, the year, and what makes it one of its kind."""
    plain = unicodedata.normalize("NFKD", source.publisher).encode("ascii", "ignore").decode()
    name = re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")[:KEY_LENGTH].strip("-") or "statement"
    year = f"-{source.published_on.year}" if source.published_on else ""
    return f"{name}{year}-s{source.id}v{snapshot.version}"
