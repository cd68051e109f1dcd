"""Reading the WARC files that others made: which documents are in one, and which of them is meant.

A file is unpacked whole, up to a limit, before any of it is read: what is cut short, damaged or a bomb is found there,
and nothing of it is kept.
"""

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

from warcio.archiveiterator import WARCIterator

from blog.errors import Invalid
from blog.sources.packs.unpacking import MAGIC, MOST_RECORDS, document, unpacked
from blog.sources.packs.warc_refusals import MOST_UNPACKED, cut_short, damaged, refused, too_big

HTML = ("text/html", "application/xhtml+xml")
DOCUMENTS = (*HTML, "application/pdf", "text/plain")
REDIRECTS = frozenset({301, 302, 303, 307, 308})

# It warns of addresses with blanks in them, which are mended and no concern of the operator's.
logging.getLogger("warcio.recordloader").setLevel(logging.ERROR)


@dataclass(frozen=True, slots=True)
class WarcCapture:
    """One document of a WARC file, or a redirect to one.

    `status` and `headers` are the server's answer; for a document that was put in as it was (a “resource” record)
    status is None and there are no headers. `at` is when it was recorded, as the file says. `body` is as recorded:
    see `payload`. `is_partial`: the recorder says that it did not get all of it.
    """

    url: str
    at: datetime | None
    status: int | None
    headers: tuple[tuple[str, str], ...]
    media_type: str
    body: bytes
    is_partial: bool = False

    def header(self, name: str) -> str:
        """The first header of that name, whatever its case; "" where there is none."""
        return next((value for key, value in self.headers if key.lower() == name.lower()), "")

    @property
    def payload(self) -> bytes:
        """The document itself, unpacked. Raises `Invalid` beside file."""
        return document(
            self.body,
            transfer_encoding=self.header("Transfer-Encoding"),
            content_encoding=self.header("Content-Encoding"),
        )


def read_warc(raw: bytes) -> list[WarcCapture]:
    """The documents (HTML, PDF, text) and redirects in a .warc or .warc.gz file, in their order.

    Raises `Invalid` beside file for one that is none, too big, cut short or damaged.
    """
    plain = unpacked(raw) if raw.startswith(MAGIC) else raw
    if len(plain) > MOST_UNPACKED:
        raise too_big()
    if not plain.startswith(b"WARC/"):
        raise refused("This is not a WARC file, so nothing was kept.")
    try:
        return list(_captures(plain))
    except Invalid:
        raise
    except (
        Exception
    ) as error:  # the library promises nothing on what it raises for a file that breaks the rules
        raise damaged() from error


def _captures(plain: bytes) -> Iterator[WarcCapture]:
    records = WARCIterator(BytesIO(plain), check_digests=True)
    for number, record in enumerate(records, start=1):
        if number > MOST_RECORDS:
            raise too_big()
        body = _whole_body(record)
        # Of the payload's digest there are many readings, of the block's one.
        if any(problem.startswith("block digest failed") for problem in record.digest_checker.problems):
            raise damaged()
        capture = _capture(record, body)
        if capture:
            yield capture


def _whole_body(record: Any) -> bytes:
    """What is left of a record's block after its HTTP headers."""
    if record.length is None:
        raise cut_short()
    body: bytes = record.raw_stream.read()
    if record.raw_stream.limit:
        raise cut_short()
    return body


def _capture(record: Any, body: bytes) -> WarcCapture | None:
    """The capture, if the record is a document or a redirect."""
    warc, http = record.rec_headers, record.http_headers
    url, is_resource = warc.get_header("WARC-Target-URI") or "", record.rec_type == "resource"
    if not url.startswith(("http://", "https://")):
        return None
    if not is_resource and (record.rec_type != "response" or http is None):
        return None
    status = None if is_resource else int(http.get_statuscode())
    said = warc.get_header("Content-Type") if is_resource else http.get_header("Content-Type")
    media_type = (said or "").partition(";")[0].strip().lower()
    if media_type not in DOCUMENTS and status not in REDIRECTS:
        return None
    return WarcCapture(
        url,
        _moment(warc.get_header("WARC-Date")),
        status,
        () if is_resource else tuple(http.headers),
        media_type,
        body,
        is_partial=warc.get_header("WARC-Truncated") is not None,
    )


def _moment(words: str | None) -> datetime | None:
    try:
        moment = datetime.fromisoformat(words or "")
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
