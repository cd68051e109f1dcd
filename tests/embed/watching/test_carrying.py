import pytest
from hypothesis import given
from hypothesis import strategies as st

from blog.embed.watching.carrying import Carrier, How, carry
from tests.embed.watching.pages import SENTENCES

TEXT = "\n".join(SENTENCES)


def carried(before: str, after: str, quote: str, nth: int = 0) -> tuple[str, How]:
    start = -1
    for _ in range(nth + 1):
        start = before.index(quote, start + 1)
    found = carry(before, after, start, start + len(quote))
    return after[found.start : found.end], found.how


def test_words_that_stayed_are_found_where_they_are_now() -> None:
    assert carried(TEXT, f"A new first line.\n{TEXT}", SENTENCES[3]) == (SENTENCES[3], How.EXACT)


def test_words_that_moved_are_found() -> None:
    assert carried(TEXT, "\n".join(reversed(SENTENCES)), SENTENCES[1]) == (SENTENCES[1], How.EXACT)


def test_typography_is_no_difference() -> None:
    assert carried("It’s “ours” – now.", 'So: It\'s "ours" - now.', "“ours” – now") == (
        '"ours" - now',
        How.EXACT,
    )


def test_edited_words_are_carried_to_what_they_are_now() -> None:
    edited = SENTENCES[1].replace("fewer than nine", "no more than twelve")
    assert carried(TEXT, TEXT.replace(SENTENCES[1], edited), SENTENCES[1]) == (edited, How.CARRIED)


def test_a_sentence_with_words_put_in_is_carried_whole() -> None:
    edited = SENTENCES[2].replace("stay valid", "stay valid, without any charge or any need to ask for it,")
    assert carried(TEXT, TEXT.replace(SENTENCES[2], edited), SENTENCES[2]) == (edited, How.CARRIED)


def test_a_last_word_that_is_far_away_now_is_left_there() -> None:
    after = TEXT.replace(
        "opened to traffic.", "opened. " + "Lighthouses were also painted. " * 9 + "It brought traffic."
    )
    words, how = carried(TEXT, after, SENTENCES[1])
    assert words.startswith("We have carried fewer")
    assert words.endswith("opened")
    assert how is How.CARRIED


def test_a_carried_passage_ends_with_whole_words() -> None:
    before, after = "We'll never end the night boats here.", "We'd never end the night boats' runs here."
    assert carried(before, after, "We'll never end the night boats")[0] == "We'd never end the night boats"


def test_deleted_words_are_gone() -> None:
    after = TEXT.replace(SENTENCES[3], "The harbour master answers letters on the last Friday of the month.")
    assert carried(TEXT, after, SENTENCES[3]) == ("", How.GONE)


def test_small_words_that_any_sentence_shares_are_not_the_passage() -> None:
    before = (
        f"{SENTENCES[0]} The price of the ticket is for the whole of the day and the night. {SENTENCES[4]}"
    )
    after = f"{SENTENCES[0]} The noise of gulls is what the people of the quay and of the town like. {SENTENCES[4]}"
    assert (
        carried(before, after, "The price of the ticket is for the whole of the day and the night.")[1]
        is How.GONE
    )


def test_a_sentence_of_which_less_than_half_stayed_is_gone() -> None:
    rewritten = SENTENCES[1].replace(
        "We have carried fewer than nine passengers a night since the bridge",
        "Nobody asks for the mail since a tunnel",
    )
    assert carried(TEXT, TEXT.replace(SENTENCES[1], rewritten), SENTENCES[1])[1] is How.GONE


def test_words_picked_from_all_over_a_paragraph_are_not_the_passage() -> None:
    quote = "Boats leave quays daily except Sundays unless winds blow hard there."
    apart = (
        "Boats may leave old quays and daily trips except on Sundays run unless strong winds blow too hard."
    )
    before, after = (f"{SENTENCES[0]} {text} {SENTENCES[1]}" for text in (quote, apart))
    assert carried(before, after, quote)[1] is How.GONE


