"""A statement's quotations as W3C Web Annotations (Web Annotation Data Model, Recommendation of February 2017)."""

from typing import Any

from blog.reading.records import Record

CONTEXT = "http://www.w3.org/ns/anno.jsonld"
MEDIA_TYPE = 'application/ld+json; profile="http://www.w3.org/ns/anno.jsonld"'
# The verdict and the words as quoted: no vocabulary has terms for them.
OWN_TERMS = "urn:rejoinder:"
# §4.2.1 of the model asks what a fragment conforms to; text fragments have their own specification.
TEXT_FRAGMENTS = "https://wicg.github.io/scroll-to-text-fragment/"


def annotation_page(page_url: str, records: list[Record]) -> dict[str, Any]:
    """All of a statement's quotations, a page of annotations."""
    return {
        "@context": [CONTEXT, {"rejoinder": OWN_TERMS}],
        "id": page_url,
        "type": "AnnotationPage",
        "items": [annotation(record) for record in records],
    }


def annotation(record: Record) -> dict[str, Any]:
    """One quotation: its body is the post, its target the passage in the version that it was checked against."""
    selectors = _selectors(record)
    return {
        "id": record.url,
        "type": "Annotation",
        "motivation": "commenting",
        "created": record.quoted_at.isoformat(),
        "creator": {"id": record.author_url, "type": "Person", "name": record.author},
        "body": {"id": record.post_url, "type": "Text", "format": "text/html"},
        "target": {
            "type": "SpecificResource",
            "source": record.source_url,
            "state": [
                {
                    "type": "TimeState",
                    "sourceDate": record.version_at.isoformat(),
                    "cached": record.version_url,
                }
            ],
            **({"selector": selectors} if selectors else {}),
        },
        "rejoinder:verdict": record.verdict,
        "rejoinder:words": record.words,
    }


def _selectors(record: Record) -> list[dict[str, Any]]:
    """What finds the passage; nothing for words that stand nowhere, or in a copy that was taken down."""
    if record.position is None or not record.exact:
        return []
    quote = {
        "type": "TextQuoteSelector",
        "exact": record.exact,
        "prefix": record.prefix,
        "suffix": record.suffix,
    }
    start, end = record.raw or record.position
    selectors: list[dict[str, Any]] = [quote, {"type": "TextPositionSelector", "start": start, "end": end}]
    if record.fragment:
        selectors.append(
            {"type": "FragmentSelector", "conformsTo": TEXT_FRAGMENTS, "value": record.fragment.lstrip("#")}
        )
    return selectors
