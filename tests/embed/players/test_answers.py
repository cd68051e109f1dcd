import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from blog.embed.players.answers import Answer, Unusable, read_json, read_xml
from tests.embed.players.sites import FRAME, said

ANY_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=10), inner, max_size=3),
    max_leaves=8,
)
NAMES = (
    "version",
    "type",
    "title",
    "author_name",
    "author_url",
    "url",
    "html",
    "width",
    "height",
    "cache_age",
)


def read(**changes: Any) -> Answer:
    return read_json(json.dumps(said(**changes)).encode())


def test_a_title_turns_no_words_after_it_around() -> None:
    assert read(title="\u202eThe\n foghorn\u2067").title == "The foghorn"


def test_known_fields_are_kept_and_no_others() -> None:
    found = read(description="<script>", referrer="x")
    assert (found.kind, found.title, found.author) == ("video", "The foghorn at dusk", "Harbourline")
    assert (found.width, found.height, found.cache_age) == (640, 360, 7200)
    assert FRAME in found.html


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"version": 1.0}, {"kind": "video"}),  # SoundCloud
        ({"width": "100%", "height": "400"}, {"width": None, "height": 400}),  # SoundCloud, Vimeo
        ({"type": "rich", "height": None}, {"kind": "rich", "height": None}),  # Bluesky
        ({"cache_age": "86400"}, {"cache_age": 86400}),
        ({"title": "  Two\n lines\0 "}, {"title": "Two lines"}),
        ({"title": "lone \ud800 half"}, {"title": "lone \ufffd half"}),
        ({"title": "x" * 9000}, {"title": "x" * 500}),
        ({"title": ["no", "text"]}, {"title": ""}),
        ({"author_url": "javascript:alert(1)"}, {"author_url": ""}),
        ({"thumbnail_url": "file:///etc/hosts"}, {"thumbnail_url": ""}),
        ({"thumbnail_url": "http://[::1"}, {"thumbnail_url": ""}),
        ({"width": 10**9, "height": -1}, {"width": None, "height": None}),
        ({"width": True, "height": 1.5}, {"width": None, "height": None}),
    ],
)
def test_a_field_that_bends_the_rules_is_read_or_left(
    changes: dict[str, Any], expected: dict[str, Any]
) -> None:
    found = read(**changes)
    assert {name: getattr(found, name) for name in expected} == expected


@pytest.mark.parametrize(
    "changes",
    [
        {"version": "2.0"}, {"version": None}, {"type": None}, {"type": "script"}, {"type": ["video"]},
        {"type": "video", "html": None}, {"type": "rich", "html": ""}, {"type": "photo"}, {"html": {"a": 1}},
    ],
)  # fmt: skip
def test_an_answer_without_what_its_type_needs_is_refused(changes: dict[str, Any]) -> None:
    with pytest.raises(Unusable):
        read(**changes)


@pytest.mark.parametrize(
    "body", [b"", b"<html>", b"[]", b"null", b'"x"', b"{", b"[" * 100_000, b"\xff\xfe\x00", b'{"version":1e999}']
)  # fmt: skip
def test_what_is_no_json_object_is_refused(body: bytes) -> None:
    with pytest.raises(Unusable):
        read_json(body)


@given(st.fixed_dictionaries(dict.fromkeys(NAMES, ANY_JSON)))
def test_any_json_is_an_answer_or_refused(fields: dict[str, Any]) -> None:
    for kind in ("link", fields["type"]):
        try:
            found = read_json(json.dumps(fields | {"version": "1.0", "type": kind}).encode())
        except Unusable:
            continue
        found.title.encode()
        assert found.author_url == "" or found.author_url.startswith("http")


def test_xml_says_the_same() -> None:
    body = "".join(f"<{k}>{str(v).replace('<', '&lt;')}</{k}>" for k, v in said().items())
    assert read_xml(f"<?xml version='1.0' encoding='utf-8'?><oembed>{body}</oembed>".encode()) == read()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_xml_with_a_document_type_is_refused(encoding: str) -> None:
    bomb = '<!DOCTYPE oembed [<!ENTITY a "aaaaaaaa"><!ENTITY b "&a;&a;&a;">]><oembed><version>1.0</version>'
    document = (
        f'<?xml version="1.0" encoding="{encoding}"?>{bomb}<type>link</type><title>&b;</title></oembed>'
    )
    with pytest.raises(Unusable, match="document type"):
        read_xml(document.encode(encoding))


@pytest.mark.parametrize("body", [b"", b"{}", b"<oembed>", b"<other><version>1.0</version></other>"])
def test_what_is_no_oembed_document_is_refused(body: bytes) -> None:
    with pytest.raises(Unusable):
        read_xml(body)
