"""Unpacking a WARC file, and a document in one, never further than the limit."""

import zlib
from io import BytesIO

from warcio.bufferedreaders import ChunkedDataReader

from blog.errors import Invalid
from blog.sources.fetching.decoding import decoded
from blog.sources.fetching.failures import Cause, FetchFailed
from blog.sources.fetching.limits import Account, Limits
from blog.sources.packs.warc_refusals import MOST_UNPACKED, cut_short, damaged, refused, too_big

MOST_RECORDS = 20_000
MAGIC = b"\x1f\x8b"
GZIP = 16 + zlib.MAX_WBITS
PIECE = 64 * 1024


def unpacked(raw: bytes) -> bytes:
    """The plain file: a .warc.gz is gzip members strung together, one a record (ISO 28500:2017, annex D)."""
    plain, members, unpacker = bytearray(), 1, zlib.decompressobj(GZIP)
    try:
        for start in range(0, len(raw), PIECE):
            piece = raw[start : start + PIECE]
            while piece:
                if unpacker.eof:
                    members, unpacker = members + 1, zlib.decompressobj(GZIP)
                plain += unpacker.decompress(piece, MOST_UNPACKED + 1 - len(plain))
                if len(plain) > MOST_UNPACKED or members > MOST_RECORDS:
                    raise too_big()
                piece = unpacker.unused_data
    except zlib.error as error:
        raise damaged() from error
    if not unpacker.eof:
        raise cut_short()
    return bytes(plain)


def document(body: bytes, *, transfer_encoding: str, content_encoding: str) -> bytes:
    """What a server packed, unpacked, by its two headers. Raises `Invalid` beside file.

    Recorders that unpacked it already often left the headers as they were: what does not begin as a chunk or as gzip
    is none.
    """
    if transfer_encoding.lower() == "chunked":
        body = ChunkedDataReader(BytesIO(body)).read()
    if "gzip" in content_encoding.lower() and not body.startswith(MAGIC):
        content_encoding = ""
    account = Account(Limits(decoded=MOST_UNPACKED), "")
    pieces = (body[start : start + PIECE] for start in range(0, len(body), PIECE))
    try:
        return decoded(pieces, content_encoding, account)
    except FetchFailed as failed:
        raise _told(failed.cause, content_encoding) from failed


def _told(cause: Cause, coding: str) -> Invalid:
    if cause in (Cause.BOMB, Cause.TOO_BIG):
        return too_big()
    if cause is Cause.ENCODING:
        return refused(
            f"The page in this WARC file is packed as {coding[:20]!r}, which this site cannot unpack."
        )
    return damaged()
