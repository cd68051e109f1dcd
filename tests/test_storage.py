"""Bytes are kept by name, whole or not at all, in a folder and in a bucket alike."""

import gzip
import multiprocessing
import os
import secrets
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import botocore.session
import pytest
from flask import Flask

from blog import create_app
from blog.config import S3Access, Settings, read_settings
from blog.errors import Unavailable
from blog.sources import payloads
from blog.storage import Storage, check, files, open_storage
from tests.machine.s3 import private_s3
from tests.machine.servers import free_port

KEYS = {"AWS_ACCESS_KEY_ID": "harbourline", "AWS_SECRET_ACCESS_KEY": "a secret of the quay"}
ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def s3() -> Iterator[str]:
    with private_s3() as address:
        yield address


@pytest.fixture
def bucket(s3: str) -> str:
    """The name of a bucket that was made just now."""
    name = f"copies-{secrets.token_hex(8)}"
    client = botocore.session.get_session().create_client(
        "s3", endpoint_url=s3, region_name="us-east-1",
        aws_access_key_id="harbourline", aws_secret_access_key="a secret of the quay",
    )  # fmt: skip
    client.create_bucket(Bucket=name)
    return name


@pytest.fixture(params=["files", "s3"])
def settings(request: pytest.FixtureRequest, tmp_path: Path) -> Settings:
    given = {"INSTANCE_DIR": str(tmp_path)}
    if request.param == "s3":
        bucket, s3 = request.getfixturevalue("bucket"), request.getfixturevalue("s3")
        given |= {"MEDIA_URL": f"s3://{bucket}/of/ours", "AWS_ENDPOINT_URL": s3, **KEYS}
    return read_settings(given)


@pytest.fixture
def storage(settings: Settings) -> Storage:
    return open_storage(settings)


def test_what_was_put_is_there(storage: Storage) -> None:
    assert not storage.has("payloads/ab/abc.gz")
    storage.put("payloads/ab/abc.gz", b"\0 lamps \xff")
    assert storage.has("payloads/ab/abc.gz")
    assert storage.get("payloads/ab/abc.gz") == b"\0 lamps \xff"


def test_what_is_put_again_takes_the_place_of_what_was_there(storage: Storage) -> None:
    storage.put("one", b"first, and longer")
    storage.put("one", b"second")
    assert storage.get("one") == b"second"


def test_nothing_can_be_kept_as_well_as_something(storage: Storage) -> None:
    storage.put("empty", b"")
    assert (storage.has("empty"), storage.get("empty")) == (True, b"")


def test_what_was_never_put_is_told_as_missing(storage: Storage) -> None:
    with pytest.raises(FileNotFoundError):
        storage.get("payloads/ab/abc.gz")


def test_what_is_deleted_is_gone_and_deleting_it_again_is_no_error(storage: Storage) -> None:
    storage.put("one", b"1")
    storage.put("other", b"2")
    storage.delete("one")
    storage.delete("one")
    assert not storage.has("one")
    assert storage.get("other") == b"2"


def test_all_names_are_told_in_order(storage: Storage) -> None:
    assert list(storage.names()) == []
    for name in ("b/2", "a", "b/1"):
        storage.put(name, b"x")
    assert list(storage.names()) == ["a", "b/1", "b/2"]


@pytest.mark.parametrize(
    "name", ["", "/etc/passwd", "../up", "a/../b", "a//b", "a/", ".hidden", "Ä", "a\n", "a" * 251]
)
def test_a_name_that_no_rule_makes_is_refused(storage: Storage, name: str) -> None:
    for act in (storage.get, storage.has, storage.delete, lambda n: storage.put(n, b"")):
        with pytest.raises(ValueError, match="is no name"):
            act(name)


def test_a_storage_that_works_passes_its_check_and_keeps_nothing_of_it(storage: Storage) -> None:
    check(storage)
    assert list(storage.names()) == []


def test_two_that_put_the_same_name_at_once_leave_one_of_the_two_whole(storage: Storage) -> None:
    contents = [bytes([number]) * 100_000 for number in range(4)]
    threads = [threading.Thread(target=storage.put, args=("one", content)) for content in contents]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert storage.get("one") in contents


