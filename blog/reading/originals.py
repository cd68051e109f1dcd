"""How a statement's original stands, and what its page says of itself."""

from dataclasses import dataclass

from blog.reading.words import moment_words
from blog.site import LANGUAGES, Site
from blog.sources.models import Source, SourceState

STATES = {
    SourceState.LIVE: "It stands at its address as it was first received.",
    SourceState.CHANGED: "It stands at its address, and was edited since it was first received.",
    SourceState.GONE: "It is no longer at its address.",
    SourceState.BLOCKED: "Its address does not let this site look at it any more.",
    SourceState.UNSEEN: "This site has not seen it: its copies were given to it.",
}


@dataclass(frozen=True, slots=True)
class OriginalView:
    """`words` tell how it stands; `facts` are pairs of a name and what is known; `licence` is an address or a name."""

    words: str
    is_lost: bool
    facts: list[tuple[str, str]]
    licence: str
    licence_url: str


def original(source: Source, site: Site) -> OriginalView:
    """The original as it was last looked at."""
    facts = source.facts or {}
    licence = str(facts.get("licence", ""))
    return OriginalView(
        words=STATES[source.state],
        is_lost=source.state in (SourceState.GONE, SourceState.BLOCKED),
        facts=[(name, words) for name, words in _facts(source, site) if words],
        licence=licence,
        licence_url=licence if licence.startswith(("https://", "http://")) else "",
    )


def _facts(source: Source, site: Site) -> list[tuple[str, str]]:
    said = source.facts or {}
    return [
        ("Last looked at", moment_words(source.checked_at, site) if source.checked_at else "never"),
        ("Watched", _watched(source)),
        ("Language", _language(str(said.get("language") or source.language))),
        ("Comments there", "closed" if said.get("comments_closed") else ""),
        ("Archives", "its page asks them to keep no copy (noarchive)" if said.get("noarchive") else ""),
    ]


def _watched(source: Source) -> str:
    if not source.is_watched:
        return ""
    if (source.facts or {}).get("refuses_robots"):
        return "only by people: its site asks programs not to fetch it (robots.txt)"
    return "yes, changes are kept as versions"


def _language(tag: str) -> str:
    name = LANGUAGES.get(tag.partition("-")[0].lower())
    return f"{name} ({tag})" if name else tag
