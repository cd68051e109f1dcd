"""Which passage is meant where the words stand more than once."""

from dataclasses import replace

import pytest

from blog.embed.verifying import Passages, Verdict
from tests.embed.statements import blocks_of

TEXTS = (
    "Fees may change. We tell you by letter.",
    "Routes may change. We tell you by letter, and on the quay.",
    "For guests: we tell you by letter on the day.",
)
PASSAGES = Passages(blocks_of(*TEXTS))


def block(words: str, **hints: str | int) -> int | None:
    return PASSAGES.verify(words, **hints).block  # type: ignore[arg-type]


def test_the_first_is_taken_and_told_where_nothing_decides() -> None:
    finding = PASSAGES.verify("We tell you by letter")
    assert (finding.block, finding.occurrences, finding.is_first) == (0, 2, True)
    assert finding.evidence()["occurrences"] == 2


@pytest.mark.parametrize(
    ("hints", "expected"),
    [
        ({"paragraph": 2}, 1),
        ({"prefix": "Routes may change."}, 1),
        ({"prefix": "routes"}, 1),
        ({"suffix": ", and on the quay"}, 1),
        ({"suffix": "quay"}, 1),
        ({"prefix": "Fees may"}, 0),
    ],
)
def test_what_is_said_of_the_place_decides(hints: dict[str, str | int], expected: int) -> None:
    finding = PASSAGES.verify("We tell you by letter", **hints)  # type: ignore[arg-type]
    assert (finding.verdict, finding.block) == (Verdict.VERBATIM, expected)
    assert not finding.is_first and not finding.unmet


def test_a_place_decides_for_a_passage_with_another_capital_too() -> None:
    finding = PASSAGES.verify("We tell you by letter", paragraph=3)
    assert finding.unmet == ("paragraph",)  # a passage that needs no change is not given up for one that does
    assert PASSAGES.verify("we tell you by letter").block == 2


def test_what_is_said_and_does_not_hold_is_told() -> None:
    finding = PASSAGES.verify("We tell you by letter", prefix="Lamps may change", paragraph=9)
    assert finding.verdict is Verdict.VERBATIM
    assert set(finding.unmet) == {"after", "paragraph"}


def test_a_place_decides_among_near_passages() -> None:
    for number in (1, 2, 3):
        assert block("We told you by letter then", paragraph=number) == number - 1


def test_a_place_decides_among_shortened_passages() -> None:
    finding = PASSAGES.verify("may change … by letter", paragraph=2)
    assert (finding.verdict, finding.block) == (Verdict.ELIDED, 1)


def test_a_passage_of_the_statement_comes_before_one_beside_it() -> None:
    blocks = blocks_of(*TEXTS)
    outside = [replace(blocks[0], outside=True), *blocks[1:]]
    assert Passages(outside).verify("We tell you by letter").block == 1
    finding = Passages(outside).verify("Fees may change")
    assert (finding.block, finding.is_outside) == (0, True)


def test_hints_make_no_verdict_better() -> None:
    finding = PASSAGES.verify("We never tell you by letter", prefix="Fees may change.", paragraph=1)
    assert finding.verdict is Verdict.ALTERED
