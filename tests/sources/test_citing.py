"""A citation tells where the original was, where our copy is, when it came and what its bytes were."""

import itertools
import json
import re
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from blog.sources.citing import as_bibtex, as_csl, as_csl_json, as_text
from blog.sources.models import Method, Snapshot, Source

SITE = "https://blog.example"
DIGEST = "ab" * 32


def source(**fields: Any) -> Source:
    given = {
        "id": 7,
        "url": "https://press.harbourline.example/letters/lamps",
        "publisher": "Harbourline",
        "title": "A letter about the harbour lamps",
        "byline": "Ines Okafor",
        "published_on": date(2025, 5, 14),
        "language": "en",
    }
    return Source(**{**given, **fields})


def copy(**fields: Any) -> Snapshot:
    given = {
        "source_id": 7,
        "version": 3,
        "taken_at": datetime(2025, 5, 15, 9, 14, 30, tzinfo=UTC),
        "method": Method.FETCHED,
        "payload_sha256": DIGEST,
    }
    return Snapshot(**{**given, **fields})


def test_a_line_of_text_tells_all_of_it() -> None:
    assert as_text(source(), copy(), site_url=SITE) == (
        "Ines Okafor. “A letter about the harbour lamps.” Harbourline, 14 May 2025. "
        "https://press.harbourline.example/letters/lamps. Version 3, received from that address "
        f"2025-05-15T09:14:30Z: https://blog.example/statements/7/versions/3/. SHA-256 {DIGEST}."
    )


def test_what_is_not_known_is_not_told() -> None:
    told = as_text(source(byline="", published_on=None), copy(), site_url=SITE)
    assert told.startswith("Harbourline. “A letter about the harbour lamps.” No date. https://press.")
    assert "Harbourline," not in told
    assert "issued" not in as_csl(source(published_on=None), copy(), site_url=SITE)[0]
    assert "year" not in as_bibtex(source(published_on=None), copy(), site_url=SITE)


@pytest.mark.parametrize(
    ("method", "words"),
    [
        (Method.PASTED, "pasted into this site 2025"),
        (Method.UPLOADED, "given to this site as a file 2025"),
        (Method.BROWSER, "sent to this site by a reader’s browser 2025"),
        (Method.ARCHIVED, "received from an archive that had kept it 2025"),
    ],
)
def test_a_copy_that_did_not_come_from_the_source_is_not_said_to(method: Method, words: str) -> None:
    for told in (
        as_text(source(), copy(method=method), site_url=SITE),
        as_bibtex(source(), copy(method=method), site_url=SITE),
    ):
        assert words in told
        assert "from that address" not in told


def test_the_day_of_an_earlier_version_is_told_as_somebodys_word() -> None:
    earlier = copy(method=Method.UPLOADED, stated_on=date(2024, 1, 2))
    assert "Version 3, said to be of 2024-01-02, given to this site" in as_text(
        source(), earlier, site_url=SITE
    )


def test_times_are_told_in_utc() -> None:
    late = datetime(2025, 5, 15, 0, 30, tzinfo=timezone(timedelta(hours=2)))
    item = as_csl(source(), copy(taken_at=late), site_url=SITE)[0]
    assert item["accessed"] == {"date-parts": [[2025, 5, 14]]}
    assert "2025-05-14T22:30:00Z" in item["note"]


def test_an_entry_for_bibtex_has_every_field() -> None:
    assert as_bibtex(source(), copy(), site_url=SITE) == (
        "@misc{harbourline-2025-s7v3,\n"
        "  author = {{Ines Okafor}},\n"
        "  title = {{A letter about the harbour lamps}},\n"
        "  publisher = {Harbourline},\n"
        "  year = {2025},\n"
        "  date = {2025-05-14},\n"
        "  language = {en},\n"
        "  howpublished = {\\url{https://press.harbourline.example/letters/lamps}},\n"
        "  url = {https://blog.example/statements/7/versions/3/},\n"
        "  urldate = {2025-05-15},\n"
        f"  note = {{Version 3, received from that address 2025-05-15T09:14:30Z. SHA-256: {DIGEST}}},\n"
        "}\n"
    )


@pytest.mark.parametrize(
    ("title", "written"),
    [
        ("Fees & terms: 100% of $5", r"Fees \& terms: 100\% of \$5"),
        ("a_b #1 ~ x^2", r"a\_b \#1 \textasciitilde{} x\textasciicircum{}2"),
        (r"C:\lamps {draft", r"C:\textbackslash{}lamps \textbraceleft{}draft"),
        ("}, evil = {1", r"\textbraceright{}, evil = \textbraceleft{}1"),
        ("Ein Brief über Häfen、灯り", "Ein Brief über Häfen、灯り"),
        ("two\nlines\tand \u2028 more", "two lines and more"),
    ],
)
def test_nothing_in_a_title_is_read_as_a_command(title: str, written: str) -> None:
    assert f"  title = {{{{{written}}}}},\n" in as_bibtex(source(title=title), copy(), site_url=SITE)


@settings(deadline=None)
@given(st.text(), st.text(), st.text())
def test_an_entry_has_balanced_braces_whatever_its_words_are(title: str, publisher: str, byline: str) -> None:
    entry = as_bibtex(source(title=title, publisher=publisher, byline=byline), copy(), site_url=SITE)
    depths = list(itertools.accumulate({"{": 1, "}": -1}.get(character, 0) for character in entry))
    inside = depths[entry.index("{") : entry.rindex("}")]
    assert (min(inside), depths[-1]) == (1, 0)
    fields = re.findall(r"^  (\w+) = ", entry, re.MULTILINE)
    assert len(fields) == len(set(fields))
    assert re.match(r"@misc\{[a-z0-9-]+,\n", entry)


def test_csl_json_is_what_reference_managers_import() -> None:
    read = json.loads(as_csl_json(source(), copy(), site_url=SITE))
    assert read == [
        {
            "id": "harbourline-2025-s7v3",
            "type": "webpage",
            "title": "A letter about the harbour lamps",
            "author": [{"literal": "Ines Okafor"}],
            "publisher": "Harbourline",
            "language": "en",
            "URL": "https://press.harbourline.example/letters/lamps",
            "version": "3",
            "accessed": {"date-parts": [[2025, 5, 15]]},
            "issued": {"date-parts": [[2025, 5, 14]]},
            "archive": "https://blog.example",
            "archive_location": "https://blog.example/statements/7/versions/3/",
            "note": f"Received from that address 2025-05-15T09:14:30Z. SHA-256: {DIGEST}",
        }
    ]


def test_a_key_is_plain_letters_whatever_the_publisher_is_called() -> None:
    assert "@misc{cafe-angstrom-co-2025-s7v3," in as_bibtex(
        source(publisher="Café Ångström & Co."), copy(), site_url=SITE
    )
    assert "@misc{statement-2025-s7v3," in as_bibtex(source(publisher="港湾"), copy(), site_url=SITE)
