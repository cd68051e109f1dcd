"""Where in a comment's words the screening found what it says it found."""

from collections.abc import Iterable, Iterator

from blog.comments.screening.models import Assessment


def marked(body: str, findings: Iterable[Assessment]) -> list[tuple[str, bool]]:
    """The body in pieces, each with whether it is evidence; empty where there is none.

    Spans may overlap, and those that are not in the body are left out.
    """
    pieces: list[tuple[str, bool]] = []
    at = 0
    for start, end in _merged(body, findings):
        if start > at:
            pieces.append((body[at:start], False))
        pieces.append((body[start:end], True))
        at = end
    return [*pieces, (body[at:], False)] if pieces and at < len(body) else pieces


def _merged(body: str, findings: Iterable[Assessment]) -> Iterator[tuple[int, int]]:
    spans = sorted(
        (start, end)
        for finding in findings
        for start, end in finding.evidence.get("spans", [])
        if 0 <= start < end <= len(body)
    )
    last: tuple[int, int] | None = None
    for start, end in spans:
        if last and start <= last[1]:
            last = (last[0], max(last[1], end))
            continue
        if last:
            yield last
        last = (start, end)
    if last:
        yield last
