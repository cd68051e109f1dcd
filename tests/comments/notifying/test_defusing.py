"""Other people's words in a mail are words: no mail program finds a link in them."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from blog.comments.notifying.defusing import comment_words, defused


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("See https://evil.example/a?b now", "See [link] now"),
        ("(www.evil.example)", "[link]"),
        ("harbourline.example is ours", "harbourline[.]example is ours"),
        ("mail eve@evil.example", "mail eve[at]evil[.]example"),
        ("It is 3.14 km, e.g. at 10:30.", "It is 3.14 km, e.g. at 10:30."),
        ("a\r\nb", "a b"),
        ("MAILTO:eve", "[link]"),
        ("evil\uff0eexample", "evil[.]example"),
    ],
)
def test_words_stay_and_links_do_not(typed: str, shown: str) -> None:
    assert defused(typed) == shown


def test_the_address_behind_a_link_is_not_in_the_mail() -> None:
    assert comment_words('<p>Look <a href="https://evil.example/">here</a></p>') == "Look here"


def test_long_words_and_long_comments_are_cut_in_no_time() -> None:
    began = time.monotonic()
    assert len(comment_words(f"<p>{'w.' * 40_000} {'word ' * 500}</p>")) < 1_000
    assert time.monotonic() - began < 1


@given(st.text(max_size=300))
def test_nothing_that_is_typed_keeps_a_scheme(typed: str) -> None:
    assert "://" not in defused(typed)
    assert "\n" not in defused(typed)
