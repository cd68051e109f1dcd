import pytest
from hypothesis import given
from hypothesis import strategies as st

from blog.errors import Invalid
from blog.sources.links import absolute, registrable
from blog.sources.urls import MAX_LENGTH, canonical_url


@pytest.mark.parametrize(
    ("written", "known_as"),
    [
        ("HTTPS://Press.Harbourline.Example/Letters", "https://press.harbourline.example/Letters"),
        ("  https://harbourline.example  ", "https://harbourline.example/"),
        ("https://harbourline.example:443/a", "https://harbourline.example/a"),
        ("http://harbourline.example:8080/a", "http://harbourline.example:8080/a"),
        ("https://harbourline.example./a", "https://harbourline.example/a"),
        ("https://häfen.example/straße", "https://xn--hfen-loa.example/stra%C3%9Fe"),
        ("https://harbourline.example/%7eines/%c3%bc%2f", "https://harbourline.example/~ines/%C3%BC%2F"),
        ("https://harbourline.example/a/./b/../c", "https://harbourline.example/a/c"),
        ("https://harbourline.example/100%", "https://harbourline.example/100%25"),
        ("https://harbourline.example/a?#", "https://harbourline.example/a"),
        ("https://harbourline.example/a#:~:text=plainly", "https://harbourline.example/a"),
        (
            "https://harbourline.example/a?utm_source=x&id=3&fbclid=y&MC_EID=z&b",
            "https://harbourline.example/a?id=3&b",
        ),
        ("https://harbourline.example/a?utm_medium=mail", "https://harbourline.example/a"),
        ("http://[2001:DB8::0:1]:80/", "http://[2001:db8::1]/"),
        ("http://192.0.2.7", "http://192.0.2.7/"),
        ("http://press_room.harbourline.example/", "http://press_room.harbourline.example/"),
    ],
)
def test_spellings_of_one_address_are_one_source(written: str, known_as: str) -> None:
    assert canonical_url(written) == known_as


@pytest.mark.parametrize(
    ("written", "says"),
    [
        ("", "Give the address"),
        ("press.harbourline.example/a", "http:// or https://"),
        ("javascript:alert(1)", "http:// or https://"),
        ("ftp://harbourline.example/", "http:// or https://"),
        ("https://ines:secret@harbourline.example/", "user name"),
        ("https://harbourline.example@elsewhere.example/", "user name"),
        ("https:\\\\harbourline.example", "backslash"),
        ("https://harbourline.example/a b", "space"),
        ("https://harbourline.example/a\x00b", "control"),
        ("https:///a", "host"),
        ("https://-harbourline.example/", "host"),
        ("https://harbour..example/", "host"),
        ("https://xn--.example/\ud800", "control"),
        ("https://[::1/", "cannot be read"),
        ("https://[fe80::1%25eth0]/", "host"),
        ("https://harbourline.example:99999/", "port"),
        ("https://harbourline.example:0/", "port"),
        ("http://2130706433/", "number"),
        ("http://0x7f.1/", "number"),
        ("https://harbourline.example/" + "a" * MAX_LENGTH, "2,000"),
        ("https://harbourline.example/" + "ü" * (MAX_LENGTH // 4), "2,000"),
    ],
)
def test_an_address_that_cannot_be_used_is_refused_and_says_why(written: str, says: str) -> None:
    with pytest.raises(Invalid) as refused:
        canonical_url(written)
    assert refused.value.field == "url"
    assert says in refused.value.message


@given(
    st.text("abz09/.:%?&=#+~;,@[]\\äß。\u200d _-", max_size=40), st.sampled_from(["http", "https", "HTTPS"])
)
def test_a_canonical_address_is_its_own_canonical_address(rest: str, scheme: str) -> None:
    try:
        once = canonical_url(f"{scheme}://{rest}")
    except Invalid:
        return
    assert canonical_url(once) == once


@given(st.text())
def test_any_text_is_an_address_or_invalid(raw: str) -> None:
    try:
        assert canonical_url(raw).startswith(("http://", "https://"))
    except Invalid as refused:
        assert refused.field == "url"


@pytest.mark.parametrize(
    ("href", "leads_to"),
    [
        ("/terms", "https://harbourline.example/terms"),
        ("b?c=1#d", "https://harbourline.example/letters/b?c=1#d"),
        ("//elsewhere.example/x", "https://elsewhere.example/x"),
        ("mailto:desk@harbourline.example", "mailto:desk@harbourline.example"),
        (" https://elsewhere.example/a b\n", "https://elsewhere.example/a%20b"),
        ("javascript:alert(1)", ""),
        ("java\nscript:alert(1)", ""),
        ("data:text/html,x", ""),
        ("https://[::1", ""),
    ],
)
def test_a_link_leads_from_its_document_to_the_web_or_nowhere(href: str, leads_to: str) -> None:
    assert absolute(href, "https://harbourline.example/letters/a") == leads_to


def test_a_relative_link_without_a_document_leads_nowhere() -> None:
    assert absolute("/terms", "") == ""


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("https://press.harbourline.example/a", "harbourline.example"),
        ("https://www.press.harbourline.co.uk/", "harbourline.co.uk"),
        ("https://a.harbourline.blogspot.com/", "harbourline.blogspot.com"),
        ("https://Presse.Hafen-Köln.de./", "hafen-köln.de"),
        ("http://localhost:8000/", "localhost"),
        ("http://127.0.0.1:8000/", "127.0.0.1"),
        ("http://[::1]/", "::1"),
        ("https://co.uk/", "co.uk"),
        ("https://[::1", ""),
        ("", ""),
    ],
)
def test_a_publisher_is_looked_for_by_the_organisations_own_label(url: str, host: str) -> None:
    assert registrable(url) == host
