"""The pack of a kept copy is made of its rows and its bytes, on both databases alike."""

from typing import Any

import pytest
from flask import Flask

from blog.accounts.roles import Role
from blog.errors import NotFound
from blog.extensions import db
from blog.sources import payloads
from blog.sources.keeping import Copy, keep_copy
from blog.sources.models import Method, Text
from blog.sources.packs.checking import Outcome, check_pack
from blog.sources.packs.gathering import pack_of
from blog.sources.packs.making import make_pack
from blog.sources.pasting import read_pasted
from blog.sources.takedowns import take_down
from blog.transactions import writing
from tests.factories import make_user
from tests.sources.packs.made import AT, EXCHANGES, LETTER, SITE, URL, pack
from tests.statements import keep_statement


def keep_fetched(letter: str = LETTER, **fields: Any) -> Text:
    """A copy that a server sent, kept with what it says of itself, after an earlier one that was pasted."""
    payload = letter.encode()
    source = keep_statement().snapshot.source
    copy = Copy(
        method=Method.FETCHED,
        payload_sha256=payloads.keep(payload),
        payload_bytes=len(payload),
        media_type="text/html",
        blocks=read_pasted(letter, url=URL).blocks,
        extractor="pasted/1",
        taken_at=AT,
        charset="utf-8",
        http_status=200,
        http_headers=EXCHANGES[-1]["headers"],
        final_url=URL,
        exchanges=EXCHANGES,
    )
    with writing():
        text = keep_copy(source, copy, by=None)
    db.session.expire_all()
    return text


def test_a_kept_copy_gives_a_pack_that_holds(context: Flask) -> None:
    text = keep_fetched()
    raw = make_pack(pack_of(text, pack().verifications, site=SITE))
    opened, lines = check_pack(raw)
    assert [line.words for line in lines if line.outcome is not Outcome.HOLDS] == []
    assert opened is not None
    assert [version.number for version in opened.versions] == [1, 2]
    assert opened.capture.exchanges == EXCHANGES
    assert opened.versions[1].chain_sha256 == text.snapshot.chain_sha256


def test_a_pasted_copy_gives_a_pack_that_says_so(context: Flask) -> None:
    opened, lines = check_pack(make_pack(pack_of(keep_statement(), site=SITE)))
    assert opened is not None
    assert opened.capture.method == "pasted"
    assert {line.outcome for line in lines} == {Outcome.HOLDS}


def test_two_packs_of_one_copy_are_the_same_bytes(context: Flask) -> None:
    text = keep_statement()
    first = make_pack(pack_of(text, site=SITE))
    db.session.expire_all()
    assert make_pack(pack_of(text, site=SITE)) == first


@pytest.mark.parametrize("erase", [True, False])
def test_a_copy_that_was_taken_down_gives_no_pack(context: Flask, erase: bool) -> None:
    text, editor = keep_statement(), make_user(Role.editor)
    with writing():
        take_down(text.snapshot, reason="Asked by the publisher", erase=erase, by=editor)
    with pytest.raises(NotFound, match="was taken down"):
        pack_of(text, site=SITE)


def test_a_copy_whose_bytes_are_gone_gives_no_pack(context: Flask) -> None:
    text = keep_statement()
    payloads.forget(text.snapshot.payload_sha256)
    with pytest.raises(NotFound, match="no longer here"):
        pack_of(text, site=SITE)
