"""Making an evidence pack: what a site kept of a document, with all that is needed to check it elsewhere."""

from typing import Any

from blog.sources.blocks import full_text, to_json
from blog.sources.packs import files
from blog.sources.packs.models import Capture, Pack, Reading, Verification, Version
from blog.sources.packs.readme import readme
from blog.sources.packs.selectors import annotations
from blog.sources.packs.writing_warc import write_warc


def make_pack(pack: Pack) -> bytes:
    """The pack as one zip file. The same pack gives the same bytes."""
    listed = {
        files.README: readme(pack),
        files.WARC: write_warc(pack.capture, site=pack.site),
        files.TEXT: full_text(pack.reading.blocks).encode(),
        files.BLOCKS: files.as_json(_reading(pack.reading)),
        files.SELECTORS: files.as_json(annotations(pack)),
        files.LOG: files.as_json([_verification(one) for one in pack.verifications]),
    }
    sums = {name: {"sha256": files.sha256(it), "bytes": len(it)} for name, it in listed.items()}
    manifest = files.as_json(_manifest(pack) | {"files": sums})
    return files.zipped(listed | {files.MANIFEST: manifest, files.MANIFEST_SUM: files.sum_of(manifest)})


def _manifest(pack: Pack) -> dict[str, Any]:
    source = pack.source
    return {
        "format": files.FORMAT,
        "made_by": {"software": "Rejoinder", "site": pack.site},
        "source": {
            "url": source.url,
            "publisher": source.publisher,
            "title": source.title,
            "byline": source.byline,
            "published_on": source.published_on.isoformat() if source.published_on else None,
            "language": source.language,
        },
        "capture": _capture(pack.capture),
        "versions": [_version(version) for version in pack.versions],
    }


def _capture(capture: Capture) -> dict[str, Any]:
    return {
        "version": capture.version,
        "method": capture.method,
        "taken_at": capture.taken_at.isoformat(),
        "payload_sha256": files.sha256(capture.payload),
        "payload_bytes": len(capture.payload),
        "media_type": capture.media_type,
        "charset": capture.charset,
        "url": capture.url,
        "final_url": capture.final_url,
        "http_status": capture.http_status,
        "http_headers": capture.http_headers,
        "exchanges": capture.exchanges,
        "stated_on": capture.stated_on.isoformat() if capture.stated_on else None,
    }


def _version(version: Version) -> dict[str, Any]:
    return {"number": version.number, "chain_sha256": version.chain_sha256, "facts": version.facts}


def _reading(reading: Reading) -> dict[str, Any]:
    return {
        "extractor": reading.extractor,
        "region": reading.region,
        "facts": reading.facts,
        "blocks": to_json(reading.blocks),
    }


def _verification(one: Verification) -> dict[str, Any]:
    return {
        "words": one.words,
        "verdict": one.verdict,
        "exact": one.exact,
        "prefix": one.prefix,
        "suffix": one.suffix,
        "start": one.start,
        "end": one.end,
        "folds": list(one.folds),
        "where": one.where,
    }
