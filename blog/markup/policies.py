"""What each voice may say in HTML, and the cleaning to it: Bleach first, nh3 last, both from one table.

Nothing else imports either. Bleach gets no more security releases, so its word is never the last.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

import bleach
import nh3

from blog.markup.addresses import is_safe_image, is_safe_link

# Names that footnotes make; no other id is made, so none can clash with a statement's or a comment's.
FOOTNOTE_ID = re.compile(r"fn(?:ref\d*)?:[\w-]{1,64}")
LANGUAGE = re.compile(r"language-[\w#.+-]{1,32}")
FOOTNOTE_CLASSES = frozenset({"footnote", "footnote-ref", "footnote-backref"})
ALIGNMENTS = frozenset({"left", "center", "right"})


@dataclass(frozen=True, slots=True)
class Policy:
    """Elements with their attributes, and the `rel` that links get."""

    elements: Mapping[str, frozenset[str]]
    link_rel: str | None = None

    @property
    def attributes(self) -> dict[str, set[str]]:
        """The elements that may have attributes, with them."""
        return {name: set(allowed) for name, allowed in self.elements.items() if allowed}

    def without(self, *names: str) -> "Policy":
        """The same policy less some elements; their words stay."""
        return Policy({k: v for k, v in self.elements.items() if k not in names}, self.link_rel)


def _elements(names: str, **attributes: str) -> dict[str, frozenset[str]]:
    bare: dict[str, frozenset[str]] = {name: frozenset() for name in names.split()}
    return bare | {name: frozenset(allowed.split()) for name, allowed in attributes.items()}


COMMENT = Policy(
    _elements("p em strong del pre blockquote ul li br", ol="start", a="href title", code="class"),
    link_rel="nofollow ugc noopener",
)
POST = Policy(
    _elements(
        "p em strong del pre blockquote ul br h2 h3 h4 h5 h6 hr sub table thead tbody tr",
        ol="start",
        li="id",
        a="href title class",
        code="class",
        img="src alt title loading",
        sup="id",
        div="class",
        th="align",
        td="align",
    )
)
NOTE = POST.without("h2", "h3", "h4", "h5", "h6", "table", "thead", "tbody", "tr", "th", "td")


def first_clean(html: str, policy: Policy) -> str:
    """`html` as Bleach leaves it: disallowed elements go, their words stay."""
    cleaned: str = bleach.clean(
        html,
        tags=set(policy.elements),
        attributes=lambda tag, name, value: (
            name in policy.elements.get(tag, ()) and _kept(tag, name, value) is not None
        ),
        protocols={"http", "https", "mailto"},
        strip=True,
    )
    return cleaned


def last_clean(html: str, policy: Policy) -> str:
    """`html` as nh3 leaves it, balanced."""
    return nh3.clean(
        html,
        tags=set(policy.elements),
        attributes=policy.attributes,
        attribute_filter=_kept,
        url_schemes={"http", "https", "mailto"},
        link_rel=policy.link_rel,
        clean_content_tags=set(),
    )


def _kept(tag: str, name: str, value: str) -> str | None:
    """An attribute's value where it may stand, else None."""
    match name:
        case "href":
            is_allowed = is_safe_link(value)
        case "src":
            is_allowed = is_safe_image(value)
        case "id":
            is_allowed = bool(FOOTNOTE_ID.fullmatch(value))
        case "class":
            is_allowed = bool(LANGUAGE.fullmatch(value)) if tag == "code" else value in FOOTNOTE_CLASSES
        case "align":
            is_allowed = value in ALIGNMENTS
        case "start":
            is_allowed = value.isdecimal() and len(value) < 10
        case "loading":
            is_allowed = value == "lazy"
        case "rel":
            # Typed ones are not in the table: only what nh3 itself sets comes here.
            is_allowed = value == COMMENT.link_rel
        case _:
            is_allowed = name in ("title", "alt")
    return value if is_allowed else None
