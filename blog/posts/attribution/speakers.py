"""Who do the title, the gist and the lines around a statement say is speaking, and is it its publisher?

“Spotify’s letter” above a letter of SoundCloud’s: a name that owns or sends a letter, a statement, terms, or that
says what the statement says, is compared with every name the statement is known by. Names are runs of capitalised
words; what German capitalises besides makes no name here, since only the listed nouns and verbs look for one.
"""

import re
from collections.abc import Iterable, Iterator
from urllib.parse import urlsplit

from blog.posts.attribution.remarks import Kind, Known, Place, Remark

NOUNS = (
    r"(?:open )?letters?|statements?|announcements?|press releases?|terms|terms of (?:use|service)|polic(?:y|ies)"
    r"|memos?|repl(?:y|ies)|responses?|apolog(?:y|ies)|explanations?|clarifications?|PR(?: team| department)?"
    r"|spokes\w+|CEO|founder|Brief(?:e|es)?|Erklärung(?:en)?|Stellungnahmen?|Mitteilung(?:en)?"
    r"|Pressemitteilung(?:en)?|AGB|Nutzungsbedingungen"
)
VERBS = (
    r"says|said|writes|wrote|announces|announced|claims|claimed|denies|denied|promises|promised|explains|explained"
    r"|apologi[sz]es|apologi[sz]ed|replies|replied|answers|answered|admits|admitted|insists|insisted"
    r"|sagt(?:e)?|schreibt|schrieb|erklärt(?:e)?|behauptet(?:e)?|verspricht|versprach"
)
_WORD = r"[A-ZÄÖÜÀ-ÞŁŠŽ][\w&.\-]*"
NAME = rf"{_WORD}(?: (?:of |the |and |& ?|for |de |von )?{_WORD}){{0,4}}"
_ADJECTIVES = r"(?:[a-z][\w\-]*\s+){0,2}"
# “Spotify’s letter”, “Spotify's new PR team”; “letter from Spotify”; “according to Spotify”; “Spotify says”.
OWNED = re.compile(rf"(?<![\w’'])(?P<name>{NAME})(?:['’]s|(?<=s)['’])\s+{_ADJECTIVES}(?i:{NOUNS})\b")
SENT = re.compile(rf"\b(?i:{NOUNS})\s+(?:{_ADJECTIVES})(?:from|by|von|des|der)\s+(?:the\s+)?(?P<name>{NAME})")
CREDITED = re.compile(rf"\b(?:[Aa]ccording to|[Ll]aut)\s+(?P<name>{NAME})")
SAYING = re.compile(rf"(?<![\w’'])(?P<name>{NAME})\s+(?:has\s+|hat\s+)?(?:{VERBS})\b")

# Capitalised because they begin a sentence, or since titles capitalise: no part of a name.
LEADING = frozenset(
    """
    a about after again all an and another answering as at because before but by der die das ein eine for from gegen
    here how if in into is it its last latest meanwhile more my new next no not now of on once our over re reading
    repost reposted so some still that the their then there these this those though through to today under until
    update was what when where which while who whose why with without yesterday your zu zum zur über
    january february march april may june july august september october november december
    monday tuesday wednesday thursday friday saturday sunday i we he she they you everyone nobody someone people
    """.split()  # noqa: SIM905
)
LEGAL = frozenset(
    """
    inc incorporated llc ltd limited plc corp corporation company co gmbh ag se sa sarl bv nv oy ab group
    """.split()  # noqa: SIM905
)
HOST_WORDS = frozenset(
    """
    www press blog blogs news newsroom about company corporate media support help legal investors ir
    """.split()  # noqa: SIM905
)
SELF_NAMED = re.compile(
    rf"\b(?:[Ww]e at|[Hh]ere at|[Oo]n behalf of|[Aa]ll of us at|[Ww]ir bei)\s+(?P<name>{NAME})"
)


def speaker_remarks(places: Iterable[Place], known: list[Known]) -> Iterator[Remark]:
    """A remark for each name that the words around the statements, but nothing in them, say is speaking.

    A name is told once for the title, once for the gist and once for the body.
    """
    if not known:
        return
    names = {frozenset(tokens) for statement in known for tokens in _names(statement) if tokens}
    told: set[tuple[str, str]] = set()
    for place in places:
        if not place.is_beside:
            continue
        for claimed, phrase in _claims(place):
            tokens = name_words(claimed)
            said = (place.name, claimed.casefold())
            if not tokens or said in told or any(_is_same(tokens, name) for name in names):
                continue
            told.add(said)
            yield Remark(Kind.SPEAKER, _message(place, claimed, phrase, known), place.line)


def _claims(place: Place) -> Iterator[tuple[str, str]]:
    """Names that are said to speak, each with the phrase that says so."""
    patterns = (OWNED, SENT, CREDITED) if place.name == "title" else (OWNED, SENT, CREDITED, SAYING)
    for pattern in patterns:
        for match in pattern.finditer(place.words):
            name = _without_leading(match["name"])
            if name:
                yield name, match[0][match[0].find(name) if pattern in (OWNED, SAYING) else 0 :]


def _without_leading(name: str) -> str:
    words = name.split(" ")
    while words and words[0].strip(".").casefold() in LEADING:
        words.pop(0)
    return " ".join(words).rstrip(".")


def _names(statement: Known) -> Iterator[set[str]]:
    """The names that a statement is known by, as sets of words."""
    labels = (urlsplit(statement.url).hostname or "").split(".")[:-1]
    yield from ({label} for label in labels if label not in HOST_WORDS)
    yield from (name_words(name) for name in (statement.publisher, statement.byline))
    yield from (name_words(line) for line in re.split(r"[\n,]", statement.signature))
    yield from (name_words(_without_leading(m["name"])) for m in SELF_NAMED.finditer(statement.passages.text))


def name_words(*names: str) -> set[str]:
    """The words that tell names apart: without legal forms and the words that any name may have."""
    words = re.findall(r"\w+", re.sub(r"['’]s\b", "", " ".join(names)).casefold())
    return {word for word in words if word not in LEGAL and word not in LEADING}


def _is_same(claimed: set[str], name: frozenset[str]) -> bool:
    """One is the other, shortened: “Harbourline” and “Harbourline Ferries Ltd”, “Okafor” and “Ines Okafor”."""
    joined = "".join(sorted(claimed))
    return claimed <= name or name <= claimed or joined in name


def _message(place: Place, claimed: str, phrase: str, known: list[Known]) -> str:
    where = "The line" if place.name == "body" else f"The {place.name}"
    speakers = "; ".join(
        f"{statement.publisher}" + (f" (signed {statement.byline})" if statement.byline else "")
        for statement in known
    )
    spoke = "the statement here is" if len(known) == 1 else "the statements here are"
    return f"{where} says “{phrase}”, but {spoke} by {speakers}. Is {claimed} meant?"
