"""Emphasis that the author adds is told and shown, and changes no verdict."""

from dataclasses import replace

import pytest

from blog.embed.emphasis import read_emphasis, without_note
from blog.embed.findings import Emphasis
from blog.embed.verifying import Passages, Verdict
from blog.sources.blocks import Mark, MarkKind
from tests.embed.statements import blocks_of

BLOCKS = blocks_of(
    "We have never sold anyone’s recordings, and we never will.", "Rates apply* from May. The file is a_b_c."
)
PASSAGES = Passages(BLOCKS)


@pytest.mark.parametrize(
    ("words", "shown", "emphasised", "is_strong"),
    [
        ("We have *never* sold", "We have never sold", "never", False),
        ("We have **never** sold", "We have never sold", "never", True),
        ("“We have _never sold_ anyone's”", "We have never sold anyone's", "never sold", False),
        ("We have *never* sold (emphasis added)", "We have never sold", "never", False),
        ("“We have *never* sold” [my emphasis].", "We have never sold", "never", False),
        ("We have *never* sold (Hervorhebung von mir)", "We have never sold", "never", False),
        ("*We* … we never will", "We … we never will", "We", False),
    ],
)
def test_emphasis_is_told_apart_from_the_words(
    words: str, shown: str, emphasised: str, is_strong: bool
) -> None:
    finding = PASSAGES.verify(words)
    assert finding.verdict in (Verdict.VERBATIM, Verdict.ELIDED)
    assert finding.shown == shown
    (stretch,) = finding.emphasis
    assert shown[stretch.start : stretch.end] == emphasised
    assert (stretch.is_strong, stretch.is_original) == (is_strong, False)


@pytest.mark.parametrize("words", ["Rates apply* from May", "The file is a_b_c."])
def test_signs_of_the_original_are_its_words(words: str) -> None:
    finding = PASSAGES.verify(words)
    assert (finding.verdict, finding.emphasis, finding.shown) == (Verdict.VERBATIM, (), "")


def test_emphasis_of_the_original_is_not_the_author_s() -> None:
    start = BLOCKS[0].text.index("never")
    marked = replace(BLOCKS[0], marks=(Mark(MarkKind.EMPHASIS, start, start + 5),))
    finding = Passages([marked, BLOCKS[1]]).verify("We have *never* sold *anyone’s* recordings")
    assert [stretch.is_original for stretch in finding.emphasis] == [True, False]


def test_emphasis_hides_no_changed_word() -> None:
    finding = PASSAGES.verify("We have *always* sold anyone’s recordings")
    assert finding.verdict is Verdict.ALTERED
    assert ("insert", "always") in finding.diff


def test_a_note_about_no_emphasis_is_told() -> None:
    finding = PASSAGES.verify("We have never sold (emphasis added)")
    assert (finding.verdict, finding.unmet) == (Verdict.VERBATIM, ("emphasis",))


def test_what_only_looks_like_a_note_is_words() -> None:
    assert without_note("We keep (emphasis added) our songs") == ("We keep (emphasis added) our songs", False)


@pytest.mark.parametrize("words", ["5 * 3 * 2", "a*", "*a", "** a **", "snake_case_name", ""])
def test_what_markdown_would_not_emphasise_is_no_emphasis(words: str) -> None:
    assert read_emphasis(words, is_said=False) is None


def test_stretches_count_in_the_words_shown() -> None:
    found = read_emphasis("a *b* **c d** e", is_said=False)
    assert found is not None and found.words == "a b c d e"
    assert found.stretches == (Emphasis(2, 3), Emphasis(4, 7, is_strong=True))
