"""Reading an opened evidence pack back into what it was made of."""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any

from blog.sources.blocks import Block, from_json
from blog.sources.packs import files
from blog.sources.packs.models import Capture, Pack, PackedSource, Reading, Verification, Version
from blog.sources.packs.opening import altered


def parse_pack(found: Mapping[str, bytes], payload: bytes) -> Pack:
    """The pack whose files these are; `payload` is the document, out of the WARC.

    Raises `Invalid` beside file where one of the files does not hold what a pack's holds.
    """
    with holding(files.MANIFEST):
        manifest = json.loads(found[files.MANIFEST])
        source = _source(manifest["source"])
        capture = _capture(manifest["capture"], payload)
        versions = tuple(_version(one) for one in manifest["versions"])
        site = _words(manifest["made_by"]["site"])
    with holding(files.BLOCKS):
        read = json.loads(found[files.BLOCKS])
        reading = Reading(
            _words(read["extractor"]), _blocks(read["blocks"]), dict(read["facts"]), read["region"]
        )
    with holding(files.LOG):
        log = tuple(_verification(one) for one in json.loads(found[files.LOG]))
    return Pack(site, source, capture, reading, versions, log)


@contextmanager
def holding(name: str) -> Iterator[None]:
    """Tell whatever goes wrong with a file's content as that: someone may have put anything into it."""
    try:
        yield
    except (LookupError, TypeError, ValueError, AttributeError, ArithmeticError, RecursionError) as error:
        raise altered(f"{name} does not hold what it should") from error


def _blocks(read: list[dict[str, Any]]) -> tuple[Block, ...]:
    blocks = from_json(read)
    for place, block in enumerate(blocks):
        if _number(block.id) != place or type(block.outside) is not bool:
            raise ValueError("Blocks are numbered from 0, and stand inside the statement or outside of it")
        for number in (block.offset, *(end for mark in block.marks for end in (mark.start, mark.end))):
            _number(number)
        for words in (
            block.text,
            block.place,
            block.anchor,
            *(w for mark in block.marks for w in (mark.href, mark.alt)),
        ):
            _words(words)
    return blocks


def _source(read: dict[str, Any]) -> PackedSource:
    return PackedSource(
        url=_words(read["url"]),
        publisher=_words(read["publisher"]),
        title=_words(read["title"]),
        byline=_words(read["byline"]),
        published_on=_day(read["published_on"]),
        language=_words(read["language"]),
    )


def _capture(read: dict[str, Any], payload: bytes) -> Capture:
    return Capture(
        version=_number(read["version"]),
        method=_words(read["method"]),
        taken_at=_moment(read["taken_at"]),
        payload=payload,
        media_type=_words(read["media_type"]),
        charset=_words(read["charset"]),
        url=_words(read["url"]),
        final_url=_words(read["final_url"]),
        exchanges=read["exchanges"],
        http_status=None if read["http_status"] is None else _number(read["http_status"]),
        http_headers=read["http_headers"],
        stated_on=_day(read["stated_on"]),
    )


def _version(read: dict[str, Any]) -> Version:
    return Version(_number(read["number"]), _words(read["chain_sha256"]), dict(read["facts"]))


def _verification(read: dict[str, Any]) -> Verification:
    return Verification(
        words=_words(read["words"]),
        verdict=_words(read["verdict"]),
        exact=_words(read["exact"]),
        prefix=_words(read["prefix"]),
        suffix=_words(read["suffix"]),
        start=_number(read["start"]),
        end=_number(read["end"]),
        folds=tuple(_words(fold) for fold in read["folds"]),
        where=_words(read["where"]),
    )


def _words(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError("Words were expected")
    value.encode()  # a lone surrogate, which JSON can spell, is no text
    return value


def _number(value: Any) -> int:
    if type(value) is not int:
        raise TypeError("A whole number was expected")
    return value


def _moment(value: Any) -> datetime:
    moment = datetime.fromisoformat(_words(value))
    if moment.tzinfo is None:
        raise ValueError("A time needs its offset")
    return moment


def _day(value: Any) -> date | None:
    return None if value is None else date.fromisoformat(_words(value))
