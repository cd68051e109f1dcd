"""What each phase of the screening looks at, what it asks for, and where it says the reason stands."""

import time
from typing import Any

import pytest
from flask import Flask, g
from hypothesis import given
from hypothesis import strategies as st

from blog.accounts.models import User
from blog.accounts.roles import Role
from blog.comments.models import Comment, CommentStatus
from blog.comments.policy.models import CommentSettings
from blog.comments.screening import pipeline
from blog.comments.screening.findings import Draft, Finding, strictest
from blog.comments.screening.folding import fold, joined
from blog.comments.screening.models import ScreeningAct
from blog.comments.screening.phases import length, links, pace, repeat, standing, words
from blog.comments.screening.pipeline import PHASES, screen, screen_or_refuse
from blog.comments.screening.word_lists import WordList, word_list
from blog.errors import Invalid
from blog.extensions import db
from blog.posts.models import CommentPolicy, Post
from blog.transactions import writing
from tests.conftest import Clock
from tests.factories import make_comment, make_post, make_user
from tests.queries import counted_queries
from tests.statements import keep_post, keep_statement, statement_block

PASS, HOLD, REFUSE = ScreeningAct
LONG = "The lamps on the east mole were dark on every night of fog that I remember."


@pytest.fixture
def post(context: Flask) -> Post:
    return make_post(author=make_user(Role.owner), policy=CommentPolicy.OPEN)


@pytest.fixture
def reader(post: Post) -> User:
    return make_user()


def choose(**values: Any) -> None:
    with writing():
        db.session.merge(CommentSettings(id=1, **values))
    g.pop("comment_settings", None)


def draft(post: Post, body: str, comment: Comment | None = None) -> Draft:
    return Draft(post, body, f"<p>{body}</p>", comment=comment)


def act(findings: list[Finding]) -> ScreeningAct:
    return strictest(findings)


def marked(body: str, findings: list[Finding]) -> list[str]:
    return [body[start:end] for finding in findings for start, end in finding.evidence.get("spans", [])]


@pytest.mark.parametrize(
    "written",
    [
        "free oil",
        "FREE  OIL".replace("  ", " "),
        "Frée oil",
        "fr\u0435e \u043eil",
        "fr\u200bee oil",
        "fr3e o1l",
        "f r e e oil",
    ],
)
def test_a_listed_phrase_is_found_however_it_is_spelled(written: str) -> None:
    body = f"Get {written}, now"
    found = WordList("other\nfree oil\nfr3e oil").found_in(body)
    assert {body[start:end] for start, end, _ in found} == {written}


@pytest.mark.parametrize("body", ["carefree oil", "free oils", "free", "oil free", "freeoil"])
def test_only_whole_words_are_found(body: str) -> None:
    assert WordList("free oil").found_in(body) == []


@pytest.mark.parametrize("body", ["LAMP!", "$lamp", "lamp!!! Oil", "(|amp|)", "lamp!\nNow", "«lamp$»"])
def test_a_sign_that_could_be_a_letter_hides_no_word_beside_it(body: str) -> None:
    assert [hit[2] for hit in WordList("lamp").found_in(body)] == ["lamp"]


@pytest.mark.parametrize("body", ["lamp!ng", "c$lamp", "lamp1", "lamp!s"])
def test_a_sign_within_a_word_is_read_as_its_letter(body: str) -> None:
    assert WordList("lamp").found_in(body) == []


def test_an_asterisk_stands_for_any_end_of_a_word() -> None:
    assert [body for body in ("lamp", "lamps", "lamplight", "clamp") if WordList("lamp*").found_in(body)] == [
        "lamp",
        "lamps",
        "lamplight",
    ]


def test_ordinary_single_letters_are_no_word_written_apart() -> None:
    assert WordList("abi").found_in("a b") == []
    assert joined(fold("a and b or c")) is None


