import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from blog.sources.fetching.charsets import Decoded, decode

GERMAN = (
    "<p>Die Hafengebühr steigt – „deutlich“, schreibt Harbourline. Größere Schiffe zahlen künftig mehr.</p>"
)
FRENCH = (
    "<p>Où l’équipage paie déjà, rien ne change : les coûts de l’énergie ont augmenté de façon considérable, et "
    "l’entretien des quais, retardé depuis des années, doit être achevé avant l’été.</p>"
)
RUSSIAN = (
    "<p>Портовый сбор повышается в мае на пять процентов, сообщила компания. Крупные суда платят больше.</p>"
)
JAPANESE = "<p>港湾料金は五月に五パーセント引き上げられます。お客様にはご理解をお願いいたします。①</p>"
CHINESE = "<p>港口费用将于五月上调百分之五，公司表示。大型船舶需要支付更多费用，请客户谅解。</p>"
KOREAN = "<p>항만 요금은 오월에 오 퍼센트 인상됩니다. 대형 선박은 추가 요금을 지불해야 합니다.</p>"
ENGLISH = "<p>‹ › × ‹ › ×</p><p>© Harbourline, Pier 4: the office is open on every day of the week</p>"
GREEK = "<p>Το λιμενικό τέλος αυξάνεται τον Μάιο κατά πέντε τοις εκατό, ανακοίνωσε η εταιρεία.</p>"
TURKISH = "<p>Liman ücreti mayıs ayında yüzde beş artıyor, şirket açıkladı. Değişikliğe ilişkin görüşler.</p>"
CZECH = (
    "<p>Přístavní poplatek se v květnu zvyšuje o pět procent, uvedla společnost. Větší lodě zaplatí více.</p>"
)


@pytest.mark.parametrize(
    ("body", "content_type", "charset"),
    [
        (GERMAN.encode(), "text/html; charset=utf-8", "utf-8"),
        (GERMAN.encode("cp1252"), 'text/html; Charset="ISO-8859-1"', "windows-1252"),
        (GERMAN.encode("utf-16-le"), "text/html; charset=utf-16", "utf-16le"),
        (b'<meta charset="koi8-r">' + RUSSIAN.encode("koi8-r"), "text/html", "koi8-r"),
        (
            b"<meta http-equiv=Content-Type content='text/html; charset=Shift_JIS'>" + JAPANESE.encode("cp932"),
            "",
            "shift_jis",
        ),
        (b'<?xml version="1.0" encoding="euc-kr"?>' + KOREAN.encode("euc-kr"), "", "euc-kr"),
        (b"<meta charset=gb2312>" + CHINESE.encode("gb18030"), "text/html; charset=nonsense", "gbk"),
        (b"<!-- <meta charset=koi8-r> --><meta charset=windows-1251>" + RUSSIAN.encode("cp1251"), "", "windows-1251"),
        (b"\xef\xbb\xbf" + GERMAN.encode(), "text/html; charset=iso-8859-1", "utf-8"),
        (b"\xff\xfe" + GERMAN.encode("utf-16-le"), "text/html; charset=utf-8", "utf-16le"),
        (b"\xfe\xff" + GERMAN.encode("utf-16-be"), "", "utf-16be"),
    ],
)  # fmt: skip
def test_a_charset_that_was_named_is_believed(body: bytes, content_type: str, charset: str) -> None:
    decoded = decode(body, content_type)
    assert (decoded.charset, decoded.is_guessed) == (charset, False)
    assert decoded.text.endswith((GERMAN, RUSSIAN, JAPANESE, KOREAN, CHINESE))


def test_content_type_outweighs_the_page() -> None:
    body = b"<meta charset=koi8-r>" + RUSSIAN.encode("cp1251")
    assert decode(body, "text/html; charset=windows-1251").text.endswith(RUSSIAN)


@pytest.mark.parametrize(
    ("text", "codec", "charset"),
    [
        (GERMAN, "utf-8", "utf-8"), (GERMAN, "cp1252", "windows-1252"), (FRENCH, "cp1252", "windows-1252"),
        (RUSSIAN, "cp1251", "windows-1251"), (RUSSIAN, "koi8-r", "koi8-r"), (JAPANESE, "cp932", "shift_jis"),
        (JAPANESE.replace("①", ""), "euc-jp", "euc-jp"), (CHINESE, "gb18030", "gb18030"), (KOREAN, "cp949", "euc-kr"),
        (ENGLISH, "cp1252", "windows-1252"),
        (GREEK, "cp1253", "windows-1253"), (TURKISH, "cp1254", "windows-1254"), (CZECH, "cp1250", "windows-1250"),
    ],
)  # fmt: skip
def test_a_charset_that_nobody_named_is_guessed_by_the_words(text: str, codec: str, charset: str) -> None:
    markup = "<!doctype html><script>let menu = {open: false}</script><nav><a href='/'>Home</a></nav>" * 50
    assert decode((markup + text).encode(codec)) == Decoded(markup + text, charset, True)


@pytest.mark.parametrize("named", ["iso-8859-1", "windows-1251", "shift_jis", "gbk", "utf-16", "ascii"])
def test_utf_8_under_another_name_is_noticed(named: str) -> None:
    assert decode(FRENCH.encode(), f"text/html; charset={named}") == Decoded(FRENCH, "utf-8", True)


@pytest.mark.parametrize(
    ("text", "codec", "named"),
    [
        (FRENCH, "cp1252", "utf-8"), (RUSSIAN, "cp1251", "utf-8"), (JAPANESE, "cp932", "utf-8"),
        (GREEK, "cp1253", "euc-kr"),
    ],
)  # fmt: skip
def test_bytes_that_the_named_charset_does_not_have_are_noticed(text: str, codec: str, named: str) -> None:
    decoded = decode(text.encode(codec), f"text/html; charset={named}")
    assert decoded.is_guessed
    assert decoded.text == text


def test_a_single_broken_character_does_not_change_the_charset() -> None:
    body = GERMAN.encode().replace("ß".encode(), b"\xff")
    assert decode(body, "text/html; charset=utf-8") == Decoded(GERMAN.replace("ß", "\ufffd"), "utf-8", False)


def test_plain_text_names_no_charset_of_its_own() -> None:
    body = b"<meta charset=koi8-r> is what the page says."
    assert decode(body, "text/plain", is_html=False) == Decoded(body.decode(), "utf-8", False)


@settings(deadline=None)
@given(
    st.binary(max_size=300),
    st.sampled_from(["", "utf-8", "utf-16", "shift_jis", "iso-2022-jp", "x-user-defined"]),
)
def test_any_bytes_are_some_text(body: bytes, named: str) -> None:
    decoded = decode(body, f"text/html; charset={named}")
    assert decoded.charset
    assert len(decoded.text) <= len(body)


@settings(deadline=None)
@given(st.text())
def test_utf_8_comes_through(text: str) -> None:
    if not text.startswith("\ufeff"):
        assert decode(text.encode("utf-8", "surrogatepass"), "text/html; charset=utf-8").text == text
