import re

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from blog import markup
from blog.embed.blocks import BLOCKS
from blog.embed.fences import require_sound, scan, top_level
from blog.errors import Invalid

GOOD = """\
Harbourline wrote to us.

/// statement | https://press.example/a-letter
    blocks: 1-4, 7

//// note | 3
The whole letter is this sentence.

- a list
////

//// note | 4
Another.
////
///

/// quote | https://press.example/a-letter
has never sold
anyone’s recordings

    ever
///

```
/// quote | not a block
```

    /// quote | nor this
"""


def told(source: str) -> list[tuple[int, str]]:
    return [(problem.line, problem.message) for problem in scan(source)[1]]


def test_a_good_post_has_its_fences_and_no_problems() -> None:
    fences, problems = scan(GOOD)
    assert problems == []
    assert [(f.kind, f.argument, f.line) for f in fences] == [
        ("statement", "https://press.example/a-letter", 3),
        ("note", "3", 6),
        ("note", "4", 12),
        ("quote", "https://press.example/a-letter", 17),
    ]
    assert fences[0].options == {"blocks": "1-4, 7"} and fences[1].parent is fences[0]
    assert fences[3].words == "has never sold\nanyone’s recordings\n\n    ever"


def test_the_renderer_s_slots_are_the_reader_s_fences() -> None:
    slots = markup.post(GOOD, blocks=BLOCKS).slots
    tops = list(top_level(scan(GOOD)[0]))
    assert [(s.kind, s.url, s.options, s.words) for s in slots] == [
        (f.kind, f.argument, f.options, f.words) for f in tops
    ]
    assert [note.number for note in slots[0].notes] == [3, 4]


@pytest.mark.parametrize(
    ("source", "line", "says"),
    [
        ("\n/// quotation | https://a.example\nx\n///", 2, "statement, quote, note"),
        ("/// two words\n", 1, "no block"),
        ("/// statement | https://a.example\n    block: 1\n///", 2, "no option “block”"),
        ("/// statement | https://a.example\n    blocks: 1\n    blocks: 2\n///", 3, "twice"),
        ("/// statement | https://a.example\n    blocks: one\n///", 2, "names no paragraphs"),
        ("/// statement | https://a.example\n    blocks: 0-3\n///", 2, "names no paragraphs"),
        ("/// statement | https://a.example\n    blocks: 010\n///", 2, "names no paragraphs"),
        ("/// statement | https://a.example\n\n    blocks: 1\n///", 3, "belong into a note"),
        ("/// quote | https://a.example\n    words\n///", 2, "no option"),
        ("/// quote | https://a.example\n    paragraph: seven\nx\n///", 2, "not the number of a paragraph"),
        ("/// quote | https://a.example\n    paragraph: 0\nx\n///", 2, "not the number of a paragraph"),
        ("/// quote | https://a.example\n    after: it says: so\nx\n///", 2, "in quotation marks"),
        ("/// quote | https://a.example\n    after: no\nx\n///", 2, "in quotation marks"),
        ("/// quote | https://a.example\n    after: 2024-05-01\nx\n///", 2, "in quotation marks"),
        ("/// quote | https://a.example\n    after:\nx\n///", 2, "in quotation marks"),
        ("/// quote | https://a.example\n    after: a\n      before: b\nx\n///", 3, "alike"),
        ("/// quote\nx\n///", 1, "names no address"),
        ("/// quote | ftp://a.example\nx\n///", 1, "not a web address"),
        ("/// quote | javascript:alert(1)\nx\n///", 1, "not a web address"),
        ("a\n\n/// quote | https://a.example\nx", 3, "never closed"),
        ("/// quote | https://a.example\n\n \n///", 1, "no words"),
        ("/// quote | https://a.example\n//// note | 1\nx\n////\n///", 2, "may not hold"),
        ("/// quote | https://a.example\n```\nx\n```\n///", 2, "Code may not stand"),
        ("//// note | 1\nx\n////", 1, "inside a statement"),
        ("/// statement | https://a.example\n//// note | one\nx\n////\n///", 2, "names the paragraph"),
        ("/// statement | https://a.example\n//// note\nx\n////\n///", 2, "names the paragraph"),
        ("/// statement | https://a.example\n/// note | 1\nx\n///\n///", 2, "more slashes"),
        ("/// statement | https://a.example\nstray\n///", 2, "belong into a note"),
        ("/// statement | https://a.example\n/// quote | https://a.example\nx\n///\n///", 2, "may not stand"),
        ("x\n///\ny", 2, "closes nothing"),
        ("/// quote | https://a.example\nx\n////\n///", 3, "does not close"),
        ("> /// quote | https://a.example\n> x\n> ///", 1, "start of its line"),
        ("- /// quote | https://a.example\n", 1, "start of its line"),
        ("- item\n\n    /// quote | https://a.example\n    x\n    ///", 3, "start of its line"),
        ("[^1]: foot\n\n    /// quote | https://a.example", 3, "start of its line"),
    ],
)
def test_each_mistake_is_told_with_its_line(source: str, line: int, says: str) -> None:
    assert any(number == line and says in message for number, message in told(source)), told(source)