def test_banned_words_are_refused_and_suspect_ones_held_with_their_places(post: Post, reader: User) -> None:
    choose(banned_words="lampfool", suspect_words="cheap\noil")
    body = "Cheap \u043eil here"
    found = words.of_lists(draft(post, body), by=reader)
    assert (act(found), marked(body, found)) == (HOLD, ["Cheap", "\u043eil"])
    with pytest.raises(Invalid) as refused:
        screen_or_refuse(draft(post, "You LAMPFOOL"), by=reader)
    assert "“LAMPFOOL”" in refused.value.message
    assert refused.value.field == "body"


def test_lists_of_any_length_are_looked_through_in_one_pass() -> None:
    lines = "\n".join(f"word{number} of{number}" for number in range(5_000))
    body = "word1 of2 " * 2_000
    word_list(lines)
    start = time.process_time()
    assert word_list(lines).found_in(body) == []
    assert WordList("a\n" + "aa" * 50).found_in("a" * 20_000) == []
    assert len(WordList("l").found_in("!" * 20_000)) <= 20_000
    assert time.process_time() - start < 1.0


@given(st.text(max_size=200))
def test_what_is_folded_leads_back_into_the_text(body: str) -> None:
    folded = fold(body)
    assert len(folded.words) == len(folded.places)
    assert folded.places == sorted(folded.places)
    if folded.words:
        start, end = folded.span(0, len(folded.words))
        assert 0 <= start < end <= len(body)
    again = joined(folded)
    assert again is None or set(again.places) <= set(folded.places)


@given(st.text(min_size=1, max_size=60), st.text(max_size=20), st.text(max_size=20))
def test_every_place_lies_in_the_text(listed: str, before: str, after: str) -> None:
    body = f"{before} {listed} {after}"
    for start, end, _ in WordList(listed).found_in(body):
        assert 0 <= start < end <= len(body)


def test_a_word_that_is_none_is_refused_and_an_address_is_not(post: Post, reader: User) -> None:
    assert act(length.of_words(draft(post, "x" * 20_000), by=reader)) is REFUSE
    assert act(length.of_words(draft(post, "https://a.example/" + "x" * 400), by=reader)) is PASS
    assert act(length.of_words(draft(post, "long " * 3_000), by=reader)) is PASS


def test_links_to_others_are_counted_and_shown(post: Post, reader: User) -> None:
    body = "See https://a.example/1 and www.b.example, [this](https://c.example/x)"
    found = links.to_others(draft(post, body), by=reader)
    assert (act(found), marked(body, found)) == (
        HOLD,
        ["https://a.example/1", "www.b.example,", "https://c.example/x"],
    )
    assert links.to_others(draft(post, "https://a.example and https://b.example"), by=reader) == []
    assert links.to_others(draft(post, body), by=make_user(Role.moderator)) == []
    choose(most_links=3)
    assert links.to_others(draft(post, body), by=reader) == []


def test_the_statement_and_this_site_are_no_other_sites(context: Flask, reader: User) -> None:
    owner = make_user(Role.owner)
    keep_statement(by=owner)
    post = keep_post(owner, body=f"Mine.\n\n{statement_block()}")
    body = "https://press.harbourline.example/a http://localhost/b http://localhost/c https://press.harbourline.example"
    assert links.to_others(draft(post, body), by=reader) == []


def test_hundreds_of_links_are_refused(post: Post) -> None:
    body = " ".join(f"https://{number}.example" for number in range(500))
    assert act(links.to_others(draft(post, body), by=make_user(Role.owner))) is REFUSE


@pytest.mark.parametrize("odd", ["http://[::1", "https://[", "http://a:b:c/", "www."])
def test_an_address_that_is_none_is_counted_and_breaks_nothing(post: Post, reader: User, odd: str) -> None:
    choose(most_links=0)
    links.to_others(draft(post, odd), by=reader)


def test_the_same_words_again_are_refused_and_nearly_the_same_held(post: Post, reader: User) -> None:
    first = make_comment(post, author=reader, words=LONG)
    assert act(repeat.of_words(draft(post, LONG.upper()), by=reader)) is REFUSE
    assert act(repeat.of_words(draft(post, LONG.replace("dark", "out")), by=reader)) is HOLD
    assert act(repeat.of_words(draft(post, LONG), by=make_user())) is HOLD
    assert repeat.of_words(draft(post, LONG, comment=first), by=reader) == []
    assert repeat.of_words(draft(post, "I saw no lamp lit on the west mole at all."), by=reader) == []


