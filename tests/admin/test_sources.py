"""Answer a statement: kept word for word, a draft opens; what is wrong is said beside its field."""

import pytest
import sqlalchemy as sa
from flask import Flask

from blog.accounts.models import User
from blog.accounts.roles import Role
from blog.embed.checking.recording import record_refusal
from blog.extensions import db
from blog.posts.models import Post
from blog.site import choose_keeping
from blog.sources.models import Snapshot, Source, Text
from blog.transactions import writing
from tests.client import Reader
from tests.factories import make_user
from tests.sites import page
from tests.statements import LETTER, URL, keep_post, keep_statement, statement_block

KEEP = "Keep it and open a draft"


@pytest.fixture
def author(app: Flask, reader: Reader) -> Reader:
    with app.app_context():
        email = make_user(Role.author, name="Mara Lind").email
    return reader.sign_in(email)


def test_a_pasted_letter_opens_a_draft_that_reposts_it(app: Flask, author: Reader) -> None:
    author.get("/admin/sources/new").submit(KEEP, url=URL, text=LETTER)
    assert f"/// statement | {URL}" in author.page.xpath("string(//textarea[@name='body'])")
    with app.app_context():
        source = db.session.scalars(sa.select(Source)).one()
        assert (source.publisher, source.title, source.byline) == (
            "Harbourline", "A letter about the harbour lamps", "Ines Okafor",
        )  # fmt: skip
        assert str(source.published_on) == "2025-05-14"
        assert (
            "\n".join(block.text for block in db.session.scalars(sa.select(Text)).one().blocks)
            == LETTER.strip()
        )


def test_a_line_that_names_the_original_becomes_the_address(app: Flask, author: Reader) -> None:
    author.get("/admin/sources/new").submit(KEEP, text=f"Original link: {URL}?utm_source=mail\n{LETTER}")
    with app.app_context():
        assert db.session.scalars(sa.select(Source.url)).one() == URL
        assert all("Original link" not in b.text for b in db.session.scalars(sa.select(Text)).one().blocks)


def test_a_title_that_the_text_tells_turns_no_words_after_it_around(app: Flask, author: Reader) -> None:
    author.get("/admin/sources/new").submit(KEEP, url=URL, text=f"\u202e{LETTER}")
    with app.app_context():
        assert db.session.scalars(sa.select(Source.title)).one() == "A letter about the harbour lamps"


def test_the_same_words_pasted_again_are_the_copy_that_is_there(app: Flask, author: Reader) -> None:
    for _ in range(2):
        author.get("/admin/sources/new").submit(KEEP, url=URL, text=LETTER)
    author.get("/admin/sources/new").submit(
        KEEP, url=URL, text=LETTER + "One line more was added since then.\n"
    )
    with app.app_context():
        assert db.session.scalar(sa.select(sa.func.count(Source.id))) == 1
        assert list(db.session.scalars(sa.select(Snapshot.version))) == [1, 2]


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("text", "  \n ", "there is nothing here to read"),
        ("text", "a" * (2 * 1024 * 1024 + 1), "2 MiB"),
        ("url", "", "address"),
        ("url", "ftp://harbourline.example/", "http"),
        ("url", "https://someone@harbourline.example/", "user name"),
        ("date", "31 February 2025", "is not a date"),
        ("date", "soon", "Write one such as 2025-05-14"),
        ("title", "x" * 501, "at most 500"),
        ("publisher", "x" * 201, "at most 200"),
    ],
)
def test_a_field_that_is_wrong_keeps_what_was_typed(
    app: Flask, author: Reader, field: str, value: str, message: str
) -> None:
    typed = {"url": URL, "text": LETTER, "publisher": "Harbourline Ltd", field: value}
    author.get("/admin/sources/new").submit(KEEP, **typed)
    assert author.status == 422
    assert message in author.error_beside(field)
    shown = author.page.xpath("//textarea[@name='text']")[0].text or ""
    assert shown.removeprefix("\n").replace("\r\n", "\n") == typed["text"]
    assert author.form(KEEP).fields["publisher"] == typed["publisher"]
    with app.app_context():
        assert db.session.scalar(sa.select(sa.func.count(Source.id))) == 0


