import time
import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from blog.embed.folding import PLAIN, fold, needed

TYPOGRAPHY = st.text(
    st.sampled_from(
        "aZé1 \n\t\u00a0\u00ad\u200b\u2009“”„«»‘’'\"–—-…"
        "ﬁ²½①Ａe\u0301\u0308\ufe0f👩\u200d🚀שa\u202e가ᄀ\u1161ｶ\uff9e"
    )
)


@pytest.mark.parametrize(
    ("raw", "folded"),
    [
        ("„Gut“ «bien» “well”", '"Gut" "bien" "well"'),
        ("anyone’s ‚one‘", "anyone's 'one'"),
        ("2010–2012 — no", "2010-2012 - no"),
        ("one\u00a0two\n\u2009three", "one two three"),
        ("re\u00adcord\u200bing\ufeffs", "recordings"),
        ("ﬁne… Ｈarbour", "fine... Harbour"),
        ("cafe\u0301", "café"),
        ("a\u202eb\u2069", "ab"),
    ],
)
def test_typography_folds(raw: str, folded: str) -> None:
    assert fold(raw).text == folded


@pytest.mark.parametrize("text", ["10² m", "H₂O", "½ cup", "Word", "word"])
def test_what_changes_the_meaning_does_not_fold(text: str) -> None:
    assert fold(text).text == text


def test_the_kinds_of_folds_are_named() -> None:
    assert needed("“so”", '"so"') == ("quotation marks",)
    assert needed("a\u00a0b–c", "a b-c") == ("dashes", "spaces")
    assert needed("re\u00adcord ﬁ", "record fi") == ("invisible characters", "Unicode forms")
    assert needed("same", "same") == ()


@given(TYPOGRAPHY)
@example("a  \u0301b")
def test_each_folded_range_leads_back_to_what_folds_to_it(raw: str) -> None:
    folded = fold(raw)
    for start in range(len(folded.text)):
        for end in range(start + 1, min(len(folded.text), start + 4) + 1):
            place = folded.raw_range(start, end)
            if place:
                assert fold(raw[slice(*place)]).text == folded.text[start:end]
    if folded.text:
        assert folded.around(0, len(folded.text))[1] <= len(raw)


@given(TYPOGRAPHY)
def test_folding_twice_changes_nothing(raw: str) -> None:
    assert fold(fold(raw).text).text == fold(raw).text


@given(st.text(st.characters(categories=["L", "Mn", "Zs"], max_codepoint=0x24F), max_size=40))
def test_both_unicode_forms_fold_alike(raw: str) -> None:
    assert fold(unicodedata.normalize("NFD", raw)).text == fold(unicodedata.normalize("NFC", raw)).text


def test_plain_characters_fold_to_themselves() -> None:
    plain = [chr(point) for point in range(0x10000) if PLAIN.fullmatch(chr(point))]
    assert len(plain) > 10_000
    assert all(unicodedata.normalize("NFKC", char) == char for char in plain)


@pytest.mark.parametrize(
    "sentence", ["Harbourline keeps “every” word — always. ", "Гавань хранит каждое слово. "]
)
def test_a_million_characters_fold_in_a_second(sentence: str) -> None:
    text = sentence * (1_000_000 // len(sentence))
    before = time.process_time()
    fold(text)
    assert time.process_time() - before < 1.5
