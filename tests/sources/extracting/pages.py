"""Invented pages: a statement with a site around it."""

PARAGRAPHS = (
    "We raise the fares on all lines of the eastern harbour by four percent from July on, and we owe you the reasons.",
    "Diesel costs a third more than it did a year ago, and the boats of the north line burn most of it.",
    "Nobody who rides with a monthly ticket will pay more than before, because those tickets keep their price.",
    "Crews will be paid for the hours that they wait in port, as they have asked us to since the winter.",
    "We will publish what we spend every quarter, so that you can see where each cent of the new fare went.",
)
HEADLINE = "Why our fares rise"
BYLINE = "By Ines Okafor, chief executive, 14 May 2025"
NAV = "".join(
    f"<li><a href='/{name.lower()}'>{name}</a></li>" for name in ("Timetable", "Tickets", "Jobs", "Press")
)
TEASERS = "".join(
    f"<li><a href='/news/{n}'>The {name} quay opens again after the storm of last week</a></li>"
    for n, name in enumerate(("north", "south", "eastern", "western"))
)


def page(
    paragraphs: tuple[str, ...] = PARAGRAPHS,
    *,
    headline: str = HEADLINE,
    head: str = "",
    above: str = "",
    below: str = "",
) -> str:
    """The page of a statement. `above` stands before it in its element, `below` after it."""
    body = "".join(f"<p>{paragraph}</p>\n" for paragraph in paragraphs)
    return (
        f"<!doctype html><html lang='en'><head><title>{headline} | Harbourline</title>{head}</head><body>"
        f"<header><div>Harbourline</div><nav><ul>{NAV}</ul></nav></header>"
        f"<main><article>{above}<h1>{headline}</h1><div>{BYLINE}</div>{body}{below}</article>"
        f"<aside><h2>More news</h2><ul>{TEASERS}</ul></aside></main>"
        "<footer><p>Harbourline Ferries, Quay 4, company number 402. All rights reserved.</p></footer></body></html>"
    )
