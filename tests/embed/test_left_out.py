"""What an ellipsis leaves out and a bracket replaces is told."""

import pytest

from blog.embed.findings import Bracket, Omission
from blog.embed.omitting import MOST_KEPT
from blog.embed.verifying import Passages, Verdict
from tests.embed.statements import blocks_of

PASSAGES = Passages(
    blocks_of(
        "We keep your songs. We delete them if you ask. We will not end the winter sailings, but fares may rise.",
        "Our crew, which works hard, answers every letter. We keep your notes, and we keep your songs safe for years.",
    )
)


@pytest.mark.parametrize("mark", ["…", "...", " … ", "[…]", " [...] ", "(…)", ". . .", "...."])
def test_the_size_and_the_words_of_what_is_left_out_are_told(mark: str) -> None:
    finding = PASSAGES.verify(f"Our crew{mark}answers every letter")
    assert finding.verdict is Verdict.ELIDED
    assert [(omission.words, omission.text) for omission in finding.omissions] == [(3, ", which works hard,")]


def test_words_are_counted_without_marks() -> None:
    finding = PASSAGES.verify("Our crew … answers every letter")
    assert finding.omissions == (Omission(3, ", which works hard,"),)


def test_each_gap_is_told() -> None:
    finding = PASSAGES.verify("Our crew … answers every letter … safe for years")
    assert [omission.words for omission in finding.omissions] == [3, 9]


def test_an_ellipsis_at_the_ends_leaves_out_nothing_between() -> None:
    finding = PASSAGES.verify("… answers every letter …")
    assert (finding.verdict, finding.omissions) == (Verdict.ELIDED, ())


def test_the_tightest_passage_is_taken() -> None:
    assert PASSAGES.verify("we keep your … for years").exact == "we keep your songs safe for years"


def test_a_long_stretch_is_kept_in_part() -> None:
    passages = Passages(blocks_of("We begin here " + "and sail on " * 400 + "until we end here."))
    omission = passages.verify("We begin here … we end here").omissions[0]
    assert omission.words == 3 * 400 + 1
    assert len(omission.text) <= MOST_KEPT + 2 and omission.text.endswith("…")


@pytest.mark.parametrize(
    ("words", "is_short_form"),
    [
        ("We … end the winter sailings", True),
        ("Our … answers every letter", True),
        # Spliced out of several sentences, or too little to be anyone's words.
        ("We … answers every letter", False),
        ("We … end … fares", False),
        ("songs … fares may rise", False),
    ],
)
def test_a_single_word_stands_beside_an_ellipsis_only_in_its_sentence(
    words: str, is_short_form: bool
) -> None:
    assert (PASSAGES.verify(words).verdict is Verdict.ELIDED) == is_short_form


@pytest.mark.parametrize(
    ("words", "bracket"),
    [
        ("[Their] crew, which works hard", Bracket("[Their]", "")),
        ("Our crew, which [plainly] works hard", Bracket("[plainly]", "")),
        ("Our crew, [that] works hard", Bracket("[that]", "which")),
        ("answer[ed] every letter", Bracket("[ed]", "s")),
        ("[o]ur crew, which works hard", Bracket("[o]", "O")),
        ("We will [surely] end the winter sailings", Bracket("[surely]", "not")),
        ("We [will] end the winter sailings", Bracket("[will]", "will not")),
    ],
)
def test_what_a_bracket_stands_for_is_told(words: str, bracket: Bracket) -> None:
    finding = PASSAGES.verify(words)
    assert (finding.verdict, finding.brackets) == (Verdict.MARKED, (bracket,))


def test_a_bracket_does_not_reach_into_another_sentence() -> None:
    assert PASSAGES.verify("We keep [nothing] if you ask").verdict is Verdict.NOT_FOUND


def test_a_nearer_place_with_another_capital_is_not_taken_for_the_words() -> None:
    passages = Passages(blocks_of("We keep songs and our rules say so. Our rules are these."))
    finding = passages.verify("We keep songs … Our rules")
    assert (finding.verdict, finding.capital) == (Verdict.ELIDED, ())
