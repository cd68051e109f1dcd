"""What goes into the evidence pack of a kept copy."""

from collections.abc import Iterable
from datetime import UTC

from blog.errors import NotFound
from blog.sources import payloads
from blog.sources.chain import chain_of
from blog.sources.models import Snapshot, Source, Text
from blog.sources.packs.models import Capture, Pack, PackedSource, Reading, Verification, Version


def pack_of(text: Text, verifications: Iterable[Verification] = (), *, site: str) -> Pack:
    """The pack of a text's copy, to be made by `make_pack`; `site` is this site's address.

    Raises `NotFound` where the copy is taken down or its bytes are gone.
    """
    snapshot = text.snapshot
    source = snapshot.source
    return Pack(
        site=site,
        source=_source(source),
        capture=_capture(snapshot),
        reading=Reading(text.extractor, text.blocks, text.facts, source.region),
        versions=tuple(Version(facts["version"], kept, facts) for facts, kept in chain_of(source)),
        verifications=tuple(verifications),
    )


def _source(source: Source) -> PackedSource:
    return PackedSource(
        source.url, source.publisher, source.title, source.byline, source.published_on, source.language
    )


def _capture(snapshot: Snapshot) -> Capture:
    return Capture(
        version=snapshot.version,
        method=snapshot.method.value,
        taken_at=snapshot.taken_at.astimezone(UTC),
        payload=_payload(snapshot),
        media_type=snapshot.media_type,
        charset=snapshot.charset,
        url=snapshot.source.url,
        final_url=snapshot.final_url,
        exchanges=snapshot.exchanges,
        http_status=snapshot.http_status,
        http_headers=snapshot.http_headers,
        stated_on=snapshot.stated_on,
    )


def _payload(snapshot: Snapshot) -> bytes:
    if snapshot.takedown is not None:
        raise NotFound(
            "This kept copy was taken down. Its digest and the verdicts on it stay on the statement’s page."
        )
    try:
        return payloads.read(snapshot.payload_sha256)
    except FileNotFoundError as error:
        raise NotFound("The bytes of this kept copy are no longer here. Its digest stays.") from error
