"""Proposals for a source's title, byline, date and publisher. The author can change every one."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlsplit

from blog.sources.blocks import Block, BlockRole
from blog.sources.dates import find_date
from blog.sources.extracting.byline import parse_byline
from blog.sources.extracting.facts import Facts
from blog.sources.extracting.line_shapes import has_office, is_farewell, is_name, is_team
from blog.sources.links import registrable

# Where a press release has its dateline ("LONDON, 14 May 2025: …"): the first words of the first paragraph.
_DATELINE = 80
# "Chief executive of Harbourline", "Chief Executive, Harbourline", "Head of Care at Harbourline".
_OF = re.compile(r",\s*|\s+(?:at|of|von|bei|de|chez)\s+|\s*@\s*|\s+[–—-]\s+")


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a statement seems to say of itself; "" or None where it says nothing."""

    title: str
    byline: str
    published_on: date | None
    publisher: str


def propose(blocks: Sequence[Block], facts: Facts, url: str, *, latest: str = "") -> Proposal:
    """What the words say, then what the page's head says, then what the address says.

    `latest` is a day to believe where nothing else gives one.
    """
    bylines = [parse_byline(line) for line in _lines(blocks, BlockRole.BYLINE)]
    signature = _lines(blocks, BlockRole.SIGNATURE)
    headline = next(iter(_lines(blocks, BlockRole.HEADLINE)), facts.title)
    return Proposal(
        title=" ".join(headline.split()),
        byline=", ".join(who for who, _ in bylines if who) or facts.byline or _signer(signature),
        published_on=next((day for _, day in bylines if day), None)
        or _day(facts.published)
        or _dateline(blocks)
        or _day(latest),
        publisher=facts.publisher or _employer(signature) or _host_name(blocks, url),
    )


def _lines(blocks: Iterable[Block], role: BlockRole) -> list[str]:
    return [block.text for block in blocks if block.role is role]


def _day(written: str) -> date | None:
    found = find_date(written[:10])
    return found[0] if found else None


def _dateline(blocks: Iterable[Block]) -> date | None:
    first = next((block.text for block in blocks if block.role is BlockRole.PARAGRAPH), "")
    found = find_date(first[:_DATELINE])
    return found[0] if found else None


def _signer(signature: Iterable[str]) -> str:
    """The first line that is a person's name; "Ines Okafor, chief executive" is one with an office."""
    for line in signature:
        line = line.strip("—–- ,")
        if is_name(line.partition(",")[0]) and not is_farewell(line) and not is_team(line):
            return line
    return ""


def _employer(signature: Iterable[str]) -> str:
    """What an office in the signature is an office of."""
    for line in signature:
        parts = [part.strip() for part in _OF.split(line)]
        if len(parts) > 1 and has_office(line) and not has_office(parts[-1]) and has_office(parts[-2]):
            return parts[-1]
    return ""


def _host_name(blocks: Iterable[Block], url: str) -> str:
    """The host's own label as the statement capitalises it, else the host."""
    host = registrable(url) if url else ""
    label = host.partition(".")[0]
    if not label or not urlsplit(url).hostname:
        return host
    word = re.compile(rf"\b{re.escape(label)}\b", re.IGNORECASE)
    spellings = (found[0] for block in blocks for found in word.finditer(block.text))
    return next((spelling for spelling in spellings if not spelling.islower()), host)