def test_words_of_another_passage_are_never_taken_for_those_that_went() -> None:
    twin = SENTENCES[2].replace("night sailing stay", "day sailing stay")
    before = f"{twin}\n{SENTENCES[0]}\n{SENTENCES[2]}"
    assert carried(before, f"{twin}\n{SENTENCES[0]}", SENTENCES[2])[1] is How.GONE


def test_moved_words_with_a_letter_changed_are_found_by_likeness() -> None:
    edited = SENTENCES[4].replace("night shift", "night-shift")
    assert edited != SENTENCES[4]
    after = "\n".join([edited.replace("charge.", "charges."), *SENTENCES[:4]])
    words, how = carried(TEXT, after, SENTENCES[4])
    assert how is How.FUZZY
    assert words.startswith("Anyone who works")


def test_of_repeated_words_the_passages_own_are_found() -> None:
    before = f"Boats: no refunds. {SENTENCES[0]} Trains: no refunds. {SENTENCES[1]}"
    after = f"Boats: no refunds. {SENTENCES[0]} Mail: no refunds. Trains: no refunds. {SENTENCES[1]}"
    start = before.rindex("no refunds")
    assert carry(before, after, start, start + 10).start == after.rindex("no refunds")


def test_an_edit_is_told_although_the_same_words_stand_elsewhere() -> None:
    before = f"Boats: no refunds ever. {SENTENCES[0]} Trains: no refunds ever. {SENTENCES[1]}"
    after = f"Boats: no refunds ever. {SENTENCES[0]} Trains: no quick refunds ever. {SENTENCES[1]}"
    assert carried(before, after, "no refunds ever", nth=1) == ("no quick refunds ever", How.CARRIED)


def test_when_a_repeated_passage_went_the_likest_context_decides() -> None:
    before = f"On boats we give no refunds to crews. {SENTENCES[0]} On trains we give no refunds to crews."
    after = f"{SENTENCES[0]} On trains we give no refunds to crews. On rafts we give no refunds to sailors."
    start = before.index("give no refunds")
    found = carry(before, after, start, start + len("give no refunds"))
    assert found.how is How.EXACT
    assert after[: found.start].endswith("On trains we ")


@pytest.mark.parametrize("after", ["", "Gulls.", " \n "])
def test_nothing_stands_in_an_empty_page(after: str) -> None:
    assert carried(TEXT, after, SENTENCES[0])[1] is How.GONE


@pytest.mark.parametrize("place", [(0, 0), (5, 5), (15, 16)])
def test_no_words_are_nowhere(place: tuple[int, int]) -> None:
    assert carry("Boats and gulls" + " " + TEXT, TEXT, *place).how is How.GONE


def test_text_without_spaces_is_carried_by_characters() -> None:
    before, after = (
        "本日より夜間の船は運休します。回数券は使えます。",
        "本日より夜間の船はすべて運休します。回数券は使えます。",
    )
    assert carried(before, after, "夜間の船は運休します") == ("夜間の船はすべて運休します", How.CARRIED)


SMALL = ["boat", "gull", "quay", "the", "a", "of", "fare.", "night,", "“no”"]
WORDS = st.lists(st.sampled_from(SMALL), max_size=30).map(" ".join)


@given(st.permutations(SENTENCES), st.integers(0, 4), WORDS)
def test_what_is_put_in_elsewhere_changes_no_passage(sentences: list[str], place: int, inserted: str) -> None:
    carrier = Carrier("\n".join(sentences), "\n".join([*sentences[:place], inserted, *sentences[place:]]))
    after = "\n".join([*sentences[:place], inserted, *sentences[place:]])
    start = 0
    for sentence in sentences:
        found = carrier.carry(start, start + len(sentence))
        assert (after[found.start : found.end], found.how) == (sentence, How.EXACT)
        start += len(sentence) + 1


@given(WORDS, WORDS, st.integers(0, 60), st.integers(0, 60))
def test_what_is_found_lies_in_the_text(before: str, after: str, start: int, length: int) -> None:
    found = carry(before, after, start, min(start + length, len(before)))
    assert 0 <= found.start <= found.end <= len(after)
    assert (found.how is How.GONE) == (found.start == found.end)
    assert 0 <= found.score <= 1
