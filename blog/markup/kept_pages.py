"""A kept page, shown again: its words and structure, and nothing that runs, loads or leads the reader unseen.

Scripts, styles, pictures, frames and forms go; a picture leaves its description. It is served in a sandbox and under a
policy that allows no request, so that even what cleaning might miss has nothing to act with.
"""

import nh3

from blog.markup.addresses import is_safe_link

ELEMENTS = set(
    """
    a abbr address article aside b bdi bdo blockquote br caption cite code col colgroup data dd del details dfn div dl
    dt em figcaption figure footer h1 h2 h3 h4 h5 h6 header hr i ins kbd li main mark nav ol p pre q rp rt ruby s samp
    section small span strong sub summary sup table tbody td tfoot th thead time tr u ul var wbr
    """.split()  # noqa: SIM905
)
ATTRIBUTES = {
    "*": {"dir", "lang"},
    "a": {"href"},
    "ol": {"start", "reversed", "type"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
    "time": {"datetime"},
}
# Their words are no words of the page.
DROPPED_WHOLE = set(
    """
    script style template noscript iframe object svg math canvas select textarea title
    """.split()  # noqa: SIM905
)
# What the document that shows one may do: nothing. The sandbox keeps links from opening inside it.
SANDBOX = (
    "sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'; style-src 'self'; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'self'"
)


def kept_page(html: str) -> str:
    """The body of a page, cleaned: what may stand in a document of its own."""
    return nh3.clean(
        html,
        tags=ELEMENTS,
        attributes=ATTRIBUTES,
        attribute_filter=_kept,
        clean_content_tags=DROPPED_WHOLE,
        url_schemes={"http", "https", "mailto"},
        link_rel="nofollow noopener noreferrer",
        set_tag_attribute_values={"a": {"target": "_blank"}},
    )


def _kept(tag: str, name: str, value: str) -> str | None:
    if name == "href":
        return value if is_safe_link(value) and not value.startswith(("/", "#")) else None
    return value
