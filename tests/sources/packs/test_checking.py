"""An evidence pack is checked with nothing else at hand, and what was altered is told in one sentence."""

import io
import json
import struct
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from blog.embed.rechecking import recheck
from blog.sources.chain import chained
from blog.sources.packs import files, opening
from blog.sources.packs.checking import Outcome, check_pack
from blog.sources.packs.making import make_pack
from blog.sources.packs.models import Pack, Version
from tests.sources.packs.made import LETTER, SITE, capture, pack, pasted, version_of
from tests.sources.packs.test_making import unzipped

WHOLE = make_pack(pack())
FILES = unzipped(WHOLE)


def zipped(found: dict[str, bytes], packing: int = zipfile.ZIP_STORED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", packing) as archive:
        for name, content in found.items():
            archive.writestr(name, content)
    return out.getvalue()


def relisted(found: dict[str, bytes], change: Callable[[dict[str, Any]], object] = lambda _: None) -> bytes:
    """A pack made over these files, with all of its digests right: as a forger would."""
    manifest = json.loads(found[files.MANIFEST])
    change(manifest)
    manifest["files"] = {
        name: {"sha256": files.sha256(found[name]), "bytes": len(found[name])} for name in files.LISTED
    }
    written = files.as_json(manifest)
    return files.zipped(found | {files.MANIFEST: written, files.MANIFEST_SUM: files.sum_of(written)})


def faults(raw: bytes) -> list[str]:
    """What fails, of the pack and of its verdicts."""
    opened, lines = check_pack(raw)
    lines = lines + (recheck(opened) if opened else [])
    assert all("\n" not in line.words and line.words[-1] in ".”" for line in lines)
    return [line.words for line in lines if line.outcome is Outcome.FAILS]


def notes(raw: bytes) -> list[str]:
    opened, lines = check_pack(raw)
    return [
        line.words for line in lines + (recheck(opened) if opened else []) if line.outcome is Outcome.NOTE
    ]


def test_a_pack_that_was_just_made_holds() -> None:
    for one in (pack(), pack(pasted()), pack(pasted(method="browser")), pack(capture(method="archived"))):
        assert (faults(make_pack(one)), notes(make_pack(one))) == ([], [])


def test_it_is_read_back_as_it_was_made() -> None:
    assert check_pack(WHOLE)[0] == pack()


def test_a_pack_without_quotations_and_with_earlier_versions_holds() -> None:
    first = version_of(pasted(payload=b"Earlier"))
    second = capture(version=2)
    versions = (first, version_of(second, before=first.chain_sha256))
    assert faults(make_pack(pack(second, versions=versions, verifications=()))) == []


def test_versions_chained_by_the_first_scheme_hold() -> None:
    names = ("before", "url", "version", "taken_at", "method", "payload")
    facts = {name: version_of(pasted()).facts[name] for name in names}
    assert faults(make_pack(pack(pasted(), versions=(Version(1, chained(facts), facts),)))) == []


@pytest.mark.parametrize("name", files.ALL)
@pytest.mark.parametrize("place", [0, 0.5, -1])
def test_any_changed_byte_of_any_file_is_told_with_its_name(name: str, place: float) -> None:
    content = bytearray(FILES[name])
    content[int(place * len(content)) if place >= 0 else -1] ^= 1
    told = faults(zipped(FILES | {name: bytes(content)}))
    assert len(told) == 1
    assert told[0].startswith("This evidence pack was altered or damaged: ")
    assert name in told[0] or name in (files.MANIFEST, files.MANIFEST_SUM)


@pytest.mark.parametrize("name", files.ALL)
def test_a_missing_file_is_told(name: str) -> None:
    assert faults(zipped({one: content for one, content in FILES.items() if one != name})) == [
        f"This evidence pack was altered or damaged: {name} is missing from it."
    ]


@pytest.mark.parametrize("name", ["extra.txt", "../up.txt", "/etc/passwd", "__MACOSX/._text.txt", "\x1b[31m"])
def test_an_added_file_is_told(name: str) -> None:
    (told,) = faults(zipped(FILES | {name: b"more"}))
    assert "was added to it" in told
    assert "\x1b" not in told


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_file_that_is_in_it_twice_is_told() -> None:
    out = io.BytesIO(WHOLE)
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr(files.TEXT, b"other words")
    assert "'text.txt' is in it twice" in faults(out.getvalue())[0]


@pytest.mark.parametrize("share", [0, 0.1, 0.5, 0.99])
def test_a_pack_that_is_cut_short_is_told(share: float) -> None:
    (told,) = faults(WHOLE[: int(share * len(WHOLE))])
    assert told.startswith("This is no evidence pack, or not a whole one")


@pytest.mark.parametrize("raw", [b"", b"no pack", b"PK\x05\x06" + b"\0" * 18, LETTER.encode()])
def test_what_is_no_pack_is_told(raw: bytes) -> None:
    assert len(faults(raw)) == 1


def test_a_bomb_is_not_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening, "MOST_BYTES", 1_000_000)
    bomb = zipped(FILES | {files.TEXT: b"\0" * 5_000_000}, zipfile.ZIP_DEFLATED)
    assert len(bomb) < 100_000
    assert "holds more than 1 MB" in faults(bomb)[0]
    # One that lies about how much it holds.
    size = struct.pack("<I", 5_000_000)
    assert len(faults(bomb.replace(size, struct.pack("<I", 10)))) == 1


