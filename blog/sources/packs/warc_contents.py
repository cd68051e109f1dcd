"""Comparing the WARC of an evidence pack with what the pack says of it."""

from collections.abc import Iterator
from io import BytesIO
from typing import Any

from warcio.archiveiterator import WARCIterator

from blog.errors import Invalid
from blog.sources.packs import files
from blog.sources.packs.models import Capture
from blog.sources.packs.opening import altered
from blog.sources.packs.writing_warc import records

# What tells one record from another: type, address, moment, and its bytes with an HTTP message's head.
Told = tuple[str, str, str, bytes]
END_OF_HEAD = b"\r\n\r\n"


def payload_of(warc: bytes) -> bytes:
    """The document: what the last answer, or the one resource, holds. Raises `Invalid` beside file."""
    found = _contents(warc)
    if not found:
        raise altered(f"{files.WARC} has no record")
    kind, _, _, block = found[-1]
    return block.partition(END_OF_HEAD)[2] if kind == "response" else block


def digests_hold(warc: bytes) -> bool:
    """Whether every record's digests are those of its bytes, as `warcio check` finds."""
    return all(record.digest_checker.passed for record in _read(warc, check_digests=True))


def is_of(warc: bytes, capture: Capture, *, site: str) -> bool:
    """Whether the records are the ones that a copy like this is written as."""
    return _contents(warc) == [_told(record) for record in records(capture, site=site)]


def _contents(warc: bytes) -> list[Told]:
    return list(_read(warc, no_record_parse=True, as_told=True))


def _read(warc: bytes, *, as_told: bool = False, **how: bool) -> Iterator[Any]:
    try:
        for record in WARCIterator(BytesIO(warc), **how):
            if as_told:
                yield _told(record)
            else:
                record.raw_stream.read()
                yield record
    except Invalid:
        raise
    except (
        Exception
    ) as error:  # the library promises nothing on what it raises for a file that breaks the rules
        raise altered(f"{files.WARC} cannot be read as a WARC file") from error


def _told(record: Any) -> Told:
    named = record.rec_headers.get_header
    return (
        record.rec_type or "",
        named("WARC-Target-URI") or "",
        named("WARC-Date") or "",
        record.raw_stream.read(),
    )
