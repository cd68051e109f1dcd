"""A kept copy shown as a document of its own: the page as it was received, with nothing in it that acts."""

from dataclasses import dataclass

from markupsafe import Markup

from blog.errors import NotFound
from blog.markup.kept_pages import kept_page
from blog.reading.sources import find_text
from blog.site import direction
from blog.sources import payloads
from blog.sources.models import Snapshot

HTML, PLAIN = "text/html", "text/plain"


@dataclass(slots=True)
class KeptCopy:
    """What templates/public/kept_copy.html takes. `html` is clean; `text` is plain, where the copy is not HTML."""

    title: str
    version: int
    lang: str
    dir: str
    html: Markup
    text: str


def is_document(snapshot: Snapshot) -> bool:
    """Whether the copy can be shown as a document: a page or a text that nobody took down."""
    return snapshot.takedown is None and media_type(snapshot) in (HTML, PLAIN)


def media_type(snapshot: Snapshot) -> str:
    """The copy's media type without parameters."""
    return snapshot.media_type.partition(";")[0].strip().lower()


def kept_copy(source_id: int, version: int) -> KeptCopy:
    """The copy as a document. Raises `NotFound` for one that readers may not see, or that is none."""
    snapshot = find_text(source_id, version).snapshot
    if not is_document(snapshot):
        raise NotFound("This copy cannot be shown as a page.")
    try:
        decoded = payloads.read(snapshot.payload_sha256).decode(snapshot.charset or "utf-8", "replace")
    except FileNotFoundError:
        raise NotFound("The bytes of this copy are not kept here any more.") from None
    is_html = media_type(snapshot) == HTML
    return KeptCopy(
        title=snapshot.source.title,
        version=version,
        lang=snapshot.source.language,
        dir=direction(snapshot.source.language),
        html=Markup(kept_page(decoded)) if is_html else Markup(),
        text="" if is_html else decoded,
    )
