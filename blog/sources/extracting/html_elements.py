"""What HTML's elements are to a reader: blocks, marks, roles, or nothing that is shown."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Self

from blog.sources.blocks import BlockRole, MarkKind

BLOCKS = frozenset(
    """
    address article aside blockquote body caption center dd details dialog div dl dt fieldset figcaption
    figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu nav ol p pre section
    summary table tbody tfoot thead tr ul
    """.split()  # noqa: SIM905
)
# Not words of the page, or not shown.
_UNSHOWN = frozenset(
    """
    audio canvas datalist embed frameset iframe noscript object script select style svg template textarea
    title video
    """.split()  # noqa: SIM905
)
# Shown, but no words of a statement that was copied by hand along with them.
_FURNITURE = frozenset(["button", "math", "nav"])
_HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
# Editors wrap whole documents in <b style="font-weight:normal">.
_NOT_BOLD = re.compile(r"font-weight\s*:\s*(?:normal|[1-4]00)", re.IGNORECASE)
_NOT_ITALIC = re.compile(r"font-style\s*:\s*normal", re.IGNORECASE)

# What lies deeper is placed in the element above it: a path is kept for every block.
_LONGEST_PATH = 300

_HEADINGS = frozenset(["h1", "h2", "h3", "h4", "h5", "h6"])
_ROLES = dict.fromkeys(_HEADINGS, BlockRole.HEADING) | {
    "h1": BlockRole.HEADLINE,
    "li": BlockRole.LIST_ITEM,
    "blockquote": BlockRole.QUOTATION,
}
_MARKS = {
    "a": MarkKind.LINK,
    **dict.fromkeys(["em", "i"], MarkKind.EMPHASIS),
    **dict.fromkeys(["b", "strong"], MarkKind.STRONG),
    **dict.fromkeys(["code", "kbd", "samp", "tt"], MarkKind.CODE),
}


@dataclass(slots=True)
class Element:
    """An element that is open: what it makes of the words in it.

    `path` is its XPath, `place` that of the block it stands in. `is_page` says that the document is a whole page,
    of which all that is shown is read. `is_raw` says that the words in it count in the raw text (`raw_map`).
    """

    tag: str = ""
    path: str = ""
    place: str = ""
    role: BlockRole | None = None
    mark: MarkKind | None = None
    is_hidden: bool = False
    is_pre: bool = False
    is_page: bool = False
    is_raw: bool = True
    children: dict[str, int] = field(default_factory=dict)

    def opened(self, tag: str, attributes: Mapping[str, str]) -> Self:
        """The element that `tag` opens in this one."""
        self.children[tag] = count = self.children.get(tag, 0) + 1
        number = "" if tag in ("html", "body") else f"[{count}]"
        path = f"{self.path}/{tag}{number}" if len(self.path) + len(tag) < _LONGEST_PATH else self.path
        return type(self)(
            tag,
            path,
            place=path if tag in BLOCKS else self.place,
            role=_ROLES.get(tag, self.role),
            mark=_mark(tag, attributes),
            is_hidden=self.is_hidden or (_is_unshown if self.is_page else _is_unread)(tag, attributes),
            is_pre=self.is_pre or tag == "pre",
            is_page=self.is_page,
            is_raw=self.is_raw and tag != "template",
        )


def _is_unread(tag: str, attributes: Mapping[str, str]) -> bool:
    return tag in _FURNITURE or attributes.get("aria-hidden") == "true" or _is_unshown(tag, attributes)


def _is_unshown(tag: str, attributes: Mapping[str, str]) -> bool:
    """Whether a browser shows nothing of it, as far as its own tag says. Scripts unhide whole pages."""
    if tag in ("html", "body"):
        return False
    if tag in _UNSHOWN or (tag == "dialog" and "open" not in attributes):
        return True
    is_hidden = attributes.get("hidden", "until-found").lower() != "until-found"
    return is_hidden or bool(_HIDDEN_STYLE.search(attributes.get("style", "")))


def _mark(tag: str, attributes: Mapping[str, str]) -> MarkKind | None:
    kind, style = _MARKS.get(tag), attributes.get("style", "")
    is_plain = (
        (kind is MarkKind.LINK and not attributes.get("href"))
        or (kind is MarkKind.STRONG and _NOT_BOLD.search(style))
        or (kind is MarkKind.EMPHASIS and _NOT_ITALIC.search(style))
    )
    return None if is_plain else kind
