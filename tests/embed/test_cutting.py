"""What stands just outside the cut and changes what the words say."""

import pytest

from blog.embed.verifying import Passages
from blog.sources.blocks import Block, BlockRole
from tests.embed.statements import blocks_of

ENGLISH = (
    "It is not true that we sell your recordings to partners. Critics claim that we keep every note you send.",
    "We share your recordings with partners unless you opt out of it in your settings. We answer all letters.",
    "We do not rent or sell your notes to anyone, and we keep your songs private.",
    "If you leave the harbour, we delete what you sent. Do we read your letters? Nobody does that here.",
    "We will never raise the fares in winter. "
    "Nothing in these rules lets a partner copy your work without your consent.",
    "We read every letter, including but not limited to complaints. We ask you whether or not the lamp is lit.",
    "We drop the night ferry. This is not true. The rumour that we drop the day ferry is false.",
    "We mend the ropes. It is not true that we mend the nets.",
    "Our partners may use your songs, provided that they ask you first.",
)
GERMAN = (
    "Wir verkaufen Ihre Aufnahmen an niemanden und geben sie nicht weiter. "
    "Wir löschen Ihre Briefe nach einem Jahr nicht.",
    "Kritiker behaupten, dass wir alles speichern. Wir teilen die Lieder mit Partnern, es sei denn, Sie widersprechen.",
)
FRENCH = (
    "Nous ne vendons pas vos chansons. Nous partageons vos lettres avec les partenaires, sauf si vous refusez.",
)
PASSAGES = Passages(blocks_of(*ENGLISH, *GERMAN, *FRENCH))


def told(words: str) -> list[tuple[str, str, str]]:
    return [(c.kind, c.where, c.cue) for c in PASSAGES.verify(words).cautions]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("we sell your recordings to partners", ("claim", "before", "it is not true")),
        ("we keep every note you send", ("claim", "before", "critics claim")),
        ("We share your recordings with partners", ("condition", "after", "unless")),
        ("rent or sell your notes to anyone", ("negation", "before", "not")),
        ("sell your notes", ("negation", "before", "not")),
        ("you opt out of it in your settings", ("condition", "before", "unless")),
        ("they ask you first", ("condition", "before", "provided that")),
        ("we delete what you sent", ("condition", "before", "if")),
        ("we read your letters", ("question", "after", "?")),
        ("raise the fares in winter", ("negation", "before", "never")),
        ("lets a partner copy your work without your consent", ("negation", "before", "nothing")),
        ("We drop the night ferry.", ("claim", "next", "this is not true")),
        ("we drop the day ferry", ("claim", "after", "is false")),
        ("Our partners may use your songs", ("condition", "after", "provided that")),
        ("Wir löschen Ihre Briefe nach einem Jahr", ("negation", "after", "nicht")),
        ("wir alles speichern", ("claim", "before", "kritiker behaupten")),
        ("Wir teilen die Lieder mit Partnern", ("condition", "after", "es sei denn")),
        ("Nous ne vendons", ("negation", "after", "pas")),
        ("Nous partageons vos lettres avec les partenaires", ("condition", "after", "sauf")),
    ],
)
def test_a_cut_that_changes_the_sense_is_told(words: str, expected: tuple[str, str, str]) -> None:
    assert expected in told(words)


@pytest.mark.parametrize(
    "words",
    [
        "We share your recordings with partners unless you opt out of it in your settings.",
        "It is not true that we sell your recordings to partners.",
        "We answer all letters.",
        "we keep your songs private",
        "We read every letter, including but not limited to complaints.",
        "complaints",
        "the lamp is lit",
        "Wir teilen die Lieder mit Partnern, es sei denn, Sie widersprechen.",
        "Nous ne vendons pas vos chansons.",
        "The rumour that we drop the day ferry is false.",
        "We mend the ropes.",
    ],
)
def test_a_cut_that_changes_nothing_is_not(words: str) -> None:
    assert told(words) == []


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("We … rent or sell your notes", ("negation", "omitted", "not")),
        ("We will … raise the fares", ("negation", "omitted", "never")),
        ("We share … in your settings", ("condition", "omitted", "unless")),
        ("We [will] raise the fares", ("negation", "brackets", "never")),
        ("We [never] answer all letters", ("negation", "brackets", "never")),
    ],
)
def test_what_the_author_left_out_or_put_in_is_told(words: str, expected: tuple[str, str, str]) -> None:
    assert expected in told(words)


def test_words_around_the_cue_are_the_original_s() -> None:
    (caution,) = PASSAGES.verify("We share your recordings with partners").cautions
    assert caution.words == "unless you opt out of it in your settings."


def test_the_line_that_leads_to_a_list_governs_its_items() -> None:
    texts = (
        "You may not, at any time:",
        "copy our timetables",
        "sell a place in the queue",
        "We wish you well.",
    )
    blocks, offset = [], 0
    for index, text in enumerate(texts):
        role = BlockRole.LIST_ITEM if index in (1, 2) else BlockRole.PARAGRAPH
        blocks.append(Block(index, role, text, offset, ""))
        offset += len(text) + 1
    passages = Passages(blocks)
    for words in texts[1:3]:
        (caution,) = passages.verify(words).cautions
        assert (caution.kind, caution.words) == ("negation", texts[0])
    assert not passages.verify(texts[3]).cautions
