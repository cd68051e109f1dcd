"""A statement in a page: its own words, in order, each part in its place."""

from flask import Flask

from blog.accounts.roles import Role
from blog.embed.fences import scan
from blog.extensions import db
from blog.posts.models import Post
from blog.reading.posts import PostView, stored_posts
from blog.reading.statements import StatementView
from blog.site import current_site
from blog.sources.correcting import change_reading
from blog.transactions import writing
from tests.client import Reader
from tests.factories import make_user
from tests.letters import real_post
from tests.statements import LETTER, QUOTE, keep_post, keep_statement, quote_block, statement_block

APPENDIX = (
    "Lamp rules as revised on 14 May 2025:\n"
    + "The keeper keeps the lamp, and the lamp keeps the keeper. " * 30
)


def view(post: Post) -> PostView:
    return stored_posts([post], current_site())[0]


def only_statement(post: Post) -> StatementView:
    return next(part for kind, part in view(post).parts if kind == "statement")


def words(statement: StatementView) -> list[str]:
    return [str(row.html.striptags()) for row in statement.rows]


def test_a_statement_reads_as_it_was_pasted(context: Flask) -> None:
    keep_statement()
    statement = only_statement(keep_post(make_user(Role.author), body=statement_block()))
    lines = LETTER.splitlines()
    assert (statement.headline, statement.meta.striptags()) == (lines[0], lines[1])
    assert words(statement) == lines[2:]
    assert [row.kind for row in statement.rows if row.number is None] == [
        "salutation",
        "heading",
        "signature",
        "signature",
    ]
    assert [row.ident for row in statement.rows if row.number] == ["s1", "s2", "s3", "s4"]


def test_the_real_letter_reads_as_it_was_pasted(context: Flask) -> None:
    post = real_post()
    keep_statement(post.letter, url=post.url)
    statement = only_statement(keep_post(make_user(Role.author), body=f"/// statement | {post.url}\n///\n"))
    assert statement.appendix is not None
    shown = [
        *words(statement),
        statement.appendix.title,
        *(row.html.striptags() for row in statement.appendix.rows),
    ]
    assert [statement.headline, statement.meta.striptags(), *shown] == post.letter.splitlines()
    assert statement.original_url.startswith(f"{post.url}#:~:text=")


def test_the_byline_marks_up_author_and_date(context: Flask) -> None:
    keep_statement()
    meta = only_statement(keep_post(make_user(Role.author), body=statement_block())).meta
    assert (
        '<span class="p-author h-card">Ines Okafor</span>; <time class="dt-published" datetime="2025-05-14">'
        in meta
    )


def test_a_part_of_a_statement_tells_what_it_leaves_out(context: Flask) -> None:
    keep_statement()
    statement = only_statement(keep_post(make_user(Role.author), body=statement_block("1, 3")))
    assert [(row.kind, row.number) for row in statement.rows] == [
        ("salutation", None), ("paragraph", 1), ("gap", 23), ("heading", None), ("paragraph", 3), ("gap", 7),
    ]  # fmt: skip
    assert not statement.in_full


def test_a_long_appendix_stands_apart_with_its_length(context: Flask) -> None:
    keep_statement(LETTER + APPENDIX)
    appendix = only_statement(keep_post(make_user(Role.author), body=statement_block())).appendix
    assert appendix is not None
    assert (appendix.title, appendix.words) == ("Lamp rules as revised on 14 May 2025:", 330)
    assert [row.number for row in appendix.rows] == [5]


def test_a_note_stands_beside_its_paragraph(context: Flask) -> None:
    keep_statement()
    statement = only_statement(keep_post(make_user(Role.author), body=statement_block(note="*Mine.*")))
    assert [(row.number, [str(html) for _, html in row.notes]) for row in statement.rows if row.notes] == [
        (1, ["<p><em>Mine.</em></p>"])
    ]


def test_a_second_statement_has_ids_of_its_own(context: Flask) -> None:
    keep_statement()
    post = view(
        keep_post(
            make_user(Role.author),
            body=statement_block("1") + "\n" + statement_block("2") + "\n" + quote_block(),
        )
    )
    statements = [part for kind, part in post.parts if kind == "statement"]
    assert [[row.ident for row in s.rows if row.number and row.ident] for s in statements] == [
        ["s1"],
        ["s2-2"],
    ]
    assert next(part for kind, part in post.parts if kind == "quote").passage_url == "#s1"


def test_a_pasted_copy_never_earns_the_tick(context: Flask) -> None:
    keep_statement()
    post = view(keep_post(make_user(Role.author), body=statement_block() + "\n" + quote_block(), gist=QUOTE))
    quotation = next(part for kind, part in post.parts if kind == "quote")
    assert quotation.badge == "exact in the pasted copy, ¶1"
    assert post.gist is not None and post.gist.quotation is not None
    assert "✓" not in post.gist.quotation.badge
    assert "not compared with the original" in only_statement(db.session.get_one(Post, post.id)).kept_words


def test_a_quotation_links_to_its_passage_here_and_in_the_original(context: Flask) -> None:
    text = keep_statement()
    author = make_user(Role.author)
    with_statement = view(keep_post(author, body=statement_block() + "\n" + quote_block()))
    alone = view(keep_post(author, body=quote_block(), title="Another"))
    links = [next(part for kind, part in post.parts if kind == "quote") for post in (with_statement, alone)]
    version = f"/statements/{text.snapshot.source_id}/versions/1/?reading={text.id}"
    assert [link.passage_url for link in links] == ["#s1", f"{version}#s1"]
    assert links[0].original_url.endswith("#:~:text=We%20have%20never%20dimmed%20a%20lamp%20to%20save%20oil")


def test_the_scanner_and_the_tests_agree_on_what_a_block_is() -> None:
    fences, problems = scan(statement_block("1-2", "Mine.") + "\n" + quote_block())
    assert ([fence.kind for fence in fences], problems) == (["statement", "note", "quote"], [])


def test_what_the_post_quotes_is_marked_in_the_statement(context: Flask) -> None:
    keep_statement()
    body = statement_block() + "\n" + quote_block() + "\n" + quote_block("Gulls sign no treaties.")
    statement = only_statement(keep_post(make_user(Role.author), body=body))
    assert [str(row.html) for row in statement.rows if "<mark>" in row.html] == [
        f"<mark>{QUOTE}</mark>, and we will not begin this year."
    ]


def test_a_quotation_leads_to_its_own_paragraph_after_the_roles_changed(app: Flask, reader: Reader) -> None:
    with app.app_context():
        text = keep_statement()
        path, editor = keep_post(make_user(Role.author), body=quote_block()).path, make_user(Role.editor)
        with writing():
            change_reading(text, {2: "paragraph"}, by=editor)
    address = reader.get(path).page.xpath("//figure//a[contains(@class, 'verdict')]/@href")[0]
    page, anchor = address.split("#")
    passage = reader.get(page).page.xpath("string(//*[@id=$i])", i=anchor)
    assert QUOTE in passage


def test_a_repost_without_the_appendix_says_so(context: Flask) -> None:
    keep_statement(LETTER + APPENDIX)
    statement = only_statement(keep_post(make_user(Role.author), body=statement_block("1-4")))
    assert (statement.appendix, statement.rows[-1].kind, statement.rows[-1].number) == (None, "gap", 330)
