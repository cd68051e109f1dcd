import pytest
from hypothesis import given
from hypothesis import strategies as st

from blog.embed.searched import Searched, alike


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Café", "CAFE"),
        ("Straße", "strasse"),
        ("İstanbul", "istanbul"),
        ("øre łza đak ħal", "ore lza dak hal"),
        ("æon œuvre", "aeon oeuvre"),
        ("ﬁne ½ x² ™", "fine 1⁄2 x2 tm"),
        ("‘don’t’ “yes”", "'don't' \"yes\""),
        ("a‑b – c", "a-b - c"),
        ("a\u00a0b", "a b"),
        ("har\u00adb\u200bour", "harbour"),
        ("٣٤", "34"),
        ("إلى مدرسة كتــاب", "الى مدرسه كتاب"),
        ("שָׁלוֹם", "שלומ"),
        ("カナ", "かな"),
        ("ｶﾅ", "かな"),
        ("Ａ", "a"),
        ("ґ", "г"),
        ("👨‍👩‍👧", "👨👩👧"),
    ],
)
def test_what_chromium_takes_for_the_same_is_alike(one: str, other: str) -> None:
    assert alike(one) == alike(other)


@pytest.mark.parametrize(("one", "other"), [("a-b", "ab"), ("1,000", "1000"), ("þa", "tha"), ("漢", "汉")])
def test_what_all_browsers_tell_apart_is_not_alike(one: str, other: str) -> None:
    assert alike(one) != alike(other)


@given(st.text(), st.text())
def test_a_whole_is_alike_its_parts(one: str, other: str) -> None:
    assert alike(one + other) == alike(one) + alike(other)


@given(st.text())
def test_case_does_not_tell_apart(text: str) -> None:
    assert alike(text.casefold()) == alike(text)


def test_a_page_is_searched_in_lines_and_cells() -> None:
    page = Searched("one\n\ntwo\tthree  four five")
    assert [line.text for line in page.lines] == ["one", "two", "three", "four five"]
    assert [page.line_at(at).text for at in (0, 3, 5, 9, 16)] == ["one", "one", "two", "three", "four five"]


def test_neighbours_are_lines_beside_each_other() -> None:
    page = Searched("one\ntwo")
    one, two = page.lines
    assert page.neighbour(one, 1) is two and page.neighbour(two, -1) is one
    assert page.neighbour(one, -1) is None and page.neighbour(two, 1) is None


def test_a_passage_has_parts_in_the_lines_it_touches() -> None:
    page = Searched("one\ntwo\nthree")
    assert [(line.text, a, b) for line, a, b in page.parts(2, 9)] == [
        ("one", 2, 3),
        ("two", 4, 7),
        ("three", 8, 9),
    ]
    assert list(page.parts(3, 4)) == [] and list(page.parts(5, 5)) == []


def test_how_words_stand_among_others_like_them() -> None:
    page = Searched("The Café. the cafe\nTHE CAFÉ")
    assert page.standing(0, 8) == (True, False)
    assert page.standing(10, 18) == (False, False)
    assert page.standing(10, 18, since=8) == (True, False)
    assert page.standing(0, 9) == (True, True)
