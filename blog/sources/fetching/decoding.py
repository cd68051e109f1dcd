"""Unpacking what a server packed, never further than the limit: a bomb of 10 KB can hold 10 GB.

The content codings asked for are gzip and deflate (RFC 9110 §8.4.1), which zlib unpacks piece by piece. Brotli and
Zstandard are not asked for; a server that sends them all the same is told apart by its own header.
"""

import zlib
from collections.abc import Iterable

from blog.sources.fetching.failures import Cause
from blog.sources.fetching.limits import Account

ACCEPTED = "gzip, deflate"
# Packed files may be strung together (RFC 1952 §2.2). Block-wise packers make one of each 64 KB, so that this is
# more than the limit of size lets pass; each costs a decompressor, and the smallest is 20 bytes.
MAX_MEMBERS = 1_000
_GZIP = 16 + zlib.MAX_WBITS
_WRAPPED, _BARE = zlib.MAX_WBITS, -zlib.MAX_WBITS


def decoded(chunks: Iterable[bytes], codings: str, account: Account) -> bytes:
    """The body in full. `codings` is the Content-Encoding header, "" where there is none.

    Raises FetchFailed: ENCODING, BOMB, BROKEN where the packed stream is damaged or cut short, and whatever ends
    the `chunks`.
    """
    names = [
        name for coding in codings.lower().split(",") if (name := coding.strip()) not in ("", "identity")
    ]
    if not names:
        return _joined(chunks, account)
    if len(names) > 1 or names[0] not in ("gzip", "x-gzip", "deflate"):
        raise account.failure(Cause.ENCODING)
    unpacker = _Unpacker(names[0] == "deflate", account)
    try:
        for chunk in chunks:
            unpacker.feed(chunk)
    except zlib.error:
        raise account.failure(Cause.BROKEN) from None
    return unpacker.whole()


def _joined(chunks: Iterable[bytes], account: Account) -> bytes:
    body = bytearray()
    for chunk in chunks:
        body += chunk
        if len(body) > account.limits.decoded:
            raise account.failure(Cause.TOO_BIG)
    return bytes(body)


class _Unpacker:
    """Takes packed bytes as they come. zlib gives at most what may still come, and one byte to tell that more would."""

    def __init__(self, is_deflate: bool, account: Account) -> None:
        self._is_deflate = is_deflate
        self._account = account
        self._body = bytearray()
        self._members = 0
        self._has_begun = False
        self._zlib = zlib.decompressobj(_WRAPPED if is_deflate else _GZIP)

    def feed(self, chunk: bytes) -> None:
        """Unpack one chunk; raises zlib.error where it is damaged."""
        self._account.seconds_left()
        if chunk and not self._has_begun:
            self._has_begun = True
            if self._is_deflate and not _is_wrapped(chunk):
                self._zlib = zlib.decompressobj(_BARE)
        while chunk:
            if self._zlib.eof and not self._next_member(chunk):
                return
            self._body += self._zlib.decompress(chunk, self._account.limits.decoded + 1 - len(self._body))
            if len(self._body) > self._account.limits.decoded:
                raise self._account.failure(Cause.BOMB)
            chunk = self._zlib.unused_data

    def whole(self) -> bytes:
        """All of it; raises FetchFailed(BROKEN) where the end is missing."""
        if self._has_begun and not self._zlib.eof:
            raise self._account.failure(Cause.BROKEN)
        return bytes(self._body)

    def _next_member(self, chunk: bytes) -> bool:
        """Whether another gzip member follows; what else follows the last is padding, and left."""
        if self._is_deflate or not chunk.startswith(b"\x1f"):
            return False
        self._members += 1
        if self._members > MAX_MEMBERS:
            raise self._account.failure(Cause.BOMB)
        self._zlib = zlib.decompressobj(_GZIP)
        return True


def _is_wrapped(chunk: bytes) -> bool:
    """Whether "deflate" is in zlib's wrapper as the RFC says, or bare, as some servers send it (RFC 1950 §2.2)."""
    return chunk[0] & 0x0F == 8 and (len(chunk) < 2 or (chunk[0] << 8 | chunk[1]) % 31 == 0)
