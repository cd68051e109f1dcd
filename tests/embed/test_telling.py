"""What readers and the author are told of a quotation."""

import json

import pytest

from blog.embed import telling
from blog.embed.verifying import Passages
from tests.embed.statements import blocks_of

PASSAGES = Passages(
    blocks_of(
        "We share your recordings with partners unless you opt out.",
        "We never ask. We never ask. We ask you.",
    )
)


def found(words: str) -> tuple[str, list[str], list[str]]:
    finding = PASSAGES.verify(words)
    evidence = json.loads(json.dumps(finding.evidence()))
    return (
        telling.verdict_words(finding.verdict, evidence),
        telling.notes(evidence),
        telling.outside(evidence),
    )


@pytest.mark.parametrize(
    ("words", "badge"),
    [
        ("We ask you.", "exact"),
        ("we ask you.", "capital changed"),
        ("We *ask* you.", "exact, emphasis added"),
        ("We share … with partners", "shortened"),
        ("we share … with partners", "shortened, capital changed"),
        ("[w]e ask you.", "brackets added"),
        ("We share [all] … with partners", "brackets added, shortened"),
        ("We share your recordings with partners.", "closing mark changed"),
        ("We always share your recordings with partners", "wording differs"),
        ("The gulls sign nothing", "not in the original"),
    ],
)
def test_the_badge_leaves_nothing_unsaid(words: str, badge: str) -> None:
    assert found(words)[0] == badge


def test_readers_are_told_how_the_sentence_goes_on() -> None:
    assert found("We share your recordings with partners")[2] == [
        "The sentence goes on: “… unless you opt out.”"
    ]


def test_readers_are_told_what_brackets_stand_for_and_how_often_words_stand() -> None:
    assert found("We [all] ask you.")[1] == []
    assert found("We share [the] recordings")[1] == ["[the] stands for “your”"]
    assert found("We never ask.")[1] == ["stands there 2 times"]


def test_what_is_left_out_can_be_asked_for() -> None:
    evidence = PASSAGES.verify("We share … with partners").evidence()
    assert telling.omitted(evidence) == [("2 words left out", "your recordings")]


def test_emphasis_is_shown_in_runs() -> None:
    words = "“We *share* your **recordings** with partners”"
    evidence = PASSAGES.verify(words).evidence()
    assert telling.runs(words, evidence) == [
        ("", "We "),
        ("em", "share"),
        ("", " your "),
        ("strong", "recordings"),
        ("", " with partners"),
    ]
    assert telling.shown_words(words, evidence) == "We share your recordings with partners"
    assert telling.runs("“We ask”", {}) == [("", "“We ask”")]


def test_the_author_is_told_what_to_look_at() -> None:
    finding = PASSAGES.verify("We share your recordings with partners", paragraph=2)
    advice = list(telling.advice(finding.verdict, finding.evidence()))
    assert len(advice) == 2
    assert "“unless”" in advice[0] and "another paragraph" in advice[1]
    again = PASSAGES.verify("We never ask.")
    assert "2 times" in next(telling.advice(again.verdict, again.evidence()))


def test_a_plain_quotation_gives_no_advice() -> None:
    finding = PASSAGES.verify("We ask you.")
    assert not list(telling.advice(finding.verdict, finding.evidence()))
    assert finding.evidence() == {"folds": [], "diff": []}
