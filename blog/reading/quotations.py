"""A quotation as a page shows it: the words, what checking them found, where they stand in the original."""

from dataclasses import dataclass

from blog.embed import telling
from blog.embed.ladder import RungKind
from blog.embed.models import Quotation, Repost
from blog.embed.verdicts import STANDS, Verdict
from blog.reading.since import quotation_since, way_to
from blog.reading.statements import source_path, version_path
from blog.site import Site

# What a link to the original, or to what is left of it, is called.
WAYS = {
    RungKind.PASSAGE: "Original ↗",
    RungKind.SECTION: "Original ↗",
    RungKind.PAGE: "Original ↗",
    RungKind.COPY: "Kept copy",
    RungKind.ARCHIVE: "Archived page ↗",
}


@dataclass(slots=True)
class QuotationView:
    """What templates/_quotation.html takes. `diff` is pairs of equal, delete (original only) or insert, and words.

    `words` are as readers see them, `runs` the same in pairs of "", "em" or "strong", and words. `omitted` are pairs of
    how much was left out, and the words; `outside` are lines on what stands just outside the cut and changes its sense.
    `original_url` is the best way to the passage that is left, `robust` the attributes of a link that is to outlive it,
    `since` what became of the passage: words, and a page.
    """

    ident: str
    words: str
    runs: list[tuple[str, str]]
    verdict: str
    badge: str
    is_pasted: bool
    passage_url: str
    original_url: str
    original_label: str
    robust: dict[str, str]
    cite: str
    source_url: str
    source_title: str
    publisher: str
    diff: list[tuple[str, str]]
    folds: tuple[str, ...]
    notes: list[str]
    omitted: list[tuple[str, str]]
    outside: list[str]
    since: tuple[str, str] | None


def quoted(quotation: Quotation, reposts: list[Repost], site: Site) -> QuotationView:
    """A quotation of a post that holds `reposts`, whose blocks the passage may be linked to."""
    source, snapshot, evidence = quotation.source, quotation.text.snapshot, quotation.evidence
    told = {} if snapshot.takedown else evidence  # of a copy that was taken down, no word but those quoted
    (way, robust), since = way_to(quotation, site), quotation_since(quotation, site)
    return QuotationView(
        ident=f"q{quotation.ordinal}",
        words=telling.shown_words(quotation.words, evidence),
        runs=telling.runs(quotation.words, evidence),
        verdict=quotation.verdict.value,
        badge=_badge(quotation, is_pasted=not snapshot.is_compared),
        is_pasted=not snapshot.is_compared,
        passage_url=_passage(quotation, reposts),
        original_url=way.url if way else "",
        original_label=WAYS[way.kind] if way else "",
        robust=robust,
        cite=source.url,
        source_url=source_path(source),
        source_title=source.title,
        publisher=source.publisher,
        diff=[(operation, words) for operation, words in told.get("diff", [])],
        folds=tuple(evidence.get("folds", ())),
        notes=telling.notes(told),
        omitted=telling.omitted(told),
        outside=telling.outside(told),
        since=(since.words, since.url) if since else None,
    )


def _badge(quotation: Quotation, *, is_pasted: bool) -> str:
    """The verdict in a few words. A pasted copy never earns the ✓: nobody compared it with the original."""
    place = f", ¶{quotation.block_number}" if quotation.block_number else ""
    words = telling.verdict_words(quotation.verdict, quotation.evidence)
    if is_pasted:
        words = (
            "not in the pasted copy"
            if quotation.verdict is Verdict.NOT_FOUND
            else f"{words} in the pasted copy"
        )
        if quotation.verdict is Verdict.ALTERED:
            words = "wording differs from the pasted copy"
        return words + place
    return f"{'✓ ' if quotation.verdict in STANDS else ''}{words}{place}"


def _passage(quotation: Quotation, reposts: list[Repost]) -> str:
    """The paragraph on this page where it is reposted here, else in the kept copy."""
    number = quotation.block_number
    for repost in reposts:
        is_shown = not repost.ranges or any(first <= (number or 0) <= last for first, last in repost.ranges)
        if repost.text_id == quotation.text_id and number and is_shown:
            return f"#s{number}" if repost.ordinal == 1 else f"#s{repost.ordinal}-{number}"
    reading = f"{version_path(quotation.text.snapshot)}?reading={quotation.text_id}"
    return reading + (f"#s{number}" if number else "")