def test_a_pack_of_another_format_is_told() -> None:
    (told,) = faults(relisted(FILES, lambda manifest: manifest.update(format="rejoinder-evidence-pack/9")))
    assert "another format" in told


def test_the_same_files_in_another_zip_file_are_the_same_evidence() -> None:
    again = zipped(FILES, zipfile.ZIP_DEFLATED)
    assert faults(again) == []
    assert notes(again) == ["The files were put into another zip file since; they are the same."]


@settings(deadline=None)
@given(st.integers(0, len(WHOLE) - 1), st.integers(1, 255))
def test_whatever_byte_of_the_whole_is_another_it_is_told_or_the_files_are_the_same(
    place: int, flip: int
) -> None:
    raw = bytearray(WHOLE)
    raw[place] ^= flip
    assert faults(bytes(raw)) or (notes(bytes(raw)) and check_pack(bytes(raw))[0] == pack())


# What follows are forgeries: every digest in them is right.


def forged(one: Pack, **changed: bytes) -> list[str]:
    """The faults of a pack with some files in place of its own."""
    found = unzipped(make_pack(one))
    named = {name.replace("_", "."): content for name, content in changed.items()}
    return faults(relisted(found | named))


def test_another_document_in_the_warc_is_told() -> None:
    other = unzipped(make_pack(pack(capture(payload=LETTER.replace("never", "often").encode()))))
    told = forged(pack(), copy_warc=other[files.WARC])
    assert any("another payload is told there" in one for one in told)
    assert any("Reading the document again gives other words" in one for one in told)


def test_another_header_in_the_warc_is_told() -> None:
    warc = FILES[files.WARC].replace(
        b"Content-Type: text/html; charset=utf-8\r\n", b"Content-Type: text/html; charset=utf-9\r\n"
    )
    told = forged(pack(), copy_warc=warc)
    assert "Not so: The digests in copy.warc are those of its records." in told
    assert "Not so: copy.warc holds the exchanges that the manifest tells of." in told


@pytest.mark.parametrize(
    "junk", [b"", b"WARC/1.1\r\n\r\n", b"junk", b"WARC/1.1\r\nContent-Length: -5\r\n\r\n"]
)
def test_a_warc_that_is_none_is_told(junk: bytes) -> None:
    assert forged(pack(), copy_warc=junk)


def test_other_words_in_the_text_are_told() -> None:
    text = FILES[files.TEXT].replace(b"never", b"often")
    assert forged(pack(), text_txt=text) == [
        "Not so: text.txt and blocks.json have the same words in the same places."
    ]


def test_other_words_in_text_and_blocks_are_told_by_reading_the_document_again() -> None:
    changed = {name: FILES[name].replace(b"never", b"often") for name in (files.TEXT, files.BLOCKS)}
    told = faults(relisted(FILES | changed))
    assert "Reading the document again gives other words, by the same reader (pasted/1)." in told


def test_a_text_by_another_reader_is_a_note_where_it_differs() -> None:
    one = pack(extractor="pasted/0")
    assert faults(make_pack(one)) == notes(make_pack(one)) == []
    shorter = replace(one, reading=replace(one.reading, blocks=one.reading.blocks[:3]), verifications=())
    assert faults(make_pack(shorter)) == []
    (note,) = notes(make_pack(shorter))
    assert (
        note == "The words were read out of the document by pasted/0; today’s, pasted/1, reads it otherwise."
    )


def _chain(**changed: Any) -> Callable[[dict[str, Any]], object]:
    """Change facts of the one version in a manifest, and its hash with them unless that is given."""

    def change(manifest: dict[str, Any]) -> None:
        version = manifest["versions"][0]
        version["facts"].update(changed)
        version["chain_sha256"] = chained(version["facts"])

    return change


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("url", "https://other.example/"), ("taken_at", "2024-01-01T00:00:00+00:00"), ("method", "pasted"),
        ("payload", "0" * 64), ("final_url", ""), ("http_status", 404), ("http_headers", None), ("exchanges", None),
        ("charset", "latin-1"), ("media_type", "text/plain"), ("payload_bytes", 1), ("stated_on", "2024-01-01"),
    ],
)  # fmt: skip
def test_a_chain_of_another_copy_is_told(name: str, value: object) -> None:
    told = faults(relisted(FILES, _chain(**{name: value})))
    assert told == [f"Not so: Version 1 in the chain is this copy: another {name} is told there."]


def test_a_fact_that_does_not_give_its_hash_is_told() -> None:
    told = faults(
        relisted(FILES, lambda manifest: manifest["versions"][0]["facts"].update(charset="latin-1"))
    )
    assert "Version 1 is not as it was kept: its facts give another hash." in told


