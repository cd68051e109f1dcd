"""The library's rules: kept once, found by whom, used where, deleted when."""

import pytest
from flask import Flask

from blog.accounts.models import User
from blog.accounts.roles import Role
from blog.errors import Conflict, Forbidden, Invalid, NotFound, TooLarge
from blog.extensions import db
from blog.posts.media import changing, keeping, uses
from blog.posts.media.library import Wish, find_file, loadable, look_up
from blog.posts.media.models import File
from blog.posts.publishing.states import withdraw
from blog.posts.writing.drafts import Draft
from blog.posts.writing.saving import pins_of, prepare, revise
from blog.storage import current_storage
from blog.transactions import writing
from tests.factories import make_user
from tests.posts.media.keeping import keep_file
from tests.posts.media.pictures import draw, pdf, saved
from tests.queries import counted_queries
from tests.statements import keep_draft, keep_post


@pytest.fixture
def author(context: Flask) -> User:
    return make_user(Role.author)


def test_a_file_has_an_address_that_reads_well_and_cannot_be_guessed(author: User) -> None:
    file = keep_file(author)
    assert file.url == f"/media/{file.key}/lamps-at-dusk.png" and len(file.key) == 24
    assert file.title == "Lamps at dusk.jpg" and (file.width, file.height) == (60, 40)
    assert all(current_storage().has(name) for name in keeping.stored_names(file))


@pytest.mark.parametrize(
    ("given", "name"),
    [("../../etc/passwd", "passwd.jpg"), ("960.webp", "picture.jpg"), ("C:\\a\\b.png", "b.jpg"), ("", "picture.jpg"),
     ("漁港.png", "yu-gang.jpg"), ("a" * 300, "a" * 75 + ".jpg")],
)  # fmt: skip
def test_a_name_in_an_address_is_made_of_letters_whatever_was_given(given: str, name: str) -> None:
    assert keeping.name_of(given, "picture.jpg") == name


def test_the_same_bytes_are_kept_once(author: User) -> None:
    first = keep_file(author)
    assert keep_file(make_user(Role.author), "another.png").id == first.id
    before = set(current_storage().names())
    second = keeping.prepare(saved(draw(61, 40), "PNG"), "b.png")
    with writing():
        db.session.add(File(key="0" * 24, kind=first.kind, name="a", title="a", sha256=second.file.sha256, byte_count=1,
                            variants=[], uploaded_by_id=author.id))  # fmt: skip
    with writing():
        assert keeping.keep(second, by=author).title == "a"  # somebody else was faster
    keeping.discard(second)
    assert set(current_storage().names()) == before


def test_what_is_empty_or_too_large_is_refused(author: User) -> None:
    with pytest.raises(Invalid, match="empty"):
        keeping.prepare(b"", "a.png")
    with pytest.raises(TooLarge, match="at most 20"):
        keeping.prepare(bytes(keeping.FILE_LIMIT + 1), "a.png")


def test_a_reader_keeps_nothing(author: User) -> None:
    prepared = keeping.prepare(saved(draw(60, 40), "PNG"), "a.png")
    reader = make_user()
    with pytest.raises(Forbidden), writing():
        keeping.keep(prepared, by=reader)


def test_a_post_uses_what_its_body_names_as_it_was_last_saved(author: User) -> None:
    file = keep_file(author)
    post = keep_draft(author, body=f"Mine.\n\n![Lamps]({file.url})\n\nAnd [again]({file.url}).")
    assert [used.id for used in uses.posts_using(file)] == [post.id]
    prepared = prepare(Draft.parse(title=post.title, body="Mine."), pins=pins_of(post))
    with writing():
        revise(post, prepared, by=author, seen=post.revision)
    assert uses.posts_using(file) == []
    assert [before.id for before in uses.posts_that_used(file)] == [post.id]


def test_a_used_file_says_where_and_an_unused_one_is_deleted_with_its_bytes(author: User) -> None:
    file = keep_file(author)
    post = keep_draft(author, title="On lamps", body=f"![Lamps]({file.url})")
    with pytest.raises(Conflict, match="“On lamps”"), writing():
        changing.delete(file, by=author)
    prepared = prepare(Draft.parse(title=post.title, body="Mine."), pins={})
    with writing():
        revise(post, prepared, by=author, seen=post.revision)
    with writing():
        names = changing.delete(db.session.get_one(File, file.id), by=author)
    keeping.forget(names)
    assert not any(current_storage().has(name) for name in names)


def test_an_author_finds_their_own_files_and_those_in_public_and_changes_only_their_own(author: User) -> None:
    other, editor = make_user(Role.author), make_user(Role.editor)
    secret, shown = keep_file(other, width=50), keep_file(other, width=51)
    keep_post(other, body=f"![Lamps]({shown.url})")
    keep_draft(other, body=f"![Lamps]({secret.url})")
    assert [file.id for file in look_up(Wish(), by=author)] == [shown.id]
    assert [file.id for file in look_up(Wish(), by=editor)] == [shown.id, secret.id]
    with pytest.raises(NotFound):
        find_file(secret.id, by=author)
    said = {"alt": "Lamps.", "caption": "", "credit": "", "is_decorative": False}
    with pytest.raises(Forbidden), writing():
        changing.describe(shown, **said, by=author)  # type: ignore[arg-type]
    with writing():
        changing.describe(db.session.get_one(File, shown.id), **said, by=editor)  # type: ignore[arg-type]
    assert not db.session.get_one(File, shown.id).needs_alt


def test_a_picture_is_described_or_needs_no_words_but_not_both(author: User) -> None:
    file = keep_file(author)
    with pytest.raises(Invalid) as refusal, writing():
        changing.describe(file, alt="Lamps.", caption="", credit="", is_decorative=True, by=author)
    assert refusal.value.field == "alt"
    with pytest.raises(Invalid, match="1,001"), writing():
        changing.describe(file, alt="x" * 1001, caption="", credit="", is_decorative=False, by=author)


def test_files_are_looked_up_by_words_kind_use_and_lack_of_words(author: User) -> None:
    lamp, mole = keep_file(author, "Lamp 100%.png", width=50), keep_file(author, "mole.png", width=51)
    terms = keep_file(author, "terms.pdf", pdf())
    with writing():
        changing.describe(
            lamp, alt="A lamp.", caption="", credit="Ines Okafor", is_decorative=False, by=author
        )
    keep_draft(author, body=f"[Terms]({terms.url})")

    def found(**wish: object) -> list[int]:
        return [file.id for file in look_up(Wish(**wish), by=author)]  # type: ignore[arg-type]

    assert found(words="OKAFOR lamp") == found(words="100%") == [lamp.id] and found(words="%%") == []
    assert found(kind="pdf") == [terms.id] and found(kind="picture") == [mole.id, lamp.id]
    assert found(is_unused=True) == [mole.id, lamp.id] and found(lacks_alt=True) == [mole.id]
    with counted_queries() as queries:
        found()
    assert len(queries) == 1


def test_everybody_loads_what_a_post_names_until_it_is_withdrawn_and_authors_the_rest(author: User) -> None:
    file = keep_file(author)
    with pytest.raises(NotFound):
        loadable(file.key, is_author=False)
    assert loadable(file.key, is_author=True) == (file, False)
    post = keep_post(author, body=f"![Lamps]({file.url})")
    assert loadable(file.key, is_author=False) == (file, True)
    with writing():
        withdraw(post, by=author, reason="Wrong.")
    with pytest.raises(NotFound):
        loadable(file.key, is_author=False)
