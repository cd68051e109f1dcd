"""What of an HTML page says by its attributes that it is not the document: roles, class names and ids.

What an element's tag says (<nav>, <footer>) its place in the page tells by itself; this reads the rest. Class names
are habits, not a standard: whoever uses these hints must not let them hide most of a page.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from lxml import etree

from blog.sources.extracting.html_elements import Element

# WAI-ARIA 1.2: landmarks that are not the document, and what opens over it or moves beside it.
_ROLES = frozenset(
    """
    alert alertdialog banner complementary contentinfo dialog feed listbox log marquee menu menubar navigation
    search status tablist timer toolbar tooltip tree
    """.split()  # noqa: SIM905
)
# Names of furniture, after what sites put before such names and before what they put behind them: "site-nav",
# "js-menu__list". Longer names are something else: "toc-content-heading" is a heading.
_OWNER = r"(?:(?:app|block|c|global|js|l|main|mobile|o|page|primary|secondary|site|the|top|wp)[-_]+)*"
_PART = (
    r"(?:[-_]+(?:area|bar|block|bottom|box|col|column|container|desktop|inner|item|items|left|link|links|list|mobile|"
    r"module|outer|right|root|top|widget|wrap|wrapper))*(?:(?:__|--).*)?"
)
_ANYWHERE = re.compile(
    rf"""{_OWNER}(?:
      nav | navbar | navigation | mega-?menu | sub-?menu | breadcrumbs? | bread-crumbs? | pag(?:ination|er)
    | (?:post|article|page)-nav(?:igation)? | (?:prev|next)-(?:post|article)s? | (?:doc-)?side-?nav
    | toc | table-of-contents | skip-(?:link|nav|to-content)
    | (?:social|share|sharing)-?(?:bar|buttons?|icons?|links?|list|media|share|tools) | addtoany | sharedaddy
    | (?:related|recommended|recent|latest|popular|more|similar|trending|read)-?
      (?:articles|content|entries|links|news|next|posts?|reads|stories)
    | newsletter(?:-(?:form|sign-?up))? | subscribe-?(?:bar|box|form) | sign-?up-?(?:bar|box|form)
    | ad | ads | adverts? | advertisements? | sponsored | promo | announcement-?bar
    | comments?-?(?:area|list|section|thread) | disqus(?:_thread)?
    | (?:lang|language|locale|region|country)-?(?:bar|dropdown|list|menu|nav|picker|select(?:or)?|switch(?:er)?)
    | modal | pop-?up | lightbox | overlay | toast | snackbar | drawer | offcanvas | chat-?(?:bubble|widget)
    ){_PART}""",
    re.IGNORECASE | re.VERBOSE,
)
# Inside an article these are its own: a card has a header, and a letter a footer.
_AROUND = re.compile(
    rf"{_OWNER}(?:footer|header|masthead|menu|side-?bar|top-?bar|cta|call-to-action|related|comments){_PART}",
    re.IGNORECASE,
)
# Consent is asked for by a few products and by boxes called so. A section "cookies" is part of a policy.
_CONSENT = re.compile(
    r"""cookie-?(?:alert|banner|bar|box|consent|dialog|disclaimer|law|modal|notification|overlay|popup|wall)
    | (?:consent|gdpr|privacy|ccpa)-?(?:banner|bar|box|dialog|manager|modal|overlay|popup|prompt|wall)
    | onetrust | cookiebot | didomi | usercentrics | osano | termly | truste | iubenda-cs | cc-window | cky- | qc-cmp
    | fc-consent | cmplz | borlabs""",
    re.IGNORECASE | re.VERBOSE,
)
_DOCUMENT = frozenset(["article", "main"])
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
# A heading's id names the section under it, not what the heading is.
_NEVER = frozenset(["html", "body", "main", "article", "h1", "h2", "h3", "h4", "h5", "h6", "p", "td", "tr"])


@dataclass(frozen=True, slots=True)
class Hints:
    """Places of elements (XPaths, as blocks have them): what is said to be furniture, and what to be the main part."""

    furniture: frozenset[str] = frozenset()
    main: frozenset[str] = frozenset()


class _Reader:
    """An lxml parser target that finds the places of what has telling attributes."""

    def __init__(self) -> None:
        self._stack = [Element()]
        self._furniture: set[str] = set()
        self._main: set[str] = set()
        # How many <main> and <article> are open.
        self._documents = 0

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        above = self._stack[-1]
        element = above.opened(tag, attributes)
        self._stack.append(element)
        if tag in _DOCUMENT:
            self._documents += 1
        if element.path == above.path:
            return  # too deep to have a place of its own
        role = attributes.get("role", "").strip().lower()
        if role == "main":
            self._main.add(element.path)
        elif role in _ROLES or (tag == "dialog" and "open" in attributes) or self._is_named(tag, attributes):
            self._furniture.add(element.path)

    def end(self, tag: str) -> None:
        self._stack.pop()
        if tag in _DOCUMENT:
            self._documents -= 1

    def data(self, data: str) -> None:
        """Words tell nothing here."""

    def close(self) -> Hints:
        return Hints(frozenset(self._furniture), frozenset(self._main))

    def _is_named(self, tag: str, attributes: Mapping[str, str]) -> bool:
        if tag in _NEVER:
            return False
        names = f"{attributes.get('class', '')} {attributes.get('id', '')}".split()
        return any(
            _ANYWHERE.fullmatch(name)
            or _CONSENT.search(name)
            or (not self._documents and _AROUND.fullmatch(name))
            for name in (_CAMEL.sub("-", name) for name in names)
        )


def read_hints(source: str) -> Hints:
    """What the page's attributes say. Any HTML can be read; what is broken is mended as browsers do."""
    parser = etree.HTMLParser(target=_Reader(), encoding="utf-8", huge_tree=True)
    parser.feed(source.encode("utf-8", "replace"))
    hints: Hints = parser.close()
    return hints