def test_short_agreement_may_be_said_by_many(post: Post, reader: User) -> None:
    make_comment(post, author=reader, words="I agree.")
    assert repeat.of_words(draft(post, "I agree."), by=reader) == []


def test_the_next_day_one_may_say_it_again(stopped_clock: Clock, post: Post, reader: User) -> None:
    make_comment(post, author=reader, words=LONG)
    stopped_clock.move(days=1, seconds=1)
    assert repeat.of_words(draft(post, LONG), by=reader) == []


def test_slow_mode_says_when_the_next_may_be_sent(stopped_clock: Clock, post: Post, reader: User) -> None:
    with writing():
        post.slow_seconds = 300
    first = make_comment(post, author=reader)
    stopped_clock.move(seconds=100)
    (found,) = pace.of_author(draft(post, LONG), by=reader)
    assert found.act is REFUSE
    assert "every 5 minutes" in found.reason
    assert "in 4 minutes" in found.reason
    assert pace.of_author(draft(post, LONG, comment=first), by=reader) == []
    assert pace.of_author(draft(post, LONG), by=make_user()) == []
    assert pace.of_author(draft(post, LONG), by=db.session.get_one(User, post.author_id)) == []
    stopped_clock.move(seconds=200)
    assert pace.of_author(draft(post, LONG), by=reader) == []


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (1, "1 second"),
        (40, "40 seconds"),
        (60, "60 seconds"),
        (300, "5 minutes"),
        (3600, "60 minutes"),
        (7200, "2 hours"),
    ],
)
def test_a_pause_is_said_in_words(seconds: int, said: str) -> None:
    assert pace.duration(seconds) == said


@pytest.mark.parametrize(
    ("policy", "newcomer", "known"),
    [
        (CommentPolicy.OPEN, PASS, PASS),
        (CommentPolicy.HOLD_FIRST, HOLD, PASS),
        (CommentPolicy.HOLD_ALL, HOLD, HOLD),
        (CommentPolicy.SITE, HOLD, PASS),
    ],
)
def test_the_policy_says_whose_comments_are_read_first(
    post: Post, policy: CommentPolicy, newcomer: ScreeningAct, known: ScreeningAct
) -> None:
    with writing():
        post.policy = policy
    regular = make_user()
    make_comment(make_post(), author=regular, status=CommentStatus.PUBLISHED)
    assert act(standing.of_author(draft(post, LONG), by=make_user())) is newcomer
    assert act(standing.of_author(draft(post, LONG), by=regular)) is known
    assert act(standing.of_author(draft(post, LONG), by=make_user(Role.moderator))) is PASS


def test_the_strictest_phase_decides_whatever_their_order(
    post: Post, reader: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    choose(suspect_words="lamp*", banned_words="oilfool")
    bodies = [LONG, f"{LONG} oilfool", "https://a.example https://b.example https://c.example"]
    before = [screen(draft(post, body), by=reader) for body in bodies]
    monkeypatch.setattr(pipeline, "PHASES", PHASES[::-1])
    for body, verdict in zip(bodies, before, strict=True):
        again = screen(draft(post, body), by=reader)
        assert again.act is verdict.act
        assert {found.phase for found in again.findings} == {found.phase for found in verdict.findings}


def test_screening_costs_the_same_however_much_was_written(post: Post, reader: User) -> None:
    costs = []
    for _ in range(2):
        screen(draft(post, LONG), by=reader)  # reads the post, the person and the settings
        with counted_queries() as sent:
            screen(draft(post, LONG), by=reader)
        costs.append(len(sent))
        for number in range(30):
            make_comment(post, author=reader if number % 2 else None, words=f"{number} {LONG[::-1]}")
    assert costs[0] == costs[1] <= 5
