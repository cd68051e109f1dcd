from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from blog.embed.fragments import Fragments, linked
from blog.embed.naming import LONGEST_EXACT
from blog.sources.blocks import Block, full_text, with_outside
from tests.embed.browsers import found_by
from tests.embed.statements import LETTER, blocks_of

BLOCKS = blocks_of(*LETTER)
TEXT = full_text(BLOCKS)


def fragment(words: str, blocks: list[Block] = BLOCKS, *, nth: int = 1) -> str:
    start = -1
    for _ in range(nth):
        start = full_text(blocks).index(words, start + 1)
    return Fragments(blocks).of(start, start + len(words))


def terms(found: str) -> list[str]:
    return [unquote(term) for term in found.removeprefix(":~:text=").split(",")]


def test_a_passage_is_given_in_full() -> None:
    assert fragment("The company develops tools") == ":~:text=The%20company%20develops%20tools"


def test_what_the_syntax_uses_is_encoded() -> None:
    blocks = blocks_of("Ropes, lamps & non-slip mats for 50% of members.")
    assert fragment("Ropes, lamps & non-slip mats for 50%", blocks) == (
        ":~:text=Ropes%2C%20lamps%20%26%20non%2Dslip%20mats%20for%2050%25"
    )


def test_a_passage_over_two_blocks_is_given_by_its_ends() -> None:
    start, end = TEXT.index("Harbourline"), TEXT.index(" in the non-exclusive")
    assert terms(Fragments(BLOCKS).of(start, end)) == ["Harbourline has never", "than $1.5 million"]


@pytest.mark.parametrize("gap", ["\n", "\t", "  "])
def test_no_term_goes_over_a_line_break_a_cell_or_blanks_that_were_kept(gap: str) -> None:
    blocks = blocks_of(f"Harbourline Limited of{gap}Quay Street 4 at the{gap}Old Harbour of Brightsea")
    text = blocks[0].text
    assert terms(Fragments(blocks).of(0, len(text))) == ["Harbourline Limited of", "Harbour of Brightsea"]


def test_a_long_passage_is_given_by_its_ends() -> None:
    words = " ".join(f"word{n}" for n in range(100))
    found = terms(fragment(words, blocks_of("Before. " + words + " After.")))
    assert len(words) > LONGEST_EXACT and found == ["word0 word1 word2", "word97 word98 word99"]


def test_a_long_passage_without_a_pause_is_given_in_full_all_the_same() -> None:
    words = "港" * (LONGEST_EXACT + 100)
    assert terms(fragment(words, blocks_of(words))) == [words]


def test_a_passage_that_recurs_gets_what_stands_before_it() -> None:
    blocks = blocks_of("At noon we sail. At night we sail.", "We sail.")
    assert terms(fragment("we sail", blocks, nth=2)) == ["sail. At night-", "we sail"]


def test_a_passage_that_recurs_at_the_start_gets_what_follows_it() -> None:
    blocks = blocks_of("We sail at noon from here.", "We sail at night.")
    assert terms(Fragments(blocks).of(0, 7)) == ["We sail", "-at noon from"]


def test_a_whole_block_that_recurs_is_told_by_its_neighbours() -> None:
    blocks = blocks_of("At noon from the pier", "We sail with all hands.", "No.", "We sail with all hands.")
    assert terms(fragment("We sail with all hands", blocks)) == [
        "from the pier-",
        "We sail with all hands",
    ]
    assert terms(fragment("We sail with all hands", blocks, nth=2)) == ["No.-", "We sail with all hands"]


def test_a_short_passage_gets_context_although_it_is_unique() -> None:
    """A page's buttons and scripts say such words too."""
    assert terms(fragment("sealed letter")) == ["can’t open a-", "sealed letter"]
    assert terms(fragment("Sign in", blocks_of("Sign in", "We sail at noon."))) == ["Sign in"]


def test_what_stands_outside_the_statement_counts() -> None:
    blocks = blocks_of("We sail with all hands", "Now: we sail with all hands today.")
    page = with_outside(blocks, {0})
    start = full_text(page).index("we sail")
    assert terms(Fragments(page).of(start, start + 22)) == ["Now:-", "we sail with all hands"]


@pytest.mark.parametrize(
    "like",
    [
        "THE CAFÉ OF THE PORT OPENS",
        "The cafe of the port opens",
        "The café of the port opens",
        "The café of the port\u00a0opens",
        "The ca\u00adfé of the port opens",
        "Ｔhe café of the port opens",
    ],
)
def test_what_browsers_take_for_the_same_does_not_tell_passages_apart(like: str) -> None:
    blocks = blocks_of(f"Now: {like}.", "The café of the port opens.")
    found = terms(
        fragment("The café of the port opens", blocks, nth=like.startswith("The café of the port o") + 1)
    )
    assert found[0].endswith("-") or found[-1].startswith("-")