def _uses_its_own(storage: Storage, client_of_the_parent: object) -> None:
    # The server of these tests closes every connection, so that a shared one would show in no answer.
    is_shared = client_of_the_parent and storage._connected() is client_of_the_parent  # type: ignore[attr-defined]
    sys.exit(1 if is_shared or storage.get("of-the-parent") != b"aye" else 0)


def test_a_fork_of_the_process_uses_connections_of_its_own(storage: Storage) -> None:
    storage.put("of-the-parent", b"aye")  # connects
    client = None if isinstance(storage, files.Files) else storage._connected()  # type: ignore[attr-defined]
    child = multiprocessing.get_context("fork").Process(target=_uses_its_own, args=(storage, client))
    child.start()
    child.join(30)
    assert child.exitcode == 0


def test_a_write_that_fails_leaves_nothing_and_what_was_there_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    storage = files.Files(tmp_path)
    storage.put("one", b"first")

    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(Unavailable, match="No space left on device"):
        storage.put("one", b"second")
    assert storage.get("one") == b"first"
    assert [path.name for path in tmp_path.iterdir()] == ["one"]


def test_a_folder_that_takes_nothing_is_told_in_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "media").write_text("a file")
    with pytest.raises(Unavailable, match=r"cannot be used \(.*\)\. Nothing was stored"):
        files.Files(tmp_path / "media").put("one", b"")


def _bucket_of(bucket: str, endpoint: str, tmp_path: Path) -> Storage:
    return open_storage(
        read_settings(
            {
                "INSTANCE_DIR": str(tmp_path),
                "MEDIA_URL": f"s3://{bucket}",
                "AWS_ENDPOINT_URL": endpoint,
                **KEYS,
            }
        )
    )


def test_a_bucket_that_is_not_there_is_told(s3: str, tmp_path: Path) -> None:
    with pytest.raises(Unavailable, match="there is no such bucket"):
        check(_bucket_of("nowhere-at-all", s3, tmp_path))


def test_a_server_that_does_not_answer_is_told(tmp_path: Path) -> None:
    with pytest.raises(Unavailable, match="it does not answer"):
        check(_bucket_of("copies", f"http://127.0.0.1:{free_port()}", tmp_path))


def test_the_library_for_s3_is_loaded_only_where_it_is_asked_for(tmp_path: Path) -> None:
    looks = "import sys, wsgi; sys.exit('botocore' in sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", looks], cwd=ROOT, check=False,
        env={**os.environ, "INSTANCE_DIR": str(tmp_path), "MEDIA_URL": ""},
    )  # fmt: skip
    assert done.returncode == 0


def test_the_secrets_of_a_bucket_are_not_shown_with_the_settings() -> None:
    assert "quay" not in repr(
        S3Access(access_key_id="harbourline", secret_access_key="of the quay", session_token="quay")
    )


@pytest.fixture
def app_here(settings: Settings) -> Iterator[Flask]:
    app = create_app(settings)
    with app.app_context():
        yield app


PAYLOAD = b"<p>The lamps on the west mole burn from dusk to dawn.</p>"


def test_a_payload_is_kept_by_its_digest_and_compressed(app_here: Flask, storage: Storage) -> None:
    digest = payloads.keep(PAYLOAD)
    assert payloads.read(digest) == PAYLOAD
    assert list(storage.names()) == [f"payloads/{digest[:2]}/{digest}.gz"]
    assert payloads.keep(PAYLOAD) == digest


@pytest.mark.parametrize(
    "damage",
    [b"", b"no gzip", gzip.compress(b"other words"), gzip.compress(PAYLOAD)[:-9]],
    ids=["empty", "no-gzip", "other-words", "cut-short"],
)
def test_a_damaged_payload_is_refused_and_mended_when_it_is_kept_again(
    app_here: Flask, storage: Storage, damage: bytes
) -> None:
    digest = payloads.keep(PAYLOAD)
    storage.put(f"payloads/{digest[:2]}/{digest}.gz", damage)
    with pytest.raises(ValueError, match="is damaged"):
        payloads.read(digest)
    payloads.keep(PAYLOAD)
    assert payloads.read(digest) == PAYLOAD


def test_a_forgotten_payload_is_gone(app_here: Flask, storage: Storage) -> None:
    digest = payloads.keep(PAYLOAD)
    payloads.forget(digest)
    payloads.forget(digest)
    with pytest.raises(FileNotFoundError):
        payloads.read(digest)
    assert list(storage.names()) == []
