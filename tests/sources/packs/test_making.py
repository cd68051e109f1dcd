"""An evidence pack holds the copy, what was read out of it, and what it takes to check both elsewhere."""

import hashlib
import io
import json
import subprocess
import zipfile
from pathlib import Path

from blog.sources.blocks import full_text
from blog.sources.packs import files
from blog.sources.packs.making import make_pack
from tests.sources.packs.made import SITE, URL, capture, pack, pasted, version_of


def unzipped(raw: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        return {entry.filename: archive.read(entry) for entry in archive.infolist()}


def test_it_has_its_files_and_the_manifest_lists_the_digest_of_each() -> None:
    found = unzipped(make_pack(pack()))
    assert tuple(found) == files.ALL
    listed = json.loads(found[files.MANIFEST])["files"]
    assert listed == {
        name: {"sha256": hashlib.sha256(found[name]).hexdigest(), "bytes": len(found[name])}
        for name in files.LISTED
    }


def test_the_same_copy_gives_the_same_bytes() -> None:
    assert make_pack(pack()) == make_pack(pack())
    assert make_pack(pack()) != make_pack(pack(site="https://other.example"))


def test_it_tells_neither_when_nor_where_it_was_packed() -> None:
    with zipfile.ZipFile(io.BytesIO(make_pack(pack()))) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert {entry.create_system for entry in archive.infolist()} == {3}


def test_the_usual_tools_check_it_too(tmp_path: Path) -> None:
    with zipfile.ZipFile(io.BytesIO(make_pack(pack()))) as archive:
        assert archive.testzip() is None
        archive.extractall(tmp_path)
    done = subprocess.run(
        ["sha256sum", "--check", files.MANIFEST_SUM],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout) == (0, "manifest.json: OK\n")


def test_the_text_is_the_one_that_positions_count_in() -> None:
    found = unzipped(make_pack(pack()))
    text = found[files.TEXT].decode()
    assert text == full_text(pack().reading.blocks)
    for one in json.loads(found[files.LOG]):
        assert one["start"] < 0 or text[one["start"] : one["end"]] == one["exact"]


def test_passages_that_were_found_are_annotations() -> None:
    read = json.loads(unzipped(make_pack(pack()))[files.SELECTORS])
    assert (read["@context"], read["type"]) == ("http://www.w3.org/ns/anno.jsonld", "AnnotationPage")
    first, second = read["items"]
    assert (first["motivation"], first["body"]) == ("linking", f"{SITE}/2025/5/15/on-lamps/#q1")
    assert (second["motivation"], "body" in second) == ("highlighting", False)
    original, text = first["target"]
    assert (original["source"], original["selector"]["exact"]) == (
        URL,
        "We have never dimmed a lamp to save oil",
    )
    assert original["state"] == {"type": "TimeState", "sourceDate": "2025-05-15T09:14:30.250000+00:00"}
    assert (text["source"], text["selector"]["type"]) == ("text.txt", "TextPositionSelector")


def test_the_manifest_has_every_version_with_the_facts_of_its_hash() -> None:
    first = version_of(capture())
    second = version_of(capture(version=2, payload=b"<p>Other</p>"), before=first.chain_sha256)
    read = json.loads(unzipped(make_pack(pack(versions=(first, second))))[files.MANIFEST])
    assert [one["number"] for one in read["versions"]] == [1, 2]
    for one in read["versions"]:
        canonical = json.dumps(one["facts"], sort_keys=True, separators=(",", ":")).encode()
        assert hashlib.sha256(canonical).hexdigest() == one["chain_sha256"]
    assert read["versions"][1]["facts"]["before"] == first.chain_sha256


def test_the_readme_tells_how_it_came_and_what_that_does_not_prove() -> None:
    fetched, given = (unzipped(make_pack(pack(one)))[files.README].decode() for one in (capture(), pasted()))
    assert "at this time, these bytes came from this address" in fetched
    assert "pasted these words into this site. Nobody compared them" in given
    assert "came from this address" not in given
    for told in (fetched, given):
        assert "WHAT IT DOES NOT PROVE" in told
        assert version_of(capture() if told is fetched else pasted()).chain_sha256 in told
        assert max(len(line) for line in told.splitlines()[12:]) <= 90
