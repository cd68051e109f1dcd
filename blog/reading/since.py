"""What became of a statement since a post was written on it, in a line for readers."""

from dataclasses import dataclass

from blog.embed.ladder import Passage, Rung, best, robust_link, wayback_url
from blog.embed.models import Quotation, Repost, Stand, Standing
from blog.posts.archiving import is_told_of
from blog.reading.statements import changes_path, version_path
from blog.reading.words import counted
from blog.site import Site, day_words
from blog.sources.models import Method, Snapshot, Source, SourceState, Text


@dataclass(frozen=True, slots=True)
class Since:
    """A line, and the page that shows more ("" where there is none)."""

    words: str
    url: str = ""


def statement_since(repost: Repost, site: Site) -> list[Since]:
    """How the statement's original stands, where it is not as it was."""
    source, snapshot = repost.source, repost.text.snapshot
    told = []
    if repost.edited_in is not None and repost.edited_passages:
        told.append(_edited(repost, snapshot, repost.edited_in))
    if state := _state(source, site):
        told.append(state)
    return told


def quotation_since(quotation: Quotation, site: Site) -> Since | None:
    """How the quoted words fare in the version that stands at the address; None where they stand."""
    standing = standing_now(quotation)
    if standing is None or standing.stand is Stand.STANDS:
        return None
    snapshot = quotation.text.snapshot
    url = changes_path(snapshot, standing.snapshot)
    if not snapshot.is_compared:
        how = "not" if standing.stand is Stand.GONE else "worded otherwise"
        day = day_words(standing.snapshot.taken_at, site)
        return Since(f"{how} in the original as this site received it on {day}", url)
    if standing.stand is Stand.GONE:
        return Since(f"no longer in the original; in our copy of {day_words(snapshot.taken_at, site)}", url)
    return Since(f"edited in the original since, seen {day_words(standing.snapshot.taken_at, site)}", url)


def way_to(quotation: Quotation, site: Site) -> tuple[Rung | None, dict[str, str]]:
    """The best way to the quoted words in the original, and the attributes that let the link outlive it."""
    passage = _passage(quotation, site)
    return best(passage), robust_link(passage)


def standing_now(quotation: Quotation) -> Standing | None:
    """How the quotation fares in the version that stands at the address; None where that is the one it was made on."""
    now = quotation.source.current_version
    return next((s for s in quotation.standings if s.snapshot.version == now), None)


def _passage(quotation: Quotation, site: Site) -> Passage:
    source, text, snapshot = quotation.source, quotation.text, quotation.text.snapshot
    standing = standing_now(quotation)
    number = quotation.block_number
    copy = f"{version_path(snapshot)}?reading={text.id}" + (f"#s{number}" if number else "")
    return Passage(
        url=source.url,
        state=source.state,
        fragment="" if snapshot.takedown else standing.fragment if standing else quotation.fragment,
        anchor=_anchor(text, quotation.start),
        loads_at_top=bool(source.facts.get("force_load_at_top")) if source.facts else False,
        stands=standing is None or standing.stand is Stand.STANDS,
        copy_url="" if snapshot.takedown else copy,
        # Only where an archive was told, or brought the copy: an address that may hold nothing is no way.
        archive_url=wayback_url(source.url, snapshot.taken_at)
        if is_told_of(text, site) or snapshot.method is Method.ARCHIVED
        else "",
        kept_at=snapshot.taken_at,
    )


def _anchor(text: Text, start: int) -> str:
    """The id of the nearest heading above the words."""
    if start < 0:
        return ""
    return next((block.anchor for block in text.blocks if start <= block.end), "")


def _edited(repost: Repost, before: Snapshot, after: Snapshot) -> Since:
    passages = counted(repost.edited_passages, "passage")
    url = changes_path(before, after)
    if not before.is_compared:
        return Since(f"The original differs from the pasted copy in {passages}", url)
    return Since(f"Edited by {repost.source.publisher} since: {passages}", url)


def _state(source: Source, site: Site) -> Since | None:
    seen = f" (looked {day_words(source.checked_at, site)})" if source.checked_at else ""
    if source.state is SourceState.GONE:
        return Since(f"No longer at its address{seen}", f"/statements/{source.id}/")
    if source.state is SourceState.BLOCKED:
        return Since(f"The original cannot be looked at any more{seen}", f"/statements/{source.id}/")
    return None