def test_facts_that_were_left_out_are_told() -> None:
    def change(manifest: dict[str, Any]) -> None:
        del manifest["versions"][0]["facts"]["exchanges"]
        _chain()(manifest)

    assert faults(relisted(FILES, change)) == [
        "Version 1 is not as it was kept: its facts give another hash."
    ]


def test_a_version_that_was_left_out_is_told() -> None:
    first = version_of(pasted(payload=b"Earlier"))
    second = capture(version=2)
    one = pack(second, versions=(version_of(second, before=first.chain_sha256),))
    assert faults(make_pack(one)) == ["Version 1 is missing: version 2 stands in its place."]


def test_a_pack_whose_chain_lacks_its_own_version_is_told() -> None:
    found = unzipped(make_pack(pack()))
    told = faults(relisted(found, lambda manifest: manifest.update(versions=[])))
    assert any("Version 1 in the chain is this copy: another version is told there" in one for one in told)


def test_a_verdict_that_does_not_hold_is_told() -> None:
    better = replace(pack().verifications[1], verdict="verbatim")
    (told,) = faults(make_pack(pack(verifications=(better,))))
    assert (
        told
        == "“We dim every lamp to save money and oil” is said to be 'verbatim'; checking again finds 'not-found'."
    )


def test_a_passage_that_stands_elsewhere_is_told() -> None:
    moved = replace(pack().verifications[0], start=5, end=10)
    assert any("where the text has another" in one for one in faults(make_pack(pack(verifications=(moved,)))))


def test_words_that_nobody_checked_are_a_note() -> None:
    unchecked = replace(pack().verifications[1], verdict="unchecked")
    assert notes(make_pack(pack(verifications=(unchecked,)))) == [
        "“We dim every lamp to save money and oil” was not checked when this was packed."
    ]


def test_annotations_of_other_passages_are_told() -> None:
    told = forged(pack(), selectors_jsonld=FILES[files.SELECTORS].replace(b"save oil", b"save gas"))
    assert told == ["Not so: selectors.jsonld has the passages of verification.json."]


ODD: list[Any] = [
    None,
    5,
    -1,
    True,
    "",
    "x",
    [],
    {},
    [1],
    {"a": 1},
    [None],
    1e300,
    "\ud800",
    "2025-01-01",
    [[["a"]]],
]


def _places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    below = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path, *(place for key, one in below for place in _places(one, (*path, key)))]


PLACES = [
    (name, place)
    for name in (files.MANIFEST, files.BLOCKS, files.LOG)
    for place in _places(json.loads(FILES[name]))
    if place and place[0] != "files"
]


@settings(max_examples=400, deadline=None)
@given(st.sampled_from(PLACES), st.sampled_from(ODD))
def test_whatever_stands_in_a_file_is_told_and_never_fails_to_be_checked(
    place: tuple[str, tuple[Any, ...]], odd: Any
) -> None:
    name, path = place
    read = json.loads(FILES[name])
    inner = read
    for key in path[:-1]:
        inner = inner[key]
    inner[path[-1]] = odd
    written = (json.dumps(read, indent=1, sort_keys=True) + "\n").encode()
    if name == files.MANIFEST:
        raw = files.zipped(FILES | {name: written, files.MANIFEST_SUM: files.sum_of(written)})
    else:
        raw = relisted(FILES | {name: written})
    assert isinstance(faults(raw), list)


@pytest.mark.parametrize("name", [files.MANIFEST, files.BLOCKS, files.LOG])
@pytest.mark.parametrize("content", [b"", b"[]", b"{}", b"null", b"\xff", b"[" * 100_000, b'{"blocks": 1}'])
def test_a_file_of_something_else_is_told(name: str, content: bytes) -> None:
    if name == files.MANIFEST:
        raw = files.zipped(FILES | {name: content, files.MANIFEST_SUM: files.sum_of(content)})
    else:
        raw = relisted(FILES | {name: content})
    assert faults(raw) or (name == files.LOG and content in (b"[]", b"{}"))


def test_words_that_are_no_text_are_told() -> None:
    log = FILES[files.LOG].replace(b'"words": "We dim', b'"words": "\\ud800We dim')
    assert forged(pack(), verification_json=log) == [
        "This evidence pack was altered or damaged: verification.json does not hold what it should."
    ]


def test_a_deflated_pack_whose_bytes_are_broken_is_told() -> None:
    raw = bytearray(zipped(FILES, zipfile.ZIP_DEFLATED))
    raw[200] ^= 0xFF
    with pytest.raises(zlib.error):  # what the library says of it is no sentence
        zlib.decompress(bytes(raw[150:250]))
    assert len(faults(bytes(raw))) == 1


def test_the_site_is_part_of_what_was_packed() -> None:
    told = faults(relisted(FILES, lambda manifest: manifest["made_by"].update(site="https://evil.example")))
    assert told == ["Not so: copy.warc holds the exchanges that the manifest tells of."]
    assert SITE.encode() in FILES[files.WARC]