@pytest.mark.parametrize(
    "source",
    ["```\n/// quote\n", "~~~~\n/// foo\n~~~\n~~~~", "    /// foo", "a // b", "//", "\\/// quote | x"],
)
def test_what_is_no_fence_is_not_read_as_one(source: str) -> None:
    assert (told(source) == []) == ("```" not in source)


LINES = st.sampled_from(
    [
        "/// quote | https://a.example",
        "/// statement | https://a.example",
        "/// Statement|https://a.example",
        "//// note | 3",
        "///// note | 3",
        "    blocks: 1-3",
        "    blocks: 12",
        "    after: the words",
        '    before: "it says: so"',
        "    before: 'a",
        "      before: b # c",
        "    paragraph: 3",
        "    other",
        "///",
        "////",
        "  ///  ",
        "words of it",
        "words of it",
        "",
        "",
        "- item",
        "> said",
        "```",
        "~~~",
        "    indented",
        "    /// quote | https://a.example",
        "1. /// quote | https://a.example",
        "\t/// quote | https://a.example",
        "# heading",
        "[^1]: foot",
        "foot[^1]",
        "/// nothing | https://a.example",
        "| a | b |",
        "|---|---|",
        "---",
    ]
)


SOUND = st.sampled_from(
    [
        "/// quote | https://a.example\nwords of it\n///",
        '/// quote | https://a.example\n    after: "said: we"\n    paragraph: 7\nwords of it\n///',
        "/// quote | https://a.example\nwords\n\n    of it\n- and\n> more\n  ///  ",
        "/// Statement|https://a.example\n///",
        "/// statement | https://a.example\n    blocks: 12\n///",
        "/// statement | https://a.example\n    blocks: 1-3\n//// note | 3\nwords\n////\n///",
        "///// statement | https://a.example\n\n//// note | 3\n- a\n\n    b\n\n////\n\n"
        "//// note | 4\n# c\n////\n/////",
        "//// statement | https://a.example\n/// note | 1\n~~~\n///\n~~~\n///\n////",
        "- item\n\n    more of it",
        "```\n/// quote | https://a.example\n```",
    ]
)
SOURCES = st.lists(st.one_of(LINES, SOUND, SOUND), max_size=8).map("\n".join)


@settings(max_examples=600, suppress_health_check=[HealthCheck.filter_too_much], deadline=None)
@given(SOURCES)
def test_a_text_without_problems_loses_nothing_in_rendering(source: str) -> None:
    fences, problems = scan(source)
    assume(not problems)
    rendered = markup.post(source, blocks=BLOCKS)
    tops = list(top_level(fences))
    assert [(s.kind, s.url, s.options, s.words) for s in rendered.slots] == [
        (f.kind, f.argument, f.options, f.words) for f in tops
    ]
    assert [part for part in rendered.parts if isinstance(part, int)] == list(range(len(tops)))
    notes = [note.number for slot in rendered.slots for note in slot.notes]
    assert notes == [int(f.argument) for f in fences if f.kind == "note"]
    printed = "".join(part for part in rendered.parts if isinstance(part, str))
    assert "///" not in re.sub(r"<pre>.*?</pre>", "", printed, flags=re.DOTALL)


def test_mistakes_are_refused_before_rendering() -> None:
    with pytest.raises(Invalid, match=r"Line 1: .*Line 4: "):
        require_sound("/// quote\nx\n///\n> /// x")
    assert len(require_sound(GOOD)) == 4
