"""What people type is made fit to store, or refused beside its field."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from blog.errors import Invalid
from blog.typed import line, one_line, plain, required


@given(st.text())
def test_stored_text_has_no_controls_and_only_lf(text: str) -> None:
    kept = plain(text, field="body", limit=10**9, what="The text")
    assert not [c for c in kept if (ord(c) < 32 and c not in "\t\n") or 127 <= ord(c) < 160]
    assert not set(kept) & set("\u2028\u2029\ufffe\uffff")
    assert plain(kept, field="body", limit=10**9, what="The text") == kept.removeprefix("\ufeff")


def test_what_xml_forbids_goes_and_every_line_end_is_one() -> None:
    assert plain("a\uffffb\ufffec\0", field="body", limit=9, what="The text") == "abc"
    assert plain("a\x85b\u2028c\fd\r\ne\rf", field="body", limit=99, what="The text") == "a\nb\nc\nd\ne\nf"


def test_marks_and_directions_are_kept() -> None:
    words = "e\u0301 \U0001f9ea \u202bשלום\u202c 👩‍🚒"
    assert plain(words, field="body", limit=99, what="The text") == words


TURNING = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"


def test_a_line_turns_no_words_after_it_around() -> None:
    for char in TURNING:
        assert line(f"Rita {char}evil", field="name", limit=99, what="The name") == "Rita evil"
        with pytest.raises(Invalid, match="empty"):
            required(line(char, field="name", limit=9, what="It"), field="name", what="It")


def test_a_line_keeps_words_from_right_to_left_and_marks_that_end_with_themselves() -> None:
    for words in ("שלום \u200fעולם\u200e 1", "مرحبا\u061c!", "دانش\u200cآموز"):
        assert line(words, field="name", limit=99, what="The name") == words


@given(st.text())
def test_one_line_of_text_is_one_line_however_often_it_is_made(text: str) -> None:
    kept = one_line(text)
    assert kept == " ".join(kept.split()) == one_line(kept)
    assert not set(kept) & set(TURNING)


@pytest.mark.parametrize("text", ["", " \n\t", "\u200b\u200d", "\u00a0\u2003"])
def test_what_cannot_be_seen_is_empty(text: str) -> None:
    with pytest.raises(Invalid, match="The title is empty") as refused:
        required(text, field="title", what="The title")
    assert refused.value.field == "title"


def test_a_lone_surrogate_is_refused() -> None:
    with pytest.raises(Invalid, match="not text"):
        plain("a\ud800b", field="body", limit=9, what="The text")


def test_a_limit_is_named() -> None:
    with pytest.raises(Invalid, match="has 4 characters; at most 3"):
        line("abcd", field="slug", limit=3, what="The slug")
