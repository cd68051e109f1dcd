import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from blog.errors import Invalid
from blog.sources.blocks import Block, BlockRole, MarkKind, full_text
from blog.sources.extracting.cleaning import MAX_BYTES
from blog.sources.extracting.reading_html import MAX_DEPTH
from blog.sources.pasting import MAX_BLOCKS, read_pasted

URL = "https://press.harbourline.example/letters/a"
LONG = (
    "A ferry that does not sail is a promise broken, and so we owe every passenger of last week an account."
)


def texts(raw: str, kind: str = "detect") -> list[str]:
    return [block.text for block in read_pasted(raw, kind=kind, url=URL).blocks]


def marked(block: Block, kind: MarkKind) -> list[tuple[str, str]]:
    return [(block.text[m.start : m.end], m.href) for m in block.marks if m.kind is kind]


def only(raw: str) -> Block:
    (block,) = read_pasted(raw, kind="html", url=URL).blocks
    return block


def refusal(raw: str, kind: str = "detect") -> str:
    with pytest.raises(Invalid) as refused:
        read_pasted(raw, kind=kind)
    assert refused.value.field == "text"
    return refused.value.message


# Text


def test_words_stay_as_they_were_pasted() -> None:
    kept = "“Quoted” – it’s a\u00a0no-break, שלום \u200fעולם, e\u0301, 👩\u200d🚀, tab\there  and two spaces"
    assert texts(f"\ufeff  {kept}  \r\n\r\n\t{kept}") == [kept, kept]


def test_what_cannot_be_shown_is_taken_out() -> None:
    assert texts("a\x00b\x07c\x1bd\x9fe\ufffff\rg\x0ch\u2028i") == ["abcdef", "g", "h", "i"]


def test_half_a_character_is_refused_and_says_where() -> None:
    assert "Character 4" in refusal("abc\ud83d")


def test_nothing_is_refused() -> None:
    for raw in ["", " \n\t", "\ufeff\x00", "<p> </p>", "<script>x</script>", "---", f"Source: {URL}"]:
        assert "Paste the statement" in refusal(raw)