@pytest.mark.parametrize("url", ["http://[::1", "https://℀.example/", "https://harbourline.example:99999/"])
def test_an_address_whose_host_cannot_be_read_is_refused_beside_it(author: Reader, url: str) -> None:
    author.get("/admin/sources/new").submit(KEEP, url=url, text="Nothing here says who speaks.")
    assert author.status == 422
    assert "host or port that cannot be read" in author.error_beside("url")


def test_a_megabyte_is_kept_and_shown_right(app: Flask, author: Reader) -> None:
    line = "A lamp burns on the mole, and nobody has dimmed it yet, whatever was printed of it in spring. "
    paragraphs = [f"{number}. " + line * 20 for number in range(550)]
    author.get("/admin/sources/new").submit(KEEP, url=URL, text="\n".join(["A long letter", *paragraphs]))
    author.publish()
    assert author.status == 200
    shown = author.page.xpath("//*[@id='s550']//p")[0].text_content().strip()
    assert shown == paragraphs[-1].strip()


def test_unusual_characters_are_kept_and_shown(author: Reader) -> None:
    words = "שלום רב, \U0001f9ea ffi e\u0301 \u202eabc\u202c, thirty more words would follow here."
    author.get("/admin/sources/new").submit(KEEP, url=URL, text=f"A letter\n{words}\x00\x07\n", language="he")
    author.publish()
    assert words in author.page.xpath("string(//*[@id='s1'])")
    assert author.page.xpath("//article[contains(@class, 'statement')]//*[@dir='rtl']")


def test_facts_are_corrected_apart_from_the_captured_words(app: Flask, author: Reader) -> None:
    author.get("/admin/sources/new").submit(KEEP, url=URL, text=LETTER)
    author.get("/admin/sources/1/").submit("Save corrections", publisher="Harbourline Ltd", date="31.02.2025")
    assert "is not a date" in author.error_beside("date")
    author.submit("Save corrections", date="")
    with app.app_context():
        source = db.session.scalars(sa.select(Source)).one()
        assert (source.publisher, source.published_on) == ("Harbourline Ltd", None)
        assert db.session.scalars(sa.select(Snapshot.version)).one() == 1


def test_corrected_roles_make_a_new_reading_that_posts_move_to_one_by_one(app: Flask, author: Reader) -> None:
    author.get("/admin/sources/new").submit(KEEP, url=URL, text=LETTER)
    author.publish()
    address = author.url
    author.get("/admin/sources/1/").submit("Keep as a new reading", **{"role-2": "paragraph"})
    assert "Kept as a new reading" in author.text
    assert author.get(address).page.xpath("string(//*[@id='s1']/p)").strip().startswith("We have never")
    author.get("/admin/sources/1/").submit("Move to the newest reading")
    assert author.get(address).page.xpath("string(//*[@id='s1']/p)").strip() == "Dear keepers,"


def test_a_kept_copy_never_changes(app: Flask) -> None:
    with app.app_context():
        keep_statement()
        for change in ("UPDATE snapshot SET version = 7", "DELETE FROM snapshot"):
            with pytest.raises(sa.exc.DBAPIError, match="never changes"):
                _write(change)


def _write(change: str) -> None:
    with writing():
        db.session.execute(sa.text(change))


def test_a_post_by_someone_else_is_not_offered_to_be_moved(app: Flask, author: Reader) -> None:
    author.get("/admin/sources/new").submit(KEEP, url=URL, text=LETTER)
    with app.app_context():
        theirs = keep_post(make_user(Role.author), body=statement_block(), title="Theirs")
    author.get("/admin/sources/1/").submit("Keep as a new reading", **{"role-2": "paragraph"})
    assert "Theirs" not in author.get("/admin/sources/1/").text
    with app.app_context():
        assert db.session.get_one(Post, theirs.id).revision == 2


