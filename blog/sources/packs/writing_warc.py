"""A kept copy as a WARC file (ISO 28500:2017, WARC/1.1).

A copy that this site fetched is one request and one response a hop, redirects first. A copy that came otherwise is a
`resource`, which claims nothing of a server. Bytes are the same for the same copy: the numbers of records are made of
what they hold, and no clock is asked.
"""

import hashlib
import re
import uuid
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from io import BytesIO
from typing import Any
from urllib.parse import urlsplit

from warcio.recordloader import ArcWarcRecord
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from blog.sources.packs.models import Capture, Headers

VERSION = "1.1"
HTTP_1 = ("HTTP/1.1", "HTTP/1.0")
# Numbers of records are of this family (RFC 9562 §5.5), so that the same record has the same number everywhere.
FAMILY = uuid.UUID("b2b5a5c4-4d0e-5a3f-9a58-2f1c7f6f6e01")
# They speak of the bytes as they went over the wire; the payload here is unpacked.
OF_THE_WIRE = {"content-encoding", "content-length", "transfer-encoding"}
RENAMED = "X-Archive-Orig-"
LINE_BREAKS = re.compile(r"[\r\n\0]+")
FETCHED = "Requests and answers as this site sent and received them. Bodies are unpacked; the headers that told of the \
packing are renamed X-Archive-Orig-…, and Content-Length is of the unpacked body. A redirect’s body was not read."
HOW_IT_CAME = {
    "fetched": FETCHED,
    "archived": "Fetched by this site from an archive that had kept it, not from the publisher. " + FETCHED,
    "pasted": "Someone pasted these bytes into a form of this site. Nobody compared them with the original.",
    "uploaded": "Someone gave these bytes to this site as a file. Nobody compared them with the original.",
    "browser": "Someone’s browser sent these bytes, the page as it stood there. Nobody compared it with the original.",
}


def write_warc(capture: Capture, *, site: str) -> bytes:
    """The WARC file of a copy, not compressed. `site` is who made it."""
    out = BytesIO()
    writer = WARCWriter(out, gzip=False, warc_version=VERSION)
    for record in records(capture, site=site):
        writer.write_record(record)
    return out.getvalue()


def records(capture: Capture, *, site: str) -> Iterator[ArcWarcRecord]:
    """The file's records in their order."""
    info = {"software": "Rejoinder", "operator": site, "format": f"WARC File Format {VERSION}"}
    how = HOW_IT_CAME[capture.method] if capture.exchanges else _resource_note(capture)
    yield _fields(capture.taken_at, [*info.items(), ("description", how)])
    if capture.exchanges:
        *redirects, last = capture.exchanges
        for hop in redirects:
            yield from _hop(hop, b"", more=[("WARC-Truncated", "unspecified")])
        yield from _hop(last, capture.payload)
    else:
        kind = capture.media_type or "application/octet-stream"
        yield _record("resource", capture.url, capture.taken_at, b"", capture.payload, content_type=kind)


def _resource_note(capture: Capture) -> str:
    if capture.method in ("fetched", "archived"):
        return (
            "Fetched by this site, which kept neither request nor headers: the record is of the bytes alone."
        )
    return HOW_IT_CAME[capture.method]


def _hop(hop: dict[str, Any], body: bytes, more: Iterable[tuple[str, str]] = ()) -> Iterator[ArcWarcRecord]:
    at, url = datetime.fromisoformat(hop["at"]), hop["url"]
    # WARC files hold HTTP/1: what came by a later one is written in the words of the older.
    protocol = hop.get("protocol") if hop.get("protocol") in HTTP_1 else HTTP_1[0]
    target = urlsplit(url)._replace(scheme="", netloc="", fragment="").geturl() or "/"
    headers = _of_the_unpacked(hop["headers"], len(body))
    status = _head(f"{protocol} {hop['status']} {hop['reason']}", headers)
    answer = _record("response", url, at, status, body, more=more)
    asked = _head(f"{hop['method']} {target} {protocol}", hop["request_headers"])
    number = answer.rec_headers.get_header("WARC-Record-ID")
    yield _record("request", url, at, asked, b"", more=[("WARC-Concurrent-To", number)])
    yield answer


def _head(first: str, headers: Headers) -> bytes:
    """The head of a request or an answer. Header values are bytes read as Latin-1 (RFC 9110 §5.5), and written so."""
    lines = [first.strip(), *(f"{name}: {value}" for name, value in headers)]
    return b"".join(_bytes(LINE_BREAKS.sub(" ", line)) + b"\r\n" for line in lines) + b"\r\n"


def _bytes(line: str) -> bytes:
    try:
        return line.encode("latin-1")
    except UnicodeEncodeError:
        return line.encode("utf-8", "replace")


def _of_the_unpacked(headers: Headers, length: int) -> Headers:
    """A server's headers for the unpacked body: what told of the packing is kept under other names."""
    told = [[RENAMED + name if name.lower() in OF_THE_WIRE else name, value] for name, value in headers]
    return [*told, ["Content-Length", str(length)]]


def _fields(at: datetime, fields: Iterable[tuple[str, str]]) -> ArcWarcRecord:
    """A record on the file itself, of lines of `name: value`."""
    lines = "".join(f"{name}: {LINE_BREAKS.sub(' ', value)}\r\n" for name, value in fields if value)
    return _record("warcinfo", "", at, b"", lines.encode(), content_type="application/warc-fields")


def _record(
    kind: str,
    url: str,
    at: datetime,
    head: bytes,
    body: bytes,
    *,
    content_type: str = "",
    more: Iterable[tuple[str, str]] = (),
) -> ArcWarcRecord:
    """A record, with digests of the kind that the site shows: SHA-256 in hex. `head` is an HTTP message's."""
    block, content_type = head + body, content_type or f"application/http; msgtype={kind}"
    moment = at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    number = uuid.uuid5(FAMILY, f"{kind}\n{url}\n{moment}\n{_digest(block)}")
    headers = [("WARC-Type", kind), ("WARC-Record-ID", f"<urn:uuid:{number}>"), ("WARC-Date", moment), *more]
    headers += (
        [("WARC-Target-URI", LINE_BREAKS.sub("", url)), ("WARC-Payload-Digest", _digest(body))] if url else []
    )
    headers += [("WARC-Block-Digest", _digest(block)), ("Content-Type", content_type)]
    # Given without HTTP headers, the library writes the block as it is, and no value is spelled anew.
    named = StatusAndHeaders("", headers, protocol=f"WARC/{VERSION}")
    return ArcWarcRecord("warc", kind, named, BytesIO(block), None, content_type, len(block))


def _digest(content: bytes) -> str:
    return "sha256:" + hashlib.sha256(content).hexdigest()
