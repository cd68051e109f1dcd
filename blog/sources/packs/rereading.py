"""Reading a packed document again, with the reader that this program has today."""

from collections.abc import Iterator

from blog.errors import DomainError
from blog.sources.adding import EXTRACTOR
from blog.sources.packs.models import Pack
from blog.sources.pasting import read_pasted

# How a pasted text was to be read is not kept, so each way is tried, the usual one first.
KINDS = ("detect", "text", "html")


def today_reader(pack: Pack) -> str:
    """The name and version of the reader that would read this copy today."""
    return EXTRACTOR


def reads_alike(pack: Pack) -> bool:
    """Whether today's reader finds the same words in the packed document, block by block.

    What a block is, and which are the statement, are choices of the author's: only words are compared.
    """
    packed = [block.text for block in pack.reading.blocks]
    return any(words == packed for words in _readings(pack))


def _readings(pack: Pack) -> Iterator[list[str]]:
    raw = pack.capture.payload.decode(pack.capture.charset or "utf-8", "replace")
    for kind in KINDS:
        try:
            yield [block.text for block in read_pasted(raw, kind=kind, url=pack.capture.url).blocks]
        except DomainError:
            continue
