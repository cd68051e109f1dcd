from itertools import pairwise

import pytest

from blog.embed.word_breaks import breaks, words


def pieces(text: str) -> list[str]:
    every = breaks(text)[0]
    return [piece for a, b in pairwise(every) if (piece := text[a:b]).strip()]


def certain(text: str) -> list[str]:
    return [text[a:b] for a, b in words(text, breaks(text)[1])]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("The crew can’t", ["The", "crew", "can’t"]),
        ("1,000.50 at 5%", ["1,000.50", "at", "5", "%"]),
        ("l'eau non-stop", ["l'eau", "non", "-", "stop"]),
        ("crew@a.example", ["crew", "@", "a.example"]),
        ("a_b “c”", ["a_b", "“", "c", "”"]),
        ("e\u0301t\u0301 👍🏽 👩‍🚀", ["e\u0301t\u0301", "👍🏽", "👩‍🚀"]),
        ("שָׁלוֹם ב״ד", ["שָׁלוֹם", "ב״ד"]),
        ("har\u00adbour", ["har\u00adbour"]),
    ],
)
def test_words_are_those_of_the_unicode_standard(text: str, found: list[str]) -> None:
    assert pieces(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("港口保存录音，没有卖。", ["港口保存录音", "没有卖"]),
        ("第3条 ABC合同", ["第", "3", "条", "ABC", "合同"]),
        ("これはデータです", ["これはデータです"]),
        ("ท่าเรือ เก็บ3เสียง", ["ท่าเรือ", "เก็บ3เสียง"]),
        ("한국어 문장", ["한국어", "문장"]),
    ],
)
def test_inside_a_run_without_spaces_no_break_is_certain(text: str, found: list[str]) -> None:
    assert certain(text) == found


def test_a_run_without_spaces_may_be_broken_between_letters_but_not_within_one() -> None:
    assert pieces("港口保") == ["港", "口", "保"]
    assert pieces("ที่") == ["ที่"]


def test_the_ends_of_a_line_are_breaks() -> None:
    assert breaks("") == ([0], [0])
    assert breaks(" a ") == ([0, 1, 2, 3], [0, 1, 2, 3])


def test_a_mark_after_a_space_begins_no_word() -> None:
    assert 2 not in breaks("a \u0301b")[0]
