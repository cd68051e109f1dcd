import time
from importlib.metadata import version

import pytest
from hypothesis import given
from hypothesis import strategies as st

from blog import markup
from blog.embed.blocks import BLOCKS
from blog.errors import Invalid
from blog.markup.limits import COMMENT_CHARACTERS, MOST_COSTLY, MOST_OPEN, POST_BYTES
from blog.sources.blocks import Mark, MarkKind

MAGICLINK = int(version("pymdown-extensions").partition(".")[0])
# What a comment's rendering may take of a processor: 1.5 s, and as much again where others make its caches cold.
COMMENT_SECONDS = 3.0


def html(source: str) -> str:
    return "".join(str(part) for part in markup.post(source, blocks=BLOCKS).parts)


@pytest.mark.parametrize(
    ("source", "made"),
    [
        ("# Title", "<h2>Title</h2>"),
        ("## Part", "<h2>Part</h2>"),
        ("a *b* **c** ~~d~~", "<p>a <em>b</em> <strong>c</strong> <del>d</del></p>"),
        ('"so" -- it\'s...', '<p>"so" -- it\'s...</p>'),
        ("a_b_c @name #1", "<p>a_b_c @name #1</p>"),
        ("```py\nx < y\n```", '<pre><code class="language-py">x &lt; y\n</code></pre>'),
        ("![alt](/media/x.png)", 'loading="lazy"'),
        ("![alt](https://a.example/x.png)", '<a href="https://a.example/x.png">alt</a>'),
        ("| a |\n|--:|\n| 1 |", '<td align="right">1</td>'),
        ("word[^1]\n\n[^1]: note", '<li id="fn:1">'),
    ],
)
def test_a_post_says_what_its_markdown_says(source: str, made: str) -> None:
    assert made in html(source)


@pytest.mark.parametrize(
    ("source", "href", "after"),
    [
        ("see https://a.example/x.", "https://a.example/x", "</a>."),
        pytest.param(
            "(https://a.example/x_(y))",
            "https://a.example/x_(y)",
            "</a>)",
            marks=pytest.mark.skipif(
                MAGICLINK < 13, reason="the last extensions for Python 3.11.4 do not count brackets"
            ),
        ),
        ("https://a.example/?a=1&b=2, then", "https://a.example/?a=1&amp;b=2", "</a>,"),
        ("www.a.example!", "http://www.a.example", "</a>!"),
        ("<https://a.example>", "https://a.example", "</a>"),
    ],
)
def test_bare_addresses_become_links_without_the_marks_after_them(source: str, href: str, after: str) -> None:
    for made in (html(source), str(markup.comment(source))):
        assert f'href="{href}"' in made and after in made


def test_what_is_typed_as_html_is_shown_as_typed() -> None:
    assert markup.comment("<b>x</b>") == "<p>&lt;b&gt;x&lt;/b&gt;</p>"
    assert html("<div>\n\nx") == "<p>&lt;div&gt;</p>\n<p>x</p>"


def test_a_reader_has_no_headings_and_no_images() -> None:
    made = markup.comment("# Big *one*\n\n![a cat](https://a.example/c.png)")
    assert "<p><strong>Big <em>one</em></strong></p>" in made
    assert '<a href="https://a.example/c.png" rel="nofollow ugc noopener">a cat</a>' in made
    assert "<img" not in made and "<h" not in made


def test_a_reader_s_line_breaks_are_kept() -> None:
    assert markup.comment("one\ntwo") == "<p>one<br>\ntwo</p>"


def test_a_note_has_no_headings_or_tables() -> None:
    source = "/// statement | https://a.example\n//// note | 2\n# Big\n\n| a |\n|---|\n| 1 |\n////\n///"
    (slot,) = markup.post(source, blocks=BLOCKS).slots
    assert "<p><strong>Big</strong></p>" in slot.notes[0].html and "<t" not in slot.notes[0].html
    assert "<h" not in markup.note("# Big")


def test_parts_and_slots_stand_in_the_order_of_the_source() -> None:
    rendered = markup.post(
        "one\n\n/// quote | https://a.example\nsaid <b>so</b>\n///\n\n"
        "two\n\n/// quote | https://b.example\nmore\n///",
        blocks=BLOCKS,
    )
    assert rendered.parts == ("<p>one</p>", 0, "<p>two</p>", 1)
    assert [slot.words for slot in rendered.slots] == ["said <b>so</b>", "more"]


@pytest.mark.parametrize("forged", ["\ue000s0\ue001", "\ue000" + "0" * 32 + "s0\ue001", "\ue001\ue000"])
def test_no_one_can_type_a_slot(forged: str) -> None:
    rendered = markup.post(f"a {forged} b\n\n/// quote | https://a.example\n{forged}\n///", blocks=BLOCKS)
    assert [part for part in rendered.parts if isinstance(part, int)] == [0]
    assert forged in str(rendered.parts[0]) and rendered.slots[0].words == forged


