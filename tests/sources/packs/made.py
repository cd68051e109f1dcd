"""An evidence pack of an invented letter, made without a database."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from blog.sources.blocks import Block, full_text
from blog.sources.chain import chained, digest_of
from blog.sources.packs.files import sha256
from blog.sources.packs.models import Capture, Headers, Pack, PackedSource, Reading, Verification, Version
from blog.sources.pasting import read_pasted

SITE = "https://blog.example"
URL = "https://press.harbourline.example/letters/lamps"
OLD_URL = "http://harbourline.example/lamps"
AT = datetime(2025, 5, 15, 9, 14, 30, 250_000, tzinfo=UTC)
LETTER = """\
<!DOCTYPE html><html lang="en"><body><h1>A letter about the harbour lamps</h1>
<p>Dear keepers,</p>
<p>We have never dimmed a lamp to save oil, and we will not begin this year.</p>
<p>The lamps on the west mole burn from dusk to dawn – those on the east mole “when a boat is expected”.</p>
<p>Ines Okafor, Chief executive, Harbourline</p></body></html>
"""
REQUEST: Headers = [
    ["Host", "press.harbourline.example"],
    ["User-Agent", "Rejoinder"],
    ["Connection", "close"],
]


def hop(url: str, status: int, headers: Headers, **more: Any) -> dict[str, Any]:
    """One exchange, as a snapshot keeps it."""
    return {
        "url": url,
        "method": "GET",
        "request_headers": REQUEST,
        "protocol": "HTTP/1.1",
        "status": status,
        "reason": {200: "OK", 301: "Moved Permanently"}.get(status, ""),
        "headers": headers,
        "at": AT.isoformat(),
        **more,
    }


EXCHANGES = [
    hop(OLD_URL, 301, [["Location", URL], ["Content-Length", "162"]]),
    hop(URL, 200, [
        ["Content-Type", "text/html; charset=utf-8"], ["content-encoding", "gzip"], ["Transfer-Encoding", "chunked"],
        ["X-Quay", "K\u00e4i"], ["Set-Cookie", "a=1"], ["Set-Cookie", "b=2"],
    ]),
]  # fmt: skip


def capture(**fields: Any) -> Capture:
    given = {
        "version": 1,
        "method": "fetched",
        "taken_at": AT,
        "payload": LETTER.encode(),
        "media_type": "text/html",
        "charset": "utf-8",
        "url": OLD_URL,
        "final_url": URL,
        "exchanges": EXCHANGES,
        "http_status": 200,
        "http_headers": EXCHANGES[-1]["headers"],
    }
    return Capture(**{**given, **fields})


def pasted(**fields: Any) -> Capture:
    """The same letter as somebody pasted it."""
    nothing = {"exchanges": None, "http_status": None, "http_headers": None, "final_url": ""}
    return capture(**{"method": "pasted", "media_type": "text/plain; charset=utf-8", **nothing, **fields})


def version_of(capture: Capture, before: str = "") -> Version:
    facts = {
        "before": before,
        "url": capture.url,
        "version": capture.version,
        "taken_at": capture.taken_at.isoformat(),
        "method": capture.method,
        "payload": sha256(capture.payload),
        "scheme": 2,
        "payload_bytes": len(capture.payload),
        "media_type": capture.media_type,
        "charset": capture.charset,
        "final_url": capture.final_url,
        "http_status": capture.http_status,
        "http_headers": digest_of(capture.http_headers),
        "exchanges": digest_of(capture.exchanges),
        "stated_on": capture.stated_on.isoformat() if capture.stated_on else None,
    }
    return Version(capture.version, chained(facts), facts)


def verification(
    blocks: tuple[Block, ...], words: str, verdict: str = "verbatim", **fields: Any
) -> Verification:
    text = full_text(blocks)
    start = text.find(words)
    return Verification(words, verdict, exact=words, start=start, end=start + len(words), **fields)


def _elided(blocks: tuple[Block, ...]) -> Verification:
    whole = "We have never dimmed a lamp to save oil, and we will not begin this year"
    words = "We have never dimmed a lamp … we will not begin this year"
    return replace(verification(blocks, whole, "elided"), words=words)


def pack(one: Capture | None = None, *, extractor: str = "pasted/1", **fields: Any) -> Pack:
    """A pack of one copy, quoted twice; `fields` take the place of those of `Pack`."""
    one = one or capture()
    blocks = read_pasted(LETTER, url=URL).blocks
    quoted = verification(
        blocks, "We have never dimmed a lamp to save oil", where=f"{SITE}/2025/5/15/on-lamps/#q1"
    )
    given = {
        "site": SITE,
        "source": PackedSource(
            OLD_URL, "Harbourline", "A letter about the harbour lamps", "Ines Okafor", date(2025, 5, 14), "en"
        ),
        "capture": one,
        "reading": Reading(extractor, blocks, {"title": "A letter about the harbour lamps"}, None),
        "versions": (version_of(one),),
        "verifications": (
            quoted,
            Verification("We dim every lamp to save money and oil", "not-found"),
            _elided(blocks),
        ),
    }
    return Pack(**{**given, **fields})
