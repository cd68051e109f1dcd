"""What an evidence pack is made of: plain values, so that one can be made and checked without a database."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from blog.sources.blocks import Block

Headers = list[list[str]]


@dataclass(frozen=True, slots=True)
class PackedSource:
    """The document elsewhere. All but the address is as the site has it, corrected by its people where needed."""

    url: str
    publisher: str
    title: str
    byline: str
    published_on: date | None
    language: str


@dataclass(frozen=True, slots=True)
class Version:
    """One version of the source: `facts` are what its chain hash covers (`blog.sources.chain`)."""

    number: int
    chain_sha256: str
    facts: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Capture:
    """The copy that is packed: its bytes, and how they came.

    `exchanges` are the requests and answers as `Snapshot.exchanges` has them, none where the copy did not come over
    the web to this site. The payload is unpacked: the document itself.
    """

    version: int
    method: str
    taken_at: datetime
    payload: bytes
    media_type: str
    charset: str
    url: str
    final_url: str
    exchanges: list[dict[str, Any]] | None = None
    http_status: int | None = None
    http_headers: Any = None
    stated_on: date | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read out of the copy, by which reader."""

    extractor: str
    blocks: tuple[Block, ...]
    facts: dict[str, Any] = field(default_factory=dict)
    region: dict[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Verification:
    """Words that were checked against the reading, and what was found.

    `words` are as someone typed them, `where` is the address of the post or comment that quotes them. `verdict` is one
    of `blog.embed.verifying.Verdict`; `start` and `end` count code points of the whole text, -1 where there is no
    such passage.
    """

    words: str
    verdict: str
    exact: str = ""
    prefix: str = ""
    suffix: str = ""
    start: int = -1
    end: int = -1
    folds: tuple[str, ...] = ()
    where: str = ""


@dataclass(frozen=True, slots=True)
class Pack:
    """All that goes into one evidence pack. `site` is the address of the site that makes it, "" if it has none."""

    site: str
    source: PackedSource
    capture: Capture
    reading: Reading
    versions: tuple[Version, ...]
    verifications: tuple[Verification, ...] = ()
