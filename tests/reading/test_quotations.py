"""A quotation as its page shows it: what was left out, set off and cut away is told beside the verdict."""

from flask import Flask

from blog.accounts.roles import Role
from blog.posts.attribution.checking import remarks_on_stored
from blog.posts.attribution.remarks import Kind
from tests.client import Reader
from tests.factories import make_user
from tests.statements import keep_post, keep_statement, quote_block


def page(app: Flask, *quotations: str) -> str:
    keep_statement()
    post = keep_post(make_user(Role.author), body="\n\n".join(quote_block(words) for words in quotations))
    return " ".join(Reader(app).get(post.path).answer.get_data(as_text=True).split())


def test_what_is_left_out_is_counted_and_opens(context: Flask) -> None:
    html = page(context, "We have never … to save oil")
    assert "<summary>3 words left out</summary><p>dimmed a lamp</p>" in html


def test_emphasis_is_shown_and_told(context: Flask) -> None:
    html = page(context, "We have *never* dimmed **a lamp**")
    assert "We have <em>never</em> dimmed <strong>a lamp</strong></p>" in html
    assert "exact, emphasis added in the pasted copy" in html


def test_signs_in_the_words_are_no_markup(context: Flask) -> None:
    html = page(context, "We have *<b>never</b>* & dimmed <script>")
    assert "&lt;script&gt;" in html and "<b>never" not in html


def test_how_the_sentence_goes_on_is_told_to_readers_and_to_the_author(context: Flask) -> None:
    keep_statement()
    post = keep_post(make_user(Role.author), body=quote_block("dimmed a lamp to save oil"))
    html = Reader(context).get(post.path).answer.get_data(as_text=True)
    assert "The sentence begins: “We have never …”" in html
    remarks = [r for r in remarks_on_stored(post, share_limit=100) if r.kind is Kind.QUOTATION]
    assert "out of context" in remarks[0].message and "“never”" in remarks[0].message


def test_a_place_that_was_named_and_is_wrong_is_told_to_the_author(context: Flask) -> None:
    keep_statement()
    body = quote_block("We have never dimmed a lamp").replace("\nWe", "\n    paragraph: 2\nWe", 1)
    post = keep_post(make_user(Role.author), body=body)
    (remark,) = [r for r in remarks_on_stored(post, share_limit=100) if r.kind is Kind.QUOTATION]
    assert "another paragraph" in remark.message
