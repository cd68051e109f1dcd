from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from blog.embed.fragments import LONGEST_EXACT, Fragments, linked
from blog.sources.blocks import Block, full_text
from tests.embed.statements import LETTER, blocks_of

BLOCKS = blocks_of(*LETTER)
TEXT = full_text(BLOCKS)


def fragment(words: str, blocks: list[Block] = BLOCKS) -> str:
    start = full_text(blocks).index(words)
    return Fragments(blocks).of(start, start + len(words))


def terms(found: str) -> list[str]:
    return [unquote(term) for term in found.removeprefix(":~:text=").split(",")]


def test_a_short_passage_is_given_in_full() -> None:
    assert fragment("The company develops tools") == ":~:text=The%20company%20develops%20tools"


def test_what_the_syntax_uses_is_encoded() -> None:
    blocks = blocks_of("Ropes, lamps & non-slip mats for 50% of members.")
    assert fragment("Ropes, lamps & non-slip mats for 50%", blocks) == (
        ":~:text=Ropes%2C%20lamps%20%26%20non%2Dslip%20mats%20for%2050%25"
    )


def test_a_passage_over_two_blocks_is_given_by_its_ends() -> None:
    start, end = TEXT.index("Harbourline"), TEXT.index(" in the non-exclusive")
    assert terms(Fragments(BLOCKS).of(start, end)) == ["Harbourline has never", "1.5 million"]


def test_a_line_break_inside_a_block_is_no_place_for_a_term() -> None:
    blocks = blocks_of("Harbourline Ltd\nQuay Street 4\nOld Harbour")
    for term in terms(fragment("Harbourline Ltd\nQuay Street 4\nOld Harbour", blocks)):
        assert "\n" not in term and term in blocks[0].text


def test_a_long_passage_is_given_by_its_ends() -> None:
    words = " ".join(f"word{n}" for n in range(100))
    found = terms(fragment(words, blocks_of("Before. " + words + " After.")))
    assert len(words) > LONGEST_EXACT and found == ["word0 word1 word2", "word97 word98 word99"]


def test_a_passage_that_recurs_gets_what_stands_before_it() -> None:
    blocks = blocks_of("At noon we sail. At night we sail.", "We sail.")
    text = full_text(blocks)
    start = text.index("we sail", 10)
    assert terms(Fragments(blocks).of(start, start + 7)) == ["sail. At night-", "we sail"]


def test_a_passage_that_recurs_at_the_start_gets_what_follows_it() -> None:
    blocks = blocks_of("We sail at noon from here.", "We sail at night.")
    assert terms(Fragments(blocks).of(0, 7)) == ["We sail", "-at noon from"]


def test_case_and_accents_do_not_tell_passages_apart() -> None:
    blocks = blocks_of("The café opens.", "THE CAFE OPENS.")
    assert "-," in Fragments(blocks).of(16, 30)


def test_words_are_never_cut() -> None:
    start = TEXT.index("ever sold")
    assert terms(Fragments(BLOCKS).of(start, start + 7)) == ["never sold"]


def test_what_cannot_be_told_apart_gets_no_fragment() -> None:
    blocks = blocks_of("ha " * 200)
    assert Fragments(blocks).of(300, 302) == ""
    assert Fragments(blocks).of(2, 2) == "" and Fragments([]).of(0, 0) == ""


@pytest.mark.parametrize(
    ("url", "joined"),
    [
        ("https://a.example/x", "https://a.example/x#:~:text=y"),
        ("https://a.example/x#part", "https://a.example/x#part:~:text=y"),
        ("https://a.example/x#:~:text=old", "https://a.example/x#:~:text=y"),
        ("https://a.example/x#part:~:text=old", "https://a.example/x#part:~:text=y"),
    ],
)
def test_a_fragment_joins_the_one_that_is_there(url: str, joined: str) -> None:
    assert linked(url, ":~:text=y") == joined
    assert linked(url, "") == url


@given(
    st.lists(
        st.lists(st.sampled_from(["oar", "rope", "lamp", "sea,", "tide.", "mast"]), min_size=1, max_size=60),
        min_size=1,
    ),
    st.data(),
)
def test_a_fragment_finds_its_passage_and_no_other(lines: list[list[str]], data: st.DataObject) -> None:
    blocks = blocks_of(*(" ".join(line) for line in lines))
    text = full_text(blocks)
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    found = Fragments(blocks).of(start, end)
    if found:
        a, b = first_match(text, terms(found))
        assert a <= start or not text[start].isalnum()
        assert b >= end or not text[end - 1].isalnum()
        assert not any(char.isspace() for char in text[a:start].strip() + text[end:b].strip())


def first_match(text: str, named: list[str]) -> tuple[int, int]:
    """Where a browser would land, by the specification's order of search, in a text without odd spaces."""
    prefix = named.pop(0)[:-1] if named[0].endswith("-") else ""
    suffix = named.pop()[1:] if named[-1].startswith("-") else ""
    flat = text.replace("\n", " ")
    at = -1
    while (at := flat.find(prefix or named[0], at + 1)) >= 0:
        if at and flat[at - 1].isalnum():
            continue
        start = (
            len(flat[: at + len(prefix)])
            + len(flat[at + len(prefix) :])
            - len(flat[at + len(prefix) :].lstrip())
        )
        start = start if prefix else at
        if not flat.startswith(named[0], start):
            continue
        end = start + len(named[0])
        if len(named) == 2:
            end = flat.find(named[1], end)
            if end < 0:
                continue
            end += len(named[1])
        if flat[end : end + 1].isalnum() or not flat[end:].lstrip().startswith(suffix):
            continue
        return start, end
    raise AssertionError("not found")
