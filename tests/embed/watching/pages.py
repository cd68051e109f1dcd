"""Pages of an invented ferry company, as they are read when they are captured."""

from blog.embed.watching.scope import Page
from blog.sources.extracting.chrome import read_hints
from blog.sources.extracting.pieces import placed
from blog.sources.extracting.reading_html import read_html
from blog.sources.extracting.roles import guess_roles

SENTENCES = (
    "From the first of November the night sailings between Harbourline Quay and the outer islands will end.",
    "We have carried fewer than nine passengers a night since the bridge at Sandholm was opened to traffic.",
    "Season tickets that include a night sailing stay valid on every other sailing until they run out.",
    "Freight that was booked before this notice is carried on the early boat at the price agreed.",
    "Anyone who works a night shift on the islands may ask us for a seat on the crew boat, free of charge.",
)
BODY = "".join(f"<p>{sentence}</p>" for sentence in SENTENCES)
NAVIGATION = '<nav><a href="/">Home</a> <a href="/fares">Fares</a></nav>'
FOOTER = "<footer><p>Harbourline Ferries, Quay 4</p></footer>"


def page(body: str = BODY, *, around: str = "", title: str = "Night sailings end") -> Page:
    """A page whose <main> holds `body`; `around` stands after it."""
    return read(
        f"<body>{NAVIGATION}<main><h1>{title}</h1>{body}</main>{around}{FOOTER}</body>",
    )


def read(html: str) -> Page:
    """A page as it is read at capture."""
    pieces = read_html(f"<!doctype html><html>{html}</html>", is_page=True).pieces
    return Page(placed(pieces, guess_roles(pieces)), read_hints(html))
