"""A version as evidence: where its bytes can be had with all that checks them, and how it is cited."""

from collections.abc import Callable
from dataclasses import dataclass

import sqlalchemy as sa

from blog.embed.models import Quotation
from blog.embed.rechecking import logged
from blog.errors import NotFound
from blog.extensions import db
from blog.posts.models import Post
from blog.posts.visibility import listed
from blog.reading.kept_copies import is_document
from blog.reading.sources import find_text
from blog.reading.statements import version_path
from blog.reading.timeline import came_words
from blog.site import Site
from blog.sources.citing import as_text
from blog.sources.models import Snapshot, Text
from blog.sources.packs.gathering import pack_of
from blog.sources.packs.making import make_pack
from blog.sources.packs.models import Verification

HIDDEN = "This kept copy was taken down. Its digest and the verdicts on it stay on the version’s page."
Citing = Callable[..., str]


@dataclass(frozen=True, slots=True)
class VersionView:
    """What a version's page has beside its words; `citation` and the copy are "" and False where it is taken down."""

    number: int
    url: str
    came: str
    payload_sha256: str
    payload_bytes: int
    chain_sha256: str
    is_hidden: bool
    is_document: bool
    citation: str


def view_version(snapshot: Snapshot, site: Site, base: str) -> VersionView:
    """A version that readers may see. `base` is the site's address without a slash at its end."""
    source, is_hidden = snapshot.source, snapshot.takedown is not None
    return VersionView(
        number=snapshot.version,
        url=version_path(snapshot),
        came=came_words(snapshot, source, site),
        payload_sha256=snapshot.payload_sha256,
        payload_bytes=snapshot.payload_bytes,
        chain_sha256=snapshot.chain_sha256,
        is_hidden=is_hidden,
        is_document=is_document(snapshot),
        citation="" if is_hidden else as_text(source, snapshot, site_url=base),
    )


def evidence_pack(source_id: int, version: int, base: str) -> bytes:
    """The evidence pack of a version, with the verdicts on what published posts quote of it.

    Raises `NotFound` for a version that readers may not see, or whose bytes are gone.
    """
    text = find_text(source_id, version)
    return make_pack(pack_of(text, _verdicts(text, base), site=base))


def cited(source_id: int, version: int, citing: Citing, base: str) -> str:
    """A citation of a version, by one of the functions of `blog.sources.citing`. Raises `NotFound` as above."""
    snapshot = find_text(source_id, version).snapshot
    if snapshot.takedown is not None:
        raise NotFound(HIDDEN)
    return citing(snapshot.source, snapshot, site_url=base)


def _verdicts(text: Text, base: str) -> list[Verification]:
    """A line of the log for each quotation of the version in a published post, by post and place."""
    query = (
        sa.select(Quotation, Post)
        .join(Post, Post.id == Quotation.post_id)
        .join(Text, Text.id == Quotation.text_id)
        .where(Text.snapshot_id == text.snapshot_id, Post.id.in_(listed().with_only_columns(Post.id)))
        .order_by(Quotation.post_id, Quotation.ordinal)
    )
    return [
        logged(quotation, where=f"{base}{post.path}#q{quotation.ordinal}")
        for quotation, post in db.session.execute(query)
    ]
