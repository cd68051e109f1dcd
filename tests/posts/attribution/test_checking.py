"""Who is said to be speaking, what is called original, whose words stand in marks: told, never blocked."""

from datetime import date

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from blog.accounts.roles import Role
from blog.embed.verifying import Passages
from blog.posts.attribution.checking import remarks_on
from blog.posts.attribution.originals import date_remarks, original_remarks
from blog.posts.attribution.places import places
from blog.posts.attribution.quoted_words import words_remarks
from blog.posts.attribution.remarks import Kind, Known, Place, Remark
from blog.posts.attribution.speakers import speaker_remarks
from blog.posts.writing.drafts import Draft
from blog.posts.writing.saving import prepare
from blog.sources.pasting import read_pasted
from tests.factories import make_user
from tests.letters import real_post
from tests.statements import LETTER, QUOTE, URL, keep_statement, quote_block, statement_block

KNOWN = Known(
    url=URL,
    publisher="Harbourline Ferries Ltd",
    title="A letter about the harbour lamps",
    byline="Ines Okafor",
    published_on=date(2025, 5, 14),
    passages=Passages(read_pasted(LETTER, kind="text").blocks),
    signature="Ines Okafor\nChief executive, Harbourline",
)


def told(rule: object, *, title: str = "On lamps", gist: str = "", body: str = "") -> list[Remark]:
    around = body + f"\n\n{statement_block()}"
    return list(rule(places(title=title, gist=gist, body=around), [KNOWN]))  # type: ignore[operator]


@pytest.mark.parametrize(
    "title",
    [
        "Repost: Molewarden's Letter",
        "Molewarden’s new terms, read slowly",
        "A statement from Molewarden, a week late",
        "What the open letter by Molewarden Boats says",
    ],
)
def test_a_title_that_names_another_speaker_is_told_with_the_reason(title: str) -> None:
    (remark,) = told(speaker_remarks, title=title)
    assert remark.kind is Kind.SPEAKER
    assert "Molewarden" in remark.message
    assert "Harbourline Ferries Ltd (signed Ines Okafor)" in remark.message


@pytest.mark.parametrize(
    "title",
    [
        "Harbourline's letter",
        "Harbourline Ferries’ letter, reread",
        "Okafor's reply",
        "A letter from Ines Okafor",
        "Today's statement",
        "The Keepers of the Lamps",
        "Monday’s letter",
        "Their terms of use",
        "On Harbourline's Terms of Use",
    ],
)
def test_a_title_that_names_the_publisher_or_nobody_is_not(title: str) -> None:
    assert told(speaker_remarks, title=title) == []


def test_the_lines_around_a_statement_are_read_and_far_ones_are_not() -> None:
    near = "One.\n\nTwo.\n\nThree.\n\nMolewarden says that nothing changed."
    (remark,) = told(speaker_remarks, body=near)
    assert remark.line == 7
    far = "One.\n\nMolewarden said so in March.\n\nThree.\n\nFour.\n\nFive."
    assert told(speaker_remarks, body=far) == []


def test_code_and_what_blocks_hold_are_not_the_author_speaking() -> None:
    body = "```\nMolewarden's letter\n```\n\n" + quote_block("Molewarden's letter")
    assert told(speaker_remarks, body=body) == []


def test_a_note_is_the_author_speaking() -> None:
    body = statement_block(note="“We light them all every night of the year” is what they said.")
    (remark,) = words_remarks(places(title="", gist="", body=body), [KNOWN])
    assert remark.line == 4


def test_a_date_that_differs_from_the_statements_is_told() -> None:
    (remark,) = told(date_remarks, body="Here is their letter of 12 May 2025.")
    assert "12 May 2025" in remark.message
    assert "14 May 2025" in remark.message
    assert told(date_remarks, body="Here is their letter of May 14, 2025.") == []
    assert told(date_remarks, body="I first sailed on 12 May 2025.") == []


@pytest.mark.parametrize(
    "words",
    [
        "Read [the original](https://molewarden.example/letter).",
        "Original link: https://molewarden.example/letter",
    ],
)
def test_a_link_called_original_that_leads_elsewhere_is_told(words: str) -> None:
    (remark,) = told(original_remarks, body=words)
    assert "https://molewarden.example/letter" in remark.message
    assert told(original_remarks, body=words.replace("https://molewarden.example/letter", URL)) == []


def test_long_words_in_marks_must_stand_in_a_statement() -> None:
    assert told(words_remarks, body=f"They wrote “{QUOTE}” there.") == []
    (remark,) = told(words_remarks, body="They wrote “we light every lamp on every single night” there.")
    assert not remark.is_quiet
    (remark,) = told(words_remarks, body="They wrote “We have never dimmed a lamp to save money” there.")
    assert QUOTE in remark.message


def test_short_words_that_are_credited_to_the_publisher_are_checked_too() -> None:
    (remark,) = told(words_remarks, body="Harbourline said “we never sleep” in May.")
    assert not remark.is_quiet


def test_scare_quotes_share_one_quiet_line() -> None:
    (remark,) = told(words_remarks, body="The “lamps” are a “service”, and the “fog” is “weather”.")
    assert remark.is_quiet
    assert "“service”" in remark.message


def test_a_share_above_the_limit_is_told_in_words_of_both(context: Flask) -> None:
    make_user(Role.author)
    keep_statement()
    draft = Draft(title="On lamps", body=f"No.\n\n{statement_block()}")
    bound = prepare(draft, pins={}).bound
    (remark,) = remarks_on(draft, bound.reposts, bound.quotations, share_limit=75)
    assert remark.kind is Kind.SHARE
    assert "1 yours" in remark.message
    assert remarks_on(draft, bound.reposts, bound.quotations, share_limit=100) == []


def test_what_a_publisher_asks_of_archives_is_told_quietly(context: Flask) -> None:
    text = keep_statement()
    text.snapshot.source.facts = {
        "noarchive": True,
        "refuses_robots": True,
        "licence": "https://licence.example/by",
    }
    draft = Draft(
        title="On lamps", body=statement_block("1") + "\nWords of mine, and more of them than theirs."
    )
    bound = prepare(draft, pins={}).bound
    remarks = remarks_on(draft, bound.reposts, bound.quotations, share_limit=100)
    assert [remark.is_quiet for remark in remarks] == [True, True, True]


@pytest.mark.skipif(not real_post().is_real, reason="the real post is not beside the project")
def test_the_real_posts_title_is_found_to_name_another_company() -> None:
    post = real_post()
    read = read_pasted(post.letter, kind="text", url=post.url)
    known = Known(
        url=post.url,
        publisher=read.publisher,
        title=read.title,
        byline=read.byline,
        published_on=read.published_on,
        passages=Passages(read.blocks),
    )
    around = [Place("title", post.title, is_beside=True)]
    (remark,) = speaker_remarks(around, [known])
    assert read.publisher in remark.message


@given(st.text(), st.text(), st.text())
def test_no_words_break_the_check(title: str, gist: str, body: str) -> None:
    for rule in (speaker_remarks, date_remarks, original_remarks, words_remarks):
        told(rule, title=title, gist=gist, body=body)
