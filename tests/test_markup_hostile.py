"""What is typed to do harm, in every voice: parsed again, nothing outside the policy is left."""

from collections.abc import Callable, Iterator
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html as parser
from lxml.html import HtmlElement

from blog import markup
from blog.embed.blocks import BLOCKS
from blog.errors import Invalid
from blog.markup.addresses import is_safe_image, is_safe_link
from blog.markup.policies import COMMENT, NOTE, POST, Policy, first_clean, last_clean
from blog.typed import FORBIDDEN

ADDRESSES = [
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    " javascript:alert(1)",
    "java\tscript:alert(1)",
    "java\nscript:alert(1)",
    "\x01javascript:alert(1)",
    "javascript&colon;alert(1)",
    "javascript&#58;alert(1)",
    "&#106;avascript:alert(1)",
    "&#x6A&#x61&#x76ascript:alert(1)",
    "javascript%3Aalert(1)",
    "vbscript:msgbox(1)",
    "data:text/html,<script>alert(1)</script>",
    "data:image/svg+xml;base64,PHN2Zz4=",
    "blob:https://a.example/x",
    "file:///etc/passwd",
    "//evil.example",
    "///evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "/\t/evil.example",
    "https:evil.example",
    "https:/evil.example",
    "https:\\\\evil.example",
    "https://good.example@evil.example",
    "https://good.example\\@evil.example",
    "https://",
    "ftp://a.example",
    "x-evil:y",
    "evil.example:80/x",
    "https://a.example/\u202egnp.exe",
]
HTML = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    "<svg><animate onbegin=alert(1) attributeName=x dur=1s>",
    '<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=alert(1)&gt;">',
    '<noscript><p title="</noscript><img src=x onerror=alert(1)>">',
    "<form><math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
    "<template><script>alert(1)</script></template>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<a href=javascript:alert(1) onclick=alert(1)>x</a>",
    "<p style='background:url(javascript:alert(1))' id=s1 class=post>x",
    "<base href=//evil.example><meta http-equiv=refresh content=0>",
    "<input autofocus onfocus=alert(1)><button formaction=javascript:alert(1)>",
    "<!--><img src=x onerror=alert(1)>-->",
    "<![CDATA[<script>alert(1)</script>]]>",
    "<xmp><img src=x onerror=alert(1)></xmp><plaintext>",
    "</p></div></article><script>alert(1)</script>",
    "<div\n\n>\n<script\n>alert(1)</script\n>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "<scr<script>ipt>alert(1)</scr</script>ipt>",
    "\x02klzzwxh:0000\x03 \x02wzxhzdk:0\x03",
    '<a@b.example"onmouseover=alert(1)>',
    '[x](https://a.example "\\" onmouseover=alert(1) x=\\"")',
    "[x](https://a.example 'a\"><script>alert(1)</script>')",
    '!["onerror=alert(1) "](https://a.example/"onerror=alert(1)")',
    "[![x](javascript:alert(1))](javascript:alert(1))",
    '[x]: javascript:alert(1) "t"\n\n[x] [y][x]',
    "[x](<javascript:alert(1)>)",
    '<javascript:alert(1)> <https://a.example/"onclick=alert(1)>',
    'https://a.example/"onmouseover=alert(1) www.a.example/<script>',
    '`<script>`\n\n~~~"><script>\n<script>alert(1)</script>\n~~~',
    '```js" onmouseover="alert(1)\nx\n```',
    '[^"><script>]\n\n[^"><script>]: <script>alert(1)</script>',
    "[^s1]\n\n[^s1]: x {#c1 .x onclick=alert(1)}",
    "# head {#s1 onclick=alert(1)}",
    "| a |\n|:-:|\n| <script>alert(1)</script> |",
]


def in_every_voice(source: str) -> list[tuple[str, Policy]]:
    """What each voice makes of a source, a note's within a post included."""
    fenced = f"/// statement | https://a.example\n//// note | 1\n{source}\n////\n///"
    made = [(str(part), POST) for part in markup.post(source, blocks=BLOCKS).parts if isinstance(part, str)]
    rendered = markup.post(fenced, blocks=BLOCKS)
    made += [(note.html, NOTE) for slot in rendered.slots for note in slot.notes]
    made += [(str(markup.note(source)), NOTE)]
    with suppress(Invalid):
        made.append((str(markup.comment(source)), COMMENT))
    return made


def elements(html: str) -> Iterator[HtmlElement]:
    """What a parser makes of it; controls, which the parser cannot hold, never come past blog.typed."""
    return parser.fragment_fromstring(FORBIDDEN.sub("", html) or "x", create_parent="main").iter()


def assert_clean(html: str, policy: Policy) -> None:
    for element in elements(html):
        if element.tag == "main":
            continue
        assert element.tag in policy.elements, html
        allowed = policy.elements[element.tag] | (
            {"rel"} if policy.link_rel and element.tag == "a" else set()
        )
        for name, value in element.attrib.items():
            assert name in allowed, html
            assert name != "href" or is_safe_link(value), html
            assert name != "src" or is_safe_image(value), html
            assert name != "id" or value.startswith("fn"), html
    assert "<script" not in html.lower() and "<!--" not in html


@pytest.mark.parametrize("source", HTML)
def test_no_markup_of_theirs_survives(source: str) -> None:
    for html, policy in in_every_voice(source):
        assert_clean(html, policy)


@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize(
    "form", ["[x]({})", "[x](<{}>)", "![x]({})", "<{}>", "[x]: {}\n\n[x]", "[![x]({0})]({0})"]
)
def test_no_address_of_theirs_survives(address: str, form: str) -> None:
    for html, policy in in_every_voice(form.format(address)):
        assert_clean(html, policy)


@pytest.mark.parametrize("address", ADDRESSES)
def test_an_address_that_is_read_two_ways_is_refused(address: str) -> None:
    assert not is_safe_link(address) and not is_safe_image(address)


@pytest.mark.parametrize(
    "address",
    [
        "https://a.example",
        "HTTP://a.example/x?y=z&b#c",
        "mailto:a@b.example",
        "/2026/1/1/x/",
        "#fn:1",
        "https://a.example/é",
    ],
)
def test_an_ordinary_address_is_taken(address: str) -> None:
    assert is_safe_link(address)


@pytest.mark.parametrize("source", [*HTML, *(f'<a href="{a}">x</a><img src="{a}">' for a in ADDRESSES)])
@pytest.mark.parametrize("policy", [POST, NOTE, COMMENT])
@pytest.mark.parametrize("clean", [first_clean, last_clean])
def test_each_cleaner_alone_keeps_to_the_policy(
    source: str, policy: Policy, clean: Callable[[str, Policy], str]
) -> None:
    for element in elements(clean(source, policy)):
        if element.tag != "main":
            assert element.tag in policy.elements
            assert all(is_safe_link(element.get(name)) for name in ("href", "src") if element.get(name))
            assert not any(name.startswith("on") or name == "style" for name in element.attrib)


PIECES = st.sampled_from(
    [
        *HTML,
        *ADDRESSES,
        "[",
        "](",
        ")",
        "![",
        "<",
        ">",
        '"',
        "\n",
        "\n\n",
        "`",
        "*",
        "> ",
        "- ",
        "&",
        "#",
        "x",
    ]
)


@settings(max_examples=300, deadline=None)
@given(st.lists(PIECES, max_size=8).map("".join))
def test_no_mixture_of_theirs_survives(source: str) -> None:
    for html, policy in in_every_voice(source):
        assert_clean(html, policy)
