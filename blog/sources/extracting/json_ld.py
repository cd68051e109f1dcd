"""What a page's JSON-LD says of the article on it (schema.org: Article and its kin, WebPage)."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

_ARTICLE = ("Article", "Posting", "Report", "Statement", "CreativeWork")
_PAGE = ("WebPage", "AboutPage", "FAQPage", "Page")
# Lists in lists end somewhere: a page's own data is four deep at most.
_DEEPEST = 12

_Node = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Described:
    """ "" for what is not said; `is_paid` only where the page says that it is not free to read."""

    headline: str = ""
    author: str = ""
    publisher: str = ""
    published: str = ""
    modified: str = ""
    language: str = ""
    licence: str = ""
    is_paid: bool = False


def described(scripts: Iterable[str]) -> Described:
    """What articles say first, then what pages say; scripts that are no JSON say nothing."""
    nodes = [node for script in scripts for node in _nodes(_loaded(script))]
    by_id = {
        node["@id"]: node for node in reversed(nodes) if len(node) > 1 and isinstance(node.get("@id"), str)
    }
    said = [node for kinds in (_ARTICLE, _PAGE) for node in nodes if _is(node, kinds)]

    def first(key: str) -> str:
        return next((words for node in said if (words := _words(node.get(key), by_id))), "")

    return Described(
        headline=first("headline"),
        author=first("author"),
        publisher=first("publisher"),
        published=first("datePublished"),
        modified=first("dateModified"),
        language=first("inLanguage"),
        licence=first("license"),
        is_paid=any(str(node.get("isAccessibleForFree")).lower() == "false" for node in said),
    )


def _loaded(script: str) -> Any:
    try:
        return json.loads(script.strip().removeprefix("<!--").removesuffix("-->"), strict=False)
    except (ValueError, RecursionError):
        return None


def _nodes(value: Any, depth: int = 0) -> Iterator[_Node]:
    """Every object, those within lists and other objects too, in order."""
    if depth > _DEEPEST:
        return
    if isinstance(value, dict):
        yield value
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    for part in inner:
        if isinstance(part, dict | list):
            yield from _nodes(part, depth + 1)


def _is(node: _Node, kinds: tuple[str, ...]) -> bool:
    said = node.get("@type")
    types = said if isinstance(said, list) else [said]
    return any(isinstance(kind, str) and kind.endswith(kinds) for kind in types)


def _words(value: Any, by_id: Mapping[str, _Node]) -> str:
    """A text, an object's name or address, or all of a list's, parted by commas."""
    if isinstance(value, list):
        parts = dict.fromkeys(_words(part, by_id) for part in value if not isinstance(part, list))
        return ", ".join(part for part in parts if part)
    if isinstance(value, dict):
        known = by_id.get(value.get("@id", ""), value) if "name" not in value else value
        value = known.get("name") or known.get("url") or known.get("@id")
    return " ".join(value.split()) if isinstance(value, str) else ""