def test_another_authors_statement_is_shown_and_not_offered_for_correction(
    app: Flask, author: Reader
) -> None:
    with app.app_context():
        source_id = keep_statement(by=make_user(Role.author)).snapshot.source_id
    author.get(f"/admin/sources/{source_id}/")
    assert "Another author added this statement" in author.text
    buttons = [" ".join(b.text_content().split()) for b in author.page.iter("button")]
    assert not {"Save corrections", "Keep as a new reading"} & set(buttons)


def test_roles_chosen_for_a_reading_that_is_no_longer_the_newest_are_refused(
    app: Flask, author: Reader
) -> None:
    author.get("/admin/sources/new").submit(KEEP, url=URL, text=LETTER)
    stale = author.get("/admin/sources/1/").filled("Keep as a new reading", **{"role-2": "paragraph"})
    author.get("/admin/sources/new").submit(KEEP, url=URL, text="Another headline, put before it\n" + LETTER)
    author.send(stale)
    assert author.status == 409
    assert "pasted again, since you opened the page" in author.text
    with app.app_context():
        assert db.session.scalar(sa.select(sa.func.count(Text.id))) == 2


def test_facts_typed_for_a_known_address_are_not_dropped_unsaid(app: Flask, author: Reader) -> None:
    author.get("/admin/sources/new").submit(KEEP, url=URL, text=LETTER)
    author.get("/admin/sources/new").submit(KEEP, url=URL, text=LETTER + "\nMore.", publisher="Another name")
    assert "what you typed about it was not taken over. Correct it at /admin/sources/1/" in author.text


def test_answering_twice_in_a_moment_opens_one_draft(app: Flask, author: Reader) -> None:
    sent = author.get("/admin/sources/new").filled(KEEP, url=URL, text=LETTER)
    pages = [author.send(sent).url for _ in range(2)]
    assert pages[0] == pages[1]
    with app.app_context():
        assert db.session.scalar(sa.select(sa.func.count(Post.id))) == 1


def test_a_lost_session_gives_corrections_back(app: Flask, author: Reader) -> None:
    author.get("/admin/sources/new").submit(KEEP, url=URL, text=LETTER)
    sent = author.get("/admin/sources/1/").filled("Save corrections", byline="I. Okafor, harbour master")
    author.client.delete_cookie("session")
    author.post(sent[0], data=sent[1], headers={"Referer": "http://localhost/admin/sources/1/"})
    with app.app_context():
        email = db.session.scalar(sa.select(User.email)) or ""
    author.submit("Sign in", email=email, password="correct horse battery")
    assert author.form("Save corrections").fields["byline"] == "I. Okafor, harbour master"


def test_what_is_ticked_is_the_statement_and_stays_so_at_the_next_capture(author: Reader) -> None:
    author.get("/admin/captures/browser").submit(
        "Keep the page", url=URL, html=page(LETTER, "Read our other letters.")
    )
    action, data = author.filled("Keep as a new reading")
    kept = {name: value for name, value in data.items() if not name.startswith("inside-")}
    first = next(name for name in data if name.startswith("inside-"))
    author.send((action, {**kept, first: "1"}))
    assert "new reading" in author.text
    assert len(author.page.xpath("//input[starts-with(@name, 'inside-') and @checked]")) == 1
    with author.app.app_context():
        assert db.session.scalars(sa.select(Source)).one().region


def test_a_statement_needs_at_least_one_block(author: Reader) -> None:
    author.get("/admin/captures/browser").submit("Keep the page", url=URL, html=page(LETTER))
    action, data = author.filled("Keep as a new reading")
    author.send((action, {n: v for n, v in data.items() if not n.startswith("inside-")}))
    assert author.status == 422
    assert "at least one block" in author.text


def test_an_editor_takes_a_copy_down_and_shows_it_again(app: Flask, author: Reader) -> None:
    author.get("/admin/captures/browser").submit("Keep the page", url=URL, html=page(LETTER))
    source_page = author.url
    assert "Take a copy down" not in author.text
    with app.app_context():
        email = make_user(Role.editor).email
    editor = Reader(app).sign_in(email).get(source_page)
    editor.submit("Take version 1 down", reason="The publisher asked")
    assert "Version 1 is hidden: The publisher asked" in editor.text
    editor.submit("Show version 1 again")
    assert "is hidden" not in editor.text