def test_more_than_the_limit_is_refused_and_names_it() -> None:
    assert texts("x" * MAX_BYTES) == ["x" * MAX_BYTES]
    assert "2 MiB" in refusal("x" * (MAX_BYTES + 1))
    assert "2 MiB" in refusal("é" * (MAX_BYTES // 2 + 1))
    assert f"{MAX_BLOCKS:,}" in refusal("x\n" * (MAX_BLOCKS + 1))


def test_a_paragraph_wrapped_by_hand_is_one_block_at_its_first_line() -> None:
    lines = [
        "We wrap our letters at seventy columns, as the printers before us did,",
        "and a reader should get the paragraph back as it was meant, in one,",
        "however many lines it took.",
    ]
    blocks = read_pasted(
        "\n".join(["Dear members,", "", *lines, "", "Ines Okafor", "CEO, Harbourline"])
    ).blocks
    assert [block.text for block in blocks[1:]] == [" ".join(lines), "Ines Okafor", "CEO, Harbourline"]
    assert [block.place for block in blocks] == ["line 1", "line 3", "line 7", "line 8"]


def test_a_wrapped_list_item_is_one_item() -> None:
    item = ["- We keep the recordings in three places, each of which has its own", "  generator."]
    other = ["- We test them each month, one after another, on a day that nobody is", "  told."]
    assert texts("\n".join(item + other)) == [
        "We keep the recordings in three places, each of which has its own generator.",
        "We test them each month, one after another, on a day that nobody is told.",
    ]


def test_sentences_on_lines_of_their_own_stay_apart() -> None:
    lines = [
        "This sentence has a line of its own and fills it nearly to the end.",
        "So does this one, and it ends.",
    ]
    assert texts("\n".join(lines)) == lines


# The original's address


@pytest.mark.parametrize(
    "line",
    [
        f"Original link: {URL}",
        f"ORIGINAL: <{URL}>",
        f"source : {URL}",
        f"Link to original: {URL}",
        f"<p>Original link: <a href='{URL}'>at Harbourline</a></p>",
        f"<p><b>Source:</b> {URL}</p>",
    ],
)
@pytest.mark.parametrize("form", ["{line}\n{words}", "{words}\n{line}\n{words}"])
def test_the_line_that_names_the_original_becomes_the_address(line: str, form: str) -> None:
    words = f"<p>{LONG}</p>" if line.startswith("<") else LONG
    pasted = read_pasted(form.format(line=line, words=words))
    assert pasted.url == URL
    assert {block.text for block in pasted.blocks} == {LONG}


@pytest.mark.parametrize(
    "line",
    ["Original link: none", f"Our original: {URL}", f"Source: {URL} and others", "Source: http://a@b/"],
)
def test_other_lines_stay(line: str) -> None:
    pasted = read_pasted(f"{LONG}\n{line}")
    assert (pasted.url, pasted.blocks[1].text) == ("", line)


def test_the_same_original_may_be_named_twice_and_two_may_not() -> None:
    assert read_pasted(f"Source: {URL}\n{LONG}\nSource: {URL}?utm_source=x#top").url == URL
    message = refusal(f"Source: {URL}\n{LONG}\nOriginal: {URL}/b")
    assert URL in message and f"{URL}/b" in message


# HTML


def test_html_says_what_its_blocks_are() -> None:
    page = f"""<!doctype html><title>x</title><h2>Letters</h2><h1>Two<br>ferries</h1><p>{LONG}<h3>Fares</h3>
        <h1>More</h1>        <ul><li>one<li><p>two</p></ul><ol><li>three</ol>
        <blockquote><p>four</p></blockquote><pre>a\n  b</pre>"""
    blocks = read_pasted(page).blocks
    assert [(block.role.value, block.text) for block in blocks] == [
        ("heading", "Letters"),
        ("headline", "Two ferries"),
        ("paragraph", LONG),
        ("heading", "Fares"),
        ("heading", "More"),
        ("list-item", "one"),
        ("list-item", "two"),
        ("list-item", "three"),
        ("quotation", "four"),
        ("paragraph", "a\n  b"),
    ]
    assert [block.place for block in blocks[1:3]] == ["/html/body/h1[1]", "/html/body/p[1]"]


def test_an_html_letter_has_byline_salutation_signature_and_appendix() -> None:
    page = f"""<h1>Two ferries</h1><p>Ines Okafor<br>4 June 2025</p><p>Dear members,</p><p>{LONG}</p>
        <p><b>How was it possible?</b></p><p>{LONG}</p><p>Ines Okafor<br>CEO, Harbourline</p>
        <p><b>Terms as of 4 June 2025</b></p><p>{LONG} {LONG}</p>"""
    assert " ".join(block.role for block in read_pasted(page).blocks) == (
        "headline byline byline salutation paragraph heading paragraph signature signature appendix paragraph"
    )


def test_marks_stand_over_the_words_they_stood_around() -> None:
    block = only(
        "<p> We <em>never</em>  said\n<a href='/terms'> so&nbsp;much <b>here</b></a>, in <code>x = 1</code>."
        "<img src='boat.png' alt='A  boat'></p>"
    )
    assert block.text == "We never said so\u00a0much here, in x = 1."
    assert marked(block, MarkKind.EMPHASIS) == [("never", "")]
    assert marked(block, MarkKind.STRONG) == [("here", "")]
    assert marked(block, MarkKind.CODE) == [("x = 1", "")]
    assert marked(block, MarkKind.LINK) == [("so\u00a0much here", "https://press.harbourline.example/terms")]
    image = block.marks[-1]
    assert (image.start, image.end, image.alt) == (len(block.text), len(block.text), "A boat")
    assert image.href == "https://press.harbourline.example/letters/boat.png"


def test_a_mark_around_two_blocks_is_a_mark_in_each() -> None:
    one, two = read_pasted("<b><div>one</div><div>two</div></b>").blocks
    assert marked(one, MarkKind.STRONG) == [("one", "")]
    assert marked(two, MarkKind.STRONG) == [("two", "")]


def test_an_image_that_stands_alone_goes_with_the_words_after_it() -> None:
    one, two = read_pasted(
        "<p><img src=/a.png></p><p>one</p><p>two</p><img src=/b.png alt=b>", url=URL
    ).blocks
    assert [(mark.start, mark.href) for mark in one.marks] == [(0, "https://press.harbourline.example/a.png")]
    assert [(mark.start, mark.alt) for mark in two.marks] == [(3, "b")]


@pytest.mark.parametrize(
    "href", ["javascript:alert(1)", "data:text/html,x", "", "https://[::1", "vbscript:x"]
)
def test_a_link_that_leads_nowhere_safe_leaves_its_words(href: str) -> None:
    block = only(f"<p>see <a href='{href}'>this</a></p>")
    assert (block.text, block.marks) == ("see this", ())


def test_relative_links_start_from_the_original_line_the_base_or_nowhere() -> None:
    link = "<p>see <a href='/b'>this</a></p>"
    (block,) = read_pasted(f"{link}<p>Source: {URL}</p>").blocks
    assert marked(block, MarkKind.LINK) == [("this", "https://press.harbourline.example/b")]
    (block,) = read_pasted(f"<base href='https://elsewhere.example/x'>{link}").blocks
    assert marked(block, MarkKind.LINK) == [("this", "https://elsewhere.example/b")]
    (block,) = read_pasted(link).blocks
    assert block.marks == ()


def test_what_a_page_does_not_show_is_not_read() -> None:
    unread = "<script>a</script><style>b</style><template>c</template>"
    hidden = "<p hidden>d</p><p style='display: none'>e</p><p aria-hidden=true>f</p>"
    assert texts(f"{unread}{hidden}<nav>g</nav><!-- h --><p>shown</p>") == ["shown"]


def test_control_characters_written_as_entities_are_taken_out() -> None:
    (text,) = texts("<p>a&#1;b&#127;c&#xFFFF;d</p>")
    assert text == "abcd"


def test_two_breaks_end_a_paragraph_and_one_ends_a_line() -> None:
    assert texts(f"<p>{LONG}<br>{LONG}<br><br>{LONG}</p>") == [f"{LONG}\n{LONG}", LONG]
    assert texts("<p>Harbour Street 1<br>Oban</p>") == ["Harbour Street 1", "Oban"]


def test_a_table_row_is_a_block_with_tabs_between_its_cells() -> None:
    assert texts("<table><tr><th>Ferry<th>Fare<tr><td>Mull<td>4</table>") == ["Ferry\tFare", "Mull\t4"]


def test_a_page_says_its_title_publisher_date_and_address() -> None:
    pasted = read_pasted(
        f"""<html><head><title>Two ferries</title><link rel="canonical" href="{URL}">
        <meta property="og:site_name" content="Harbourline"><meta name="author" content="Ines Okafor">
        <meta property="article:published_time" content="2025-06-04T10:00:00Z"></head><p>{LONG}</p>"""
    )
    assert (pasted.title, pasted.byline, pasted.publisher) == ("Two ferries", "Ines Okafor", "Harbourline")
    assert (pasted.url, str(pasted.published_on)) == (URL, "2025-06-04")


def test_prose_about_tags_is_text_and_the_author_may_say_otherwise() -> None:
    prose = "We write <b> for bold and </b> after it.\nNothing else."
    assert texts(prose) == prose.split("\n")
    assert texts("<p>one</p>") == ["one"]
    assert texts("<p>one</p>", kind="text") == ["<p>one</p>"]
    assert texts(prose, kind="html") == ["We write for bold and after it. Nothing else."]


@pytest.mark.parametrize(
    "lines",
    [
        ["One ferry.", "", "Another ferry.", "", "<p>A third, marked up.</p>", "", "A fourth."],
        ["<p>One, marked up.</p>", "", "Another ferry.", "", "A third.", "", "A fourth."],
        ["One ferry.", "Another <b>ferry</b>", "A third.", "A fourth.", "A fifth."],
    ],
)
def test_paragraphs_of_text_stay_apart_though_one_is_marked_up(lines: list[str]) -> None:
    assert texts("\n".join(lines)) == [line for line in lines if line]


@pytest.mark.parametrize(
    "page",
    [
        "Loose\nwords\n<p>one</p>\n<p>two</p>\n",
        "Loose words\n\n<p>one</p>\n\nand more",
        "<div>\nIn a\ndiv\n</div>",
        "<b>Title</b><br>\none<br>\ntwo<br>\n",
        "<!doctype html>\nall\nis\nloose",
        "<p>one\nand\nmore\nof it",
    ],
)
def test_html_may_have_loose_words(page: str) -> None:
    assert texts(page) == texts(page, kind="html")


def test_an_unknown_kind_is_refused() -> None:
    with pytest.raises(Invalid) as refused:
        read_pasted(LONG, kind="pdf")
    assert refused.value.field == "kind"


# A megabyte of anything is read, or refused with the limit named


MEGABYTE = 1_000_000


@pytest.mark.parametrize("kind", ["text", "html"])
@pytest.mark.parametrize("unit", ["x", "x ", "<", "&", "1. ", "May 1 ", "."])
def test_a_megabyte_on_one_line_is_one_block(unit: str, kind: str) -> None:
    (block,) = read_pasted(unit * (MEGABYTE // len(unit)), kind=kind).blocks
    assert len(block.text) > MEGABYTE - len(unit) - 1


def test_twenty_thousand_lines_are_twenty_thousand_blocks() -> None:
    line = "A sentence with a line of its own, ending here.\n"
    assert len(read_pasted(line * 20_000, kind="text").blocks) == 20_000
    assert len(read_pasted(f"<p>{line}" * 20_000, kind="html").blocks) == 20_000


@pytest.mark.parametrize("unit", ["<div>x", "<b>x", "<ul><li>", "<div><b>x</i>", "<table><tr><td>"])
def test_tags_nested_without_end_are_refused_and_the_limit_named(unit: str) -> None:
    assert str(MAX_DEPTH) in refusal(unit * (MEGABYTE // len(unit)), kind="html")
    assert read_pasted(f"{'<div>' * (MAX_DEPTH - 10)}x", kind="html").blocks[0].text == "x"


def test_a_tag_with_an_endless_name_does_not_make_endless_places() -> None:
    blocks = read_pasted(f"<{'x' * 100_000}>{'<p>one' * 1_000}", kind="html").blocks
    assert len(blocks) == 1_000
    assert max(len(block.place) for block in blocks) < 300


# For any text


def check(blocks: tuple[Block, ...]) -> None:
    text = full_text(blocks)
    for block in blocks:
        assert text[block.offset : block.end] == block.text
        assert block.text and block.text == block.text.strip(" \n\t") and "\x00" not in block.text
        assert all(0 <= mark.start <= mark.end <= len(block.text) for mark in block.marks)
        assert all((mark.start == mark.end) == (mark.kind is MarkKind.IMAGE) for mark in block.marks)
        assert isinstance(block.role, BlockRole) and block.place


TAGS = """
    <p> </p> <b> </b> <a> </a> <br> <li> <pre> </pre> <td> <h1> </h1> <blockquote> </blockquote> <img>
    <!-- --> < > & &#1; &nbsp; <script> </script>
"""
WORDS = ["\n", "\n\n", "\r", " ", "one", "two words. ", "é", "- ", "1. ", "Dear all,", LONG, f"Source: {URL}"]
OTHERS = [
    "<a href=/x>",
    "<img src=/i alt='an image'>",
    "<p hidden>",
    "Ines Okafor",
    "CEO, Harbourline",
    "May 14 2025",
]
SCRAPS = st.lists(st.sampled_from([*TAGS.split(), *WORDS, *OTHERS]), max_size=25).map("".join)


@given(st.one_of(st.text(), SCRAPS), st.sampled_from(["detect", "text", "html"]))
@example("<PRE> ", "detect")
@example("<pre> a \n  b <b> c</b> </pre>", "html")
def test_any_text_is_read_or_invalid(raw: str, kind: str) -> None:
    try:
        pasted = read_pasted(raw, kind=kind, url=URL)
    except Invalid as refused:
        assert refused.field == "text"
        return
    check(pasted.blocks)


WORD = st.text("abcé中 \u00a0\n", min_size=1, max_size=12).filter(str.strip)


@given(st.lists(st.tuples(WORD, st.booleans()), min_size=1, max_size=8))
def test_the_words_under_a_link_are_the_anchors_words(runs: list[tuple[str, bool]]) -> None:
    """Each run of words is an anchor or is not; a full stop parts them."""
    page = ".".join(f"<a href='/{at}'>{word}</a>" if link else word for at, (word, link) in enumerate(runs))
    (block,) = read_pasted(f"<li>{page}", kind="html", url=URL).blocks
    expected = [" ".join(word.replace("\n", " ").split(" ")) for word, link in runs if link]
    found = [words for words, _ in marked(block, MarkKind.LINK)]
    assert found == [" ".join(filter(None, word.split(" "))) for word in expected]
