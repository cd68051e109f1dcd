from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from blog.embed.boundaries import CONTEXT
from blog.embed.verifying import WORDS, Passages, Verdict
from blog.errors import Invalid
from tests.embed.statements import LETTER, blocks_of

REAL = Path(__file__).parents[3] / "shared" / "inputs" / "000_c04d311ade6fed29.txt"
PASSAGES = Passages(blocks_of(*LETTER))


def verdict(words: str) -> Verdict:
    return PASSAGES.verify(words).verdict


@pytest.mark.parametrize(
    "words",
    [
        "Harbourline has never sold anyone’s recordings",
        "Harbourline has never sold anyone's recordings - and it never will.",
        "“Harbourline has never sold anyone’s recordings”",
        "  never\nsold   anyone’s ",
        "it never will. We are unable to pay",
        "$1.5 million",
        "non‑exclusive case",
        "un\u00adable to pay",
    ],
)
def test_the_same_words_are_verbatim_whatever_their_typography(words: str) -> None:
    assert verdict(words) is Verdict.VERBATIM


def test_the_folds_that_were_needed_are_told() -> None:
    finding = PASSAGES.verify("has never sold anyone's recordings - and it")
    assert finding.folds == ("quotation marks", "dashes")
    assert finding.exact == "has never sold anyone’s recordings — and it"


@pytest.mark.parametrize(
    "words",
    [
        "able to pay more",
        "exclusive case",
        "5 million in the",
        "tools for 50",
        "The crew can",
        "1.5 million in the",
        "harbourline has never sold",
        "has never sold anyone’s recording",
    ],
)
def test_a_part_of_a_word_or_another_case_is_never_verbatim(words: str) -> None:
    assert verdict(words) in (Verdict.ALTERED, Verdict.NOT_FOUND)


@pytest.mark.parametrize(
    "words",
    [
        "Harbourline has never sold … recordings — and it never will.",
        "Harbourline has never sold [...] and it never will",
        "We are unable to pay […] until they say otherwise.",
        "… has never sold anyone’s recordings …",
    ],
)
def test_words_left_out_are_shortened(words: str) -> None:
    assert verdict(words) is Verdict.ELIDED


def test_a_shortened_passage_reaches_from_the_nearest_first_part_to_the_last() -> None:
    passages = Passages(blocks_of("We will sing. We will not … then. We will keep your songs safe."))
    assert passages.verify("We will … songs safe").exact == "We will keep your songs safe"


def test_parts_in_another_order_are_not_shortened() -> None:
    assert verdict("it never will … has never sold") not in (Verdict.ELIDED, Verdict.VERBATIM)


def test_single_words_cannot_be_spliced_into_a_sentence() -> None:
    assert verdict("We … sell … it") is Verdict.NOT_FOUND


@pytest.mark.parametrize(
    "words",
    [
        "[T]he company develops tools",
        "[t]he crew can’t open",
        "[Harbourline] develops tools for 50% of [its paying] members",
        "keeps what they [the members] send private",
        "develop[ed] tools for 50% of its members",
        "has never sold [sic] anyone’s recordings",
        "[I]t never will. … The crew can’t open a sealed letter",
    ],
)
def test_changes_in_brackets_are_marked(words: str) -> None:
    assert verdict(words) is Verdict.MARKED


@pytest.mark.parametrize(
    "words", ["[T]he companies develops tools", "[W]e are able to pay more", "[x] the [y]"]
)
def test_a_change_beside_the_brackets_is_not_marked(words: str) -> None:
    assert verdict(words) in (Verdict.ALTERED, Verdict.NOT_FOUND)


@pytest.mark.parametrize(
    ("words", "diff"),
    [
        (
            "has always sold anyone’s recordings",
            (
                ("equal", "has"),
                ("delete", "never"),
                ("insert", "always"),
                ("equal", "sold anyone’s recordings"),
            ),
        ),
        (
            "lets a partner copy your work with your consent",
            (
                ("equal", "lets a partner copy your work"),
                ("delete", "without"),
                ("insert", "with"),
                ("equal", "your consent"),
            ),
        ),
        (
            "Harbourline has sold anyone’s recordings",
            (("equal", "Harbourline has"), ("delete", "never"), ("equal", "sold anyone’s recordings")),
        ),
        ("the Company develops tools", None),
    ],
)
def test_a_changed_word_is_shown(words: str, diff: tuple[tuple[str, str], ...] | None) -> None:
    finding = PASSAGES.verify(words)
    assert finding.verdict is Verdict.ALTERED
    assert diff is None or finding.diff == diff
    shown = " ".join(run for kind, run in finding.diff if kind != "insert")
    assert shown == " ".join(finding.exact.split())