@pytest.mark.parametrize(
    ("source", "limit"),
    [
        ("x" * (COMMENT_CHARACTERS + 1), "20,000"),
        ("[a] " * (MOST_COSTLY + 1), "500"),
        ("a < b " * (MOST_COSTLY + 1), "500"),
        ("> a\n\n" * (MOST_COSTLY + 1), "500"),
        ("`" * (MOST_COSTLY + 1), "500"),
        ("[" * (MOST_OPEN + 1), "100"),
        ("[a](" * (MOST_OPEN + 1), "100"),
        ("a\n" * 2_001, "2,000"),
        ("> " * 21 + "a", "20"),
        ("- " * 21 + "a", "20"),
        (" " * 84 + "- a", "20"),
    ],
)
def test_a_comment_over_a_limit_is_refused_with_the_limit_named(source: str, limit: str) -> None:
    with pytest.raises(Invalid) as refusal:
        markup.comment(source)
    assert limit in refusal.value.message and refusal.value.field == "body"


def test_a_post_over_its_limit_is_refused() -> None:
    markup.post("é" * 1000)
    with pytest.raises(Invalid, match="300 KB"):
        markup.post("é" * (POST_BYTES // 2 + 1))


UNITS = [
    "*",
    "_",
    "**a",
    "*_",
    "~~",
    "&",
    "a@b.c ",
    "|\n",
    "- \n",
    "# \n",
    "a\n=\n",
    "---\n",
    "- a\n\n",
    "~~~\n",
    "!",
    ")",
]
UNITS += [
    "[a](b)",
    "![a](b)",
    "[a][b]",
    "[a]: b\n",
    "<a",
    "`a",
    "> ",
    "- ",
    "> - ",
    "(",
    "\\",
    "www.a ",
    "  - a\n",
]


@pytest.mark.parametrize("unit", UNITS)
def test_no_comment_takes_long(unit: str) -> None:
    source = (unit * COMMENT_CHARACTERS)[:COMMENT_CHARACTERS]
    before = time.process_time()
    for text in (source, "\n".join(source.split("\n")[:1990]), "[" * MOST_OPEN + source):
        try:
            markup.comment(text[:COMMENT_CHARACTERS])
        except Invalid:
            continue
    assert time.process_time() - before < 3 * COMMENT_SECONDS


def test_the_deepest_nesting_taken_is_shown() -> None:
    assert markup.comment("> " * 20 + "a").count("<blockquote>") == 20
    markup.comment("\n".join(" " * 4 * depth + "- a" for depth in range(20)))


def test_ranges_become_elements_and_overlaps_are_split() -> None:
    marks = [Mark(MarkKind.EMPHASIS, 0, 9), Mark(MarkKind.LINK, 4, 14, href="https://a.example/?b&c")]
    link = '<a href="https://a.example/?b&amp;c" rel="nofollow noopener">'
    made = markup.block_html("The old quay <x>", marks)
    assert made == f"<em>The </em>{link}<em>old q</em>uay &lt;</a>x&gt;"


def test_a_picture_of_the_original_is_a_link() -> None:
    image = Mark(MarkKind.IMAGE, 1, 1, href="https://a.example/i.png", alt='a "b"')
    link = '<a class="image" href="https://a.example/i.png" rel="nofollow noopener">'
    assert markup.block_html("A\nB", [image]) == f"A{link}Image: a &#34;b&#34; ↗</a><br>B"


def test_a_statement_s_link_leads_only_where_links_may() -> None:
    assert markup.block_html("x", [Mark(MarkKind.LINK, 0, 1, href="javascript:alert(1)")]) == "x"


MARKS = st.builds(
    Mark,
    kind=st.sampled_from([kind for kind in MarkKind if kind is not MarkKind.IMAGE]),
    start=st.integers(0, 30),
    end=st.integers(0, 40),
    href=st.sampled_from(["https://a.example", "javascript:x", ""]),
)


@given(st.text(max_size=30), st.lists(MARKS, max_size=6))
def test_a_statement_s_words_are_never_changed(text: str, marks: list[Mark]) -> None:
    made = markup.block_html(text, marks)
    shown = made.replace("<br>", "\n")
    for tag in ("mark", "strong", "em", "code", 'a href="https://a.example" rel="nofollow noopener"'):
        shown = shown.replace(f"<{tag}>", "").replace(f"</{tag.split()[0]}>", "")
        assert made.count(f"<{tag}>") == made.count(f"</{tag.split()[0]}>")
    assert str(shown) == str(markup.block_html(text, [])).replace("<br>", "\n")
    assert str(markup.block_html(text, []).unescape()).replace("<br>", "\n") == text.replace("<br>", "\n")


def test_an_excerpt_is_text() -> None:
    made = "<h2>A &amp; B</h2><p>c<em>d</em> e<sup>1</sup></p><p>&lt;script&gt;</p>"
    assert markup.excerpt(made) == "A & B cd e <script>"
    assert markup.excerpt(made, 2) == "A & …"