def test_watching_is_begun_and_ended_with_a_button(author: Reader) -> None:
    author.get("/admin/captures/browser").submit("Keep the page", url=URL, html=page(LETTER))
    author.submit("Watch it")
    assert "Stop watching" in author.text
    author.submit("Stop watching")
    assert "Watch it" in author.text
    author.submit("Look now")
    assert "Fetching the page" in author.text


def test_the_desk_says_why_no_archive_is_told(app: Flask, author: Reader) -> None:
    html = page(LETTER).replace("</head>", '<meta name="robots" content="noarchive"></head>')
    author.get("/admin/captures/browser").submit("Keep the page", url=URL, html=html)
    assert "outside archive" not in author.text
    with app.app_context(), writing():
        choose_keeping(share_limit="75", tells_archive=True)
    assert (
        "asks archives to keep nothing (noarchive), so the outside archive is not told of it"
        in author.get(author.url).text
    )


def test_the_desk_says_that_a_page_is_left_alone_and_what_to_do(app: Flask, author: Reader) -> None:
    author.get("/admin/captures/browser").submit("Keep the page", url=URL, html=page(LETTER))
    assert "robots.txt" not in author.text
    with app.app_context(), writing():
        record_refusal(db.session.scalars(sa.select(Source)).one(), "robots.txt says so")
    author.get("/admin/sources/1/")
    (notice,) = author.page.xpath("//*[@class='notice' and contains(., 'robots.txt')]")
    assert (
        "robots.txt of press.harbourline.example asks programs not to fetch this page"
        in notice.text_content()
    )
    assert "“Look now”" in notice.text_content()
    assert "not looked at (robots.txt says so)" in author.text


def hint_beside(author: Reader, field: str) -> str:
    hints = author.page.xpath(f"//*[@id='{field}-hint']")
    return " ".join(hints[0].text_content().split()) if hints else ""


FACTS = {
    "publisher": ("Harbourline", "The keepers' union", "The page says “Harbourline”."),
    "title": (
        "A letter about the harbour lamps",
        "Another",
        "The page says “A letter about the harbour lamps”.",
    ),
    "byline": ("Ines Okafor", "I. Okafor", "The page says “Ines Okafor”."),
    "date": ("2025-05-14", "15 May 2025", "Such as 2025-05-14. The page says 2025-05-14."),
    "language": ("en", "de", "The page says English."),
}


@pytest.fixture
def said(author: Reader) -> Reader:
    """The page of a statement whose page says all that can be corrected."""
    head = '<meta name="author" content="Ines Okafor"><meta name="date" content="2025-05-14"></head>'
    author.get("/admin/captures/browser").submit(
        "Keep the page", url=URL, html=page(LETTER).replace("</head>", head)
    )
    fields = author.form("Save corrections").fields
    assert {name: fields[name] for name in FACTS} == {name: known for name, (known, _, _) in FACTS.items()}
    return author


def test_what_the_page_says_is_told_beside_no_field_that_agrees(said: Reader) -> None:
    assert [hint_beside(said, field) for field in FACTS] == ["", "", "", "Such as 2025-05-14.", ""]


@pytest.mark.parametrize("field", FACTS)
def test_what_the_page_says_stands_beside_the_correction_of_it(said: Reader, field: str) -> None:
    said.submit("Save corrections", **{field: FACTS[field][1]})
    told = {name: hint_beside(said, name) for name in FACTS}
    assert told.pop(field) == FACTS[field][2]
    assert not any("The page says" in hint for hint in told.values())


def test_a_tag_that_says_more_of_the_language_is_no_other_language(app: Flask, said: Reader) -> None:
    with app.app_context(), writing():
        db.session.scalars(sa.select(Source)).one().language = "en-GB"
    assert hint_beside(said.get(said.url), "language") == ""


def test_who_may_not_correct_is_told_what_the_page_says_too(app: Flask, said: Reader) -> None:
    said.submit("Save corrections", byline="I. Okafor")
    with app.app_context():
        email = make_user(Role.author).email
    other = Reader(app).sign_in(email).get(said.url)
    assert "The page says “Ines Okafor”." in other.text