def test_a_changed_word_in_a_shortened_quotation_is_shown() -> None:
    finding = PASSAGES.verify("Harbourline has always sold anyone’s recordings … until they say otherwise")
    assert finding.verdict is Verdict.ALTERED
    assert ("insert", "always") in finding.diff and ("equal", "…") in finding.diff


@pytest.mark.parametrize(
    "words",
    [
        "The ferry will leave the island an hour earlier from spring on.",
        "Members may vote on every change to the price of a berth.",
        "Harbourline will publish the minutes of its board each month.",
        "We have asked an independent auditor to look at the accounts.",
        "The company will never raise its fees again, whatever happens.",
        "moon",
    ],
)
def test_an_invented_sentence_is_not_in_the_original(words: str) -> None:
    assert PASSAGES.verify(words) == PASSAGES.verify("moonlight")
    assert verdict(words) is Verdict.NOT_FOUND


@pytest.mark.parametrize("words", ["", "  \n", "“”", "…", "- —"])
def test_a_quotation_without_words_is_refused(words: str) -> None:
    with pytest.raises(Invalid):
        PASSAGES.verify(words)


def test_context_is_whole_words_and_long_enough() -> None:
    finding = PASSAGES.verify("The company develops tools")
    text = PASSAGES.text
    assert (finding.start, finding.end, finding.block) == (
        text.index("The company"),
        text.index(" for 50"),
        2,
    )
    assert len(finding.prefix) >= CONTEXT and len(finding.suffix) >= CONTEXT
    assert text.count(finding.prefix + finding.exact + finding.suffix) == 1
    assert finding.prefix.split()[0] in text.split() and finding.suffix.split()[-1] in text.split()


def test_every_verdict_has_its_word() -> None:
    assert set(WORDS) == set(Verdict)


WORD_LIST = PASSAGES.text.split()


@given(st.integers(0, len(WORD_LIST) - 1), st.integers(2, 15), st.data())
def test_a_changed_dropped_or_added_word_is_never_verbatim(
    start: int, count: int, data: st.DataObject
) -> None:
    words = WORD_LIST[start : start + count]
    at = data.draw(st.integers(0, len(words) - 1))
    change = data.draw(st.sampled_from(["change", "drop", "add"]))
    changed = [
        *words[:at],
        *{"change": ["zebra"], "drop": [], "add": ["zebra", words[at]]}[change],
        *words[at + 1 :],
    ]
    typed = " ".join(changed)
    assume(typed and typed not in " ".join(WORD_LIST) and any(char.isalnum() for char in typed))
    assert verdict(typed) not in (Verdict.VERBATIM, Verdict.ELIDED, Verdict.MARKED)


@given(st.integers(0, len(WORD_LIST) - 1), st.integers(1, 15))
def test_a_run_of_the_original_s_words_is_verbatim(start: int, count: int) -> None:
    words = " ".join(WORD_LIST[start : start + count])
    assume(any(char.isalnum() for char in words))
    assert verdict(words) is Verdict.VERBATIM


@given(st.text(max_size=200))
def test_nothing_that_can_be_typed_breaks_the_check(words: str) -> None:
    try:
        finding = PASSAGES.verify(words)
    except Invalid:
        return
    if finding.start is not None and finding.end is not None:
        assert PASSAGES.text[finding.start : finding.end] == finding.exact != ""


@given(st.text(st.sampled_from("[]….ab Tthe'“” "), max_size=80))
def test_brackets_and_ellipses_in_any_order_are_read(words: str) -> None:
    with suppress(Invalid):
        PASSAGES.verify(words)


@pytest.mark.skipif(not REAL.exists(), reason="the real letter is not here")
def test_each_line_of_the_real_letter_is_verbatim_and_a_changed_one_is_not() -> None:
    lines = [line.strip() for line in REAL.read_text("utf-8").splitlines() if len(line.split()) > 6]
    passages = Passages(blocks_of(*lines))
    for line in lines:
        assert passages.verify(line).verdict is Verdict.VERBATIM
        words = line.split()
        words[3] = "zebra"
        finding = passages.verify(" ".join(words))
        assert finding.verdict is Verdict.ALTERED and ("insert", "zebra") in finding.diff
