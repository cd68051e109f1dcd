"""What custom lets an author change without brackets: told, and never silently verbatim."""

import pytest

from blog.embed.findings import Change
from blog.embed.verifying import Finding, Passages, Verdict
from tests.embed.statements import blocks_of

PASSAGES = Passages(
    blocks_of(
        "We keep the winter sailings, and Harbourline pays for them. Do we sell your data? We never ask",
        "The crew said “we are ‘creators’ too”, and left — at once. It was -5 degrees. AI tools are not used.",
        "The board of Harbourline meets on Tuesdays: members may come.",
    )
)


def check(words: str) -> Finding:
    return PASSAGES.verify(words)


def test_a_capital_at_the_beginning_is_told() -> None:
    finding = check("Members may come.")
    assert (finding.verdict, finding.capital) == (Verdict.MARKED, (Change("members", "Members"),))


def test_a_small_letter_for_the_first_of_a_sentence_is_told() -> None:
    finding = check("we keep the winter sailings")
    assert (finding.verdict, finding.capital) == (Verdict.MARKED, (Change("We", "we"),))


def test_a_capital_after_an_ellipsis_is_told() -> None:
    finding = check("We keep the winter sailings … Members may come")
    assert finding.verdict is Verdict.MARKED
    assert finding.capital and finding.omissions


@pytest.mark.parametrize(
    "words",
    [
        "harbourline pays for them",
        "aI tools are not used",
        "We keep the Winter sailings",
        "WE KEEP THE WINTER SAILINGS",
    ],
)
def test_any_other_change_of_case_is_another_wording(words: str) -> None:
    assert check(words).verdict is Verdict.ALTERED


@pytest.mark.parametrize(
    ("words", "change"),
    [
        ("We keep the winter sailings.", Change(",", ".")),
        ("Harbourline meets on Tuesdays,", Change(":", ",")),
        ("we are ‘creators’.", None),
    ],
)
def test_a_closing_mark_is_told(words: str, change: Change | None) -> None:
    finding = check(words)
    assert (finding.verdict is Verdict.MARKED, finding.closing) == (change is not None, change)


@pytest.mark.parametrize("words", ["we sell your data.", "We sell your data.", "do we sell your data,"])
def test_a_question_is_not_turned_into_a_statement(words: str) -> None:
    assert check(words).verdict is Verdict.ALTERED


@pytest.mark.parametrize(
    ("words", "folds"),
    [
        ('we are "creators" too\', and left', ("quotation marks",)),
        ("and left—at once", ("dashes", "spaces")),
        ("and left -- at once", ("dashes",)),
        ("said “we are 'creators' too”", ("quotation marks",)),
    ],
)
def test_marks_swapped_and_spaces_around_dashes_are_typography(words: str, folds: tuple[str, ...]) -> None:
    finding = check(words)
    assert (finding.verdict, finding.folds) == (Verdict.VERBATIM, folds)


def test_inches_are_not_feet() -> None:
    passages = Passages(blocks_of('The gap is 5" wide at the quay.'))
    assert passages.verify("The gap is 5' wide").verdict is Verdict.ALTERED


def test_a_minus_belongs_to_its_number() -> None:
    assert check("5 degrees").verdict is not Verdict.VERBATIM
    assert check("It was 5 degrees").verdict is Verdict.ALTERED
    assert check("-5 degrees").verdict is Verdict.VERBATIM
