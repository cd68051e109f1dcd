"""Kept bytes as objects of a bucket, in S3 or what speaks as it does: MinIO, Garage, Ceph, R2 and others.

Only `blog.storage` imports this, and only where `MEDIA_URL` asks for it.
"""

import base64
import hashlib
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import botocore.session
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from blog.config import S3Access
from blog.errors import Unavailable
from blog.storage.names import checked

# A page waits for this; a bucket answers in a tenth of a second, or is in trouble.
CONNECT_SECONDS, READ_SECONDS = 5, 30
TRIES = 3
MISSING = {"404", "NoSuchKey", "NotFound"}
ADVICE = {
    "NoSuchBucket": "there is no such bucket",
    "InvalidAccessKeyId": "its access key is not known there",
    "SignatureDoesNotMatch": "its secret key is not the right one",
    "AccessDenied": "its key may not do this",
    "403": "its key may not do this",
}


class Bucket:
    """The storage of `s3://BUCKET/PREFIX`. One request puts an object: it is there whole, or not at all."""

    def __init__(self, bucket: str, prefix: str, access: S3Access) -> None:
        self._bucket = bucket
        self._prefix = f"{prefix}/" if prefix else ""
        self._access = access
        self._client: Any = None
        self._client_of = 0
        self._making = threading.Lock()

    def put(self, name: str, content: bytes) -> None:
        # The one checksum that every server of this protocol compares before it stores anything.
        md5 = hashlib.md5(content, usedforsecurity=False).digest()
        with self._told():
            self._ask("put_object", name, Body=content, ContentMD5=base64.b64encode(md5).decode())

    def get(self, name: str) -> bytes:
        with self._told(missing=name):
            content: bytes = self._ask("get_object", name)["Body"].read()
            return content

    def has(self, name: str) -> bool:
        try:
            with self._told(missing=name):
                self._ask("head_object", name)
        except FileNotFoundError:
            return False
        return True

    def delete(self, name: str) -> None:
        with self._told():
            self._ask("delete_object", name)

    def names(self) -> Iterator[str]:
        with self._told():
            pages = self._connected().get_paginator("list_objects_v2")
            for page in pages.paginate(Bucket=self._bucket, Prefix=self._prefix):
                yield from (found["Key"].removeprefix(self._prefix) for found in page.get("Contents", ()))

    def _ask(self, what: str, name: str, **more: Any) -> Any:
        key = self._prefix + checked(name)
        return getattr(self._connected(), what)(Bucket=self._bucket, Key=key, **more)

    def _connected(self) -> Any:
        """The client of this process: its open connections must not be shared with a fork of it."""
        with self._making:
            if self._client_of != os.getpid():
                self._client, self._client_of = _client(self._access), os.getpid()
            return self._client

    @contextmanager
    def _told(self, missing: str = "") -> Iterator[None]:
        """Tell the server's refusals in a sentence; `missing` is the name that is told where it is not there."""
        try:
            yield
        except ClientError as error:
            code = str(error.response.get("Error", {}).get("Code", ""))
            if missing and code in MISSING:
                raise FileNotFoundError(missing) from error
            raise self._unavailable(ADVICE.get(code, code)) from error
        except (BotoCoreError, OSError) as error:
            raise self._unavailable("it does not answer") from error

    def _unavailable(self, why: str) -> Unavailable:
        return Unavailable(
            f"The storage of kept copies, s3://{self._bucket}, cannot be used: {why}. Nothing was stored. "
            "The operator finds it in MEDIA_URL and the AWS_ settings."
        )


def _client(access: S3Access) -> Any:
    config = Config(
        connect_timeout=CONNECT_SECONDS,
        read_timeout=READ_SECONDS,
        retries={"total_max_attempts": TRIES, "mode": "standard"},
        # Newer checksums travel in a way that several servers do not understand.
        request_checksum_calculation="when_required",
        response_checksum_validation="when_required",
        # Bucket names as part of the host need a name server that knows them: only Amazon's does.
        s3={"addressing_style": "path" if access.endpoint_url else "auto"},
    )
    return botocore.session.get_session().create_client(
        "s3",
        endpoint_url=access.endpoint_url or None,
        region_name=access.region,
        aws_access_key_id=access.access_key_id or None,
        aws_secret_access_key=access.secret_access_key or None,
        aws_session_token=access.session_token or None,
        config=config,
    )