def test_words_are_never_cut() -> None:
    start = TEXT.index("ever sold anyone’s record")
    assert terms(Fragments(BLOCKS).of(start, start + 25)) == ["never sold anyone’s recordings"]


@pytest.mark.parametrize("words", ["can’t", "1.5", "crew_list", "l’eau", "a.example"])
def test_what_belongs_together_is_one_word(words: str) -> None:
    blocks = blocks_of(f"Before this {words} after that.")
    whole = terms(fragment(words, blocks))
    assert whole == terms(
        fragment(words[:1], blocks, nth=blocks[0].text[: blocks[0].text.index(words)].count(words[0]) + 1)
    )


def test_a_passage_may_begin_and_end_inside_a_run_without_spaces() -> None:
    blocks = blocks_of("港口保存所有会员的录音，从来没有卖给任何人。")
    assert terms(fragment("所有会员的录音，从来没有", blocks)) == [
        "港口保存-",
        "所有会员的录音，从来没有",
        "-卖给任何人",
    ]


def test_a_run_without_spaces_that_is_whole_needs_no_context() -> None:
    blocks = blocks_of("前言。港口保存所有会员的录音，从来没有卖给任何人，除非会员同意。后记。")
    words = "港口保存所有会员的录音，从来没有卖给任何人"
    assert terms(fragment(words, blocks)) == [words]


def test_the_ends_of_a_long_run_without_spaces_are_whole_clauses() -> None:
    clauses = [chr(0x4E00 + n) * 30 for n in range(20)]
    blocks = blocks_of("，".join(clauses) + "。")
    start, end = 5, len(blocks[0].text) - 5
    assert terms(Fragments(blocks).of(start, end)) == [
        clauses[0][:5] + "-",
        clauses[0][5:],
        clauses[-1][:-4],
        "-" + clauses[-1][-4:],
    ]


def test_no_term_ends_in_a_picture() -> None:
    """Chromium hangs where a picture is found to be a part of another."""
    blocks = blocks_of("👍🏽 we sail with all hands today 👍 ❤️")
    assert terms(Fragments(blocks).of(0, len(blocks[0].text))) == ["we sail with all hands today"]
    assert Fragments(blocks_of("👍 ❤️")).of(0, 4) == ""


def test_the_end_is_told_by_what_follows_where_it_recurs_before() -> None:
    blocks = blocks_of("Begin here now", "Yes.", "Yes.", "Yes. All of it is over")
    text = full_text(blocks)
    found = Fragments(blocks).of(0, text.index("Yes. All") + 4)
    assert terms(found) == ["Begin here now", "Yes.", "-All of it"]
    assert found_by(found, text) == (0, text.index(" All"))


def test_inside_a_block_that_recurs_word_for_word_the_block_is_named_to_the_passage() -> None:
    line = "We sail at noon with all hands and with no charts at all."
    blocks = blocks_of("Once", line, "Twice", line)
    assert terms(fragment("with all hands and with no charts", blocks, nth=2)) == [
        "Twice-",
        "We sail at noon with all hands and with no charts",
    ]


def test_a_row_whose_first_cell_recurs_is_found_by_the_others() -> None:
    blocks = blocks_of("All\tcsrf\tOn board", "All\tsession\tOn board", "All\tlanguage\tOn board")
    assert terms(fragment("All\tlanguage\tOn board", blocks)) == ["language", "On board"]


def test_of_passages_that_nothing_tells_apart_the_first_is_found() -> None:
    blocks = blocks_of(*["We sail at noon with all hands."] * 4)
    assert terms(fragment("We sail at noon with all hands", blocks)) == ["We sail at noon with all hands"]
    assert fragment("We sail at noon with all hands", blocks, nth=3) == ""


def test_without_a_word_there_is_no_fragment() -> None:
    assert Fragments(BLOCKS).of(2, 2) == "" and Fragments([]).of(0, 0) == ""
    assert Fragments(blocks_of("— * —")).of(0, 5) == ""


def test_a_statement_begins_with_its_first_paragraph() -> None:
    first = " ".join(LETTER[0].split()[:12])
    assert terms(Fragments(BLOCKS).of_beginning()) == [first]
    assert Fragments([]).of_beginning() == ""


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
        a, b = found_by(found, text) or (-1, -1)
        block_start, block_end = text.rfind("\n", 0, start) + 1, text.find("\n", end - 1)
        assert block_start <= a and b <= (block_end if block_end >= 0 else len(text))
        # All of it, or all but its first line or its last.
        before, after = text[start:a].strip(" ,."), text[b:end].strip(" ,.")
        assert "\n" not in before.strip("\n") + after.strip("\n") and not (before and after)
        assert (not before or text[a - 1] == "\n") and (not after or after[0] == "\n")
