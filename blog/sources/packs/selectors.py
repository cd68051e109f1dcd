"""The quoted passages as W3C Web Annotations (https://www.w3.org/TR/annotation-model/)."""

from typing import Any

from blog.sources.packs import files
from blog.sources.packs.models import Pack, Verification

CONTEXT = "http://www.w3.org/ns/anno.jsonld"


def annotations(pack: Pack) -> dict[str, Any]:
    """One page of annotations: each passage that was found, in the original as it was then and in the pack's text."""
    found = [one for one in pack.verifications if one.start >= 0]
    items = [_annotation(pack, one, number) for number, one in enumerate(found, start=1)]
    return {"@context": CONTEXT, "type": "AnnotationPage", "items": items}


def _annotation(pack: Pack, one: Verification, number: int) -> dict[str, Any]:
    quote = {"type": "TextQuoteSelector", "exact": one.exact, "prefix": one.prefix, "suffix": one.suffix}
    state = {"type": "TimeState", "sourceDate": pack.capture.taken_at.isoformat()}
    # Positions count in the text of the pack, which is not the text that a browser makes of the page.
    position = {"type": "TextPositionSelector", "start": one.start, "end": one.end}
    original = pack.capture.final_url or pack.capture.url
    return {
        "id": f"{files.SELECTORS}#{number}",
        "type": "Annotation",
        "motivation": "linking" if one.where else "highlighting",
        **({"body": one.where} if one.where else {}),
        "target": [
            {"type": "SpecificResource", "source": original, "selector": quote, "state": state},
            {"type": "SpecificResource", "source": files.TEXT, "selector": position},
        ],
    }
