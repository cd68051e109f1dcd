"""Reading a packed document again, with the reader that this program has today."""

from collections.abc import Iterator
from dataclasses import dataclass

from blog.errors import DomainError
from blog.sources.adding import EXTRACTOR
from blog.sources.extracting.documents import read_document
from blog.sources.fetching.charsets import decode
from blog.sources.fetching.kinds import Kind, kind_of
from blog.sources.packs.models import Capture, Pack
from blog.sources.pasting import read_pasted

# How a pasted text was to be read is not kept, so each way is tried, the usual one first.
KINDS = ("detect", "text", "html")


@dataclass(frozen=True, slots=True)
class Reread:
    """What today's reader finds: its name and version, "" where it cannot read the document, and whether the words
    are those of the pack, block by block.

    What a block is, and which are the statement, are choices of the author's: only words are compared.
    """

    extractor: str
    is_alike: bool


def read_again(pack: Pack) -> Reread:
    """Read the packed document again, by the way that it was read at first."""
    packed, extractor = [block.text for block in pack.reading.blocks], ""
    for extractor, words in _readings(pack):
        if words == packed:
            return Reread(extractor, True)
    return Reread(extractor, False)


def _readings(pack: Pack) -> Iterator[tuple[str, list[str]]]:
    is_pasted = pack.reading.extractor.partition("/")[0] == EXTRACTOR.partition("/")[0]
    return _of_pasted(pack.capture) if is_pasted else _of_page(pack.capture)


def _of_pasted(capture: Capture) -> Iterator[tuple[str, list[str]]]:
    raw = capture.payload.decode(capture.charset or "utf-8", "replace")
    for kind in KINDS:
        try:
            yield EXTRACTOR, [block.text for block in read_pasted(raw, kind=kind, url=capture.url).blocks]
        except DomainError:
            continue


def _of_page(capture: Capture) -> Iterator[tuple[str, list[str]]]:
    headers = [(str(name), str(value)) for name, value in capture.http_headers or []]
    said = next((value for name, value in headers if name.lower() == "content-type"), capture.media_type)
    try:
        kind = kind_of(capture.payload, said)
        text = decode(capture.payload, said, is_html=kind is Kind.HTML).text
        document = capture.payload if kind is Kind.PDF else text
        read = read_document(document, kind=kind, url=capture.final_url or capture.url, headers=headers)
    except DomainError:
        return
    yield read.extractor, [block.text for block in read.blocks]
