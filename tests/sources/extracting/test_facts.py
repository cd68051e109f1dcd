"""What a document says of itself."""

import pytest

from blog.sources.extracting.documents import read_document
from blog.sources.extracting.facts import Facts
from tests.sources.extracting.pages import BYLINE, page

URL = "https://press.harbourline.example/fares"
LD = '<script type="application/ld+json">{}</script>'
ARTICLE = LD.format(
    """{"@context": "https://schema.org", "@graph": [
      {"@type": "WebPage", "inLanguage": "de-DE", "license": "https://harbourline.example/licence"},
      {"@type": ["NewsArticle"], "headline": "Fares", "datePublished": "2025-05-13T23:30:00+02:00",
       "dateModified": "2025-06-01", "author": [{"@id": "#ines"}, {"name": "Tom Reed"}],
       "publisher": {"@type": "Organization", "name": "Harbourline"}, "isAccessibleForFree": "False"},
      {"@type": "Person", "@id": "#ines", "name": "Ines Okafor"}]}"""
)


def facts(head: str = "", *, below: str = "", headers: tuple[tuple[str, str], ...] = ()) -> Facts:
    return read_document(page(head=head, below=below), kind="html", url=URL, headers=headers).facts


def test_a_page_without_a_head_is_told_by_its_words() -> None:
    said = facts()
    assert said.title == "Why our fares rise"
    assert (said.byline, said.published) == ("Ines Okafor, chief executive", "2025-05-14")
    assert (said.language, said.publisher) == ("en", "harbourline.example")


def test_the_head_is_believed_where_it_speaks() -> None:
    head = (
        '<meta property="og:site_name" content="Harbourline Ferries"><meta name="author" content="The board">'
        '<meta property="article:published_time" content="2025-05-12T08:00:00Z">'
        '<link rel="canonical" href="https://harbourline.example/fares">'
    )
    said = facts(head)
    assert (said.publisher, said.byline, said.published) == ("Harbourline Ferries", "The board", "2025-05-12")
    assert said.canonical == "https://harbourline.example/fares"


def test_json_ld_is_read_through_its_references() -> None:
    said = facts(ARTICLE)
    assert (said.byline, said.publisher) == ("Ines Okafor, Tom Reed", "Harbourline")
    assert (said.published, said.modified) == ("2025-05-13", "2025-06-01")
    assert said.paywall
    assert said.licence == "https://harbourline.example/licence"


@pytest.mark.parametrize(
    "script", ["{", "[" * 100_000, "null", "[1, [2]]", '{"@type": 5, "author": {"@id": ["x"]}}']
)
def test_broken_json_ld_says_nothing(script: str) -> None:
    assert facts(LD.format(script)) == facts()


@pytest.mark.parametrize(
    "said",
    [
        '<link rel="license" href="https://harbourline.example/terms">',
        '<meta name="dcterms.license" content="https://harbourline.example/terms">',
    ],
)
def test_a_licence_in_the_head(said: str) -> None:
    assert facts(said).licence == "https://harbourline.example/terms"


def test_a_licence_in_the_foot() -> None:
    link = "<p>Words under <a href='https://creativecommons.org/licenses/by/4.0/'>CC BY 4.0</a></p>"
    assert "creativecommons.org/licenses/by/4.0" in facts(below=link).licence


@pytest.mark.parametrize(
    ("head", "headers"),
    [
        ('<meta name="robots" content="noindex, NOARCHIVE">', ()),
        ('<meta name="googlebot" content="noarchive">', ()),
        ("", (("X-Robots-Tag", "googlebot: noarchive"),)),
    ],
)
def test_a_page_may_ask_not_to_be_archived(head: str, headers: tuple[tuple[str, str], ...]) -> None:
    assert facts(head, headers=headers).noarchive


def test_a_page_that_asks_for_less_is_not_said_to_ask_for_it() -> None:
    assert not facts('<meta name="robots" content="noindex, nofollow">').noarchive


@pytest.mark.parametrize(
    "notice",
    ["Comments are closed.", "Comments for this post are now closed", "Commenting has been turned off.",
     "Die Kommentarfunktion ist geschlossen.", "Les commentaires sont fermés"],
)  # fmt: skip
def test_closed_comments_are_told(notice: str) -> None:
    assert facts(below=f"<div id='respond'><p>{notice}</p></div>").comments_closed


@pytest.mark.parametrize(
    "notice",
    ["Comments are welcome.", "The north quay is closed.", "12 comments",
     "As people have told us, some comments of theirs on other sites, about which we know little, are closed to us."],
)  # fmt: skip
def test_words_about_comments_close_none(notice: str) -> None:
    assert not facts(below=f"<p>{notice}</p>").comments_closed


@pytest.mark.parametrize(
    ("policy", "is_forced"),
    [
        ("force-load-at-top", True),
        ("oversized-images=2.0, force-load-at-top=?1", True),
        ("force-load-at-top=?0", False),
    ],
)
def test_a_page_may_refuse_text_fragments(policy: str, is_forced: bool) -> None:
    assert facts(headers=(("document-policy", policy),)).force_load_at_top is is_forced


def test_a_language_is_a_tag_or_nothing() -> None:
    html = page().replace("lang='en'", "lang='en_GB'")
    assert read_document(html, kind="html").facts.language == "en-GB"
    assert read_document(page().replace("lang='en'", "lang='{{lang}}'"), kind="html").facts.language == ""


def test_only_what_is_said_is_stored() -> None:
    said = Facts(title="Fares", noarchive=True)
    assert said.to_json() == {"title": "Fares", "noarchive": True}
    assert Facts.from_json(said.to_json() | {"of_a_later_version": 1}) == said


def test_the_first_time_on_a_page_is_the_last_to_be_believed() -> None:
    teaser = "<time datetime='2024-01-01'>last year</time>"
    assert facts(below=teaser).published == "2025-05-14"
    html = page(below=teaser).replace(BYLINE, "")
    assert read_document(html, kind="html").facts.published == "2024-01-01"
