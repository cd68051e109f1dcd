"""The spam score: learned from people's decisions here, explained by its words, strict about holding, never final."""

import random

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from blog.accounts.models import User
from blog.accounts.roles import Role
from blog.comments.models import Comment, CommentStatus
from blog.comments.screening.findings import Draft
from blog.comments.screening.models import ScreeningAct, SpamModel
from blog.comments.screening.phases.spam import of_words
from blog.comments.screening.pipeline import screen
from blog.comments.screening.spam.features import MOST_LETTERS, features, tokens_of
from blog.comments.screening.spam.keeping import LEAST_OF_EACH, MODELS_KEPT, current
from blog.comments.screening.spam.learning import Learned, area_under_curve, learn, measure
from blog.comments.screening.spam.tasks import learn_again
from blog.extensions import db
from blog.posts.models import CommentPolicy, Post
from blog.transactions import writing
from tests.comments.deciding import decided
from tests.factories import make_comment, make_post, make_user

ADVERTS = [
    "cheap lamps at",
    "win free oil, visit",
    "best lamp deals now:",
    "make money with oil, see",
    "hot offers on",
]
PLACES = [
    "lampdeals.example",
    "oil-4-you.example",
    "www.bestlamps.example",
    "fr33oil.example",
    "dealz.example",
]
REMARKS = [
    "I keep the west mole",
    "The fog came late that year",
    "The letter says dusk, not dawn",
    "My boat was out",
]
REASONS = [
    "and saw no lamp lit",
    "so the east mole stayed dark",
    "which is not what they wrote",
    "as we asked them to",
]


def samples(count: int, seed: int = 1) -> list[tuple[str, bool]]:
    """Invented comments, half of them adverts."""
    dice = random.Random(seed)
    made = []
    for number in range(count // 2):
        made.append((f"{dice.choice(ADVERTS)} {dice.choice(PLACES)} {number}!", True))
        made.append((f"{dice.choice(REMARKS)} {dice.choice(REASONS)}, {number} times.", False))
    return made


@pytest.fixture
def post(context: Flask) -> Post:
    return make_post(author=make_user(Role.owner), policy=CommentPolicy.OPEN)


def judged(post: Post, count: int = 2 * LEAST_OF_EACH) -> list[Comment]:
    """Comments that a moderator decided on."""
    moderator, comments = make_user(Role.moderator), []
    for words, is_spam in samples(count):
        comment = make_comment(post, status=CommentStatus.HELD, words=words)
        decided(comment, "spam" if is_spam else "approve", by=moderator)
        comments.append(comment)
    return comments


def draft(post: Post, words: str) -> Draft:
    return Draft(post, words, f"<p>{words}</p>")


def test_it_learns_what_people_decided_and_says_by_which_words(post: Post) -> None:
    judged(post)
    learn_again()
    reader = make_user()
    (advert,) = of_words(draft(post, "Such cheap lamps at newlamps.example!"), by=reader)
    (remark,) = of_words(draft(post, "The letter says fog, as we saw."), by=reader)
    assert advert.weight > 0.8 > 0.4 > remark.weight
    assert {"cheap", "lamps"} & {word for word, _ in advert.evidence["words"]}
    start, end = advert.evidence["spans"][0]
    assert "Such cheap lamps at newlamps.example!"[start:end] == advert.evidence["words"][0][0]


def test_it_holds_and_never_refuses(post: Post) -> None:
    judged(post)
    learn_again()
    verdict = screen(draft(post, "win free oil, visit lampdeals.example now!"), by=make_user())
    assert verdict.act is ScreeningAct.HOLD
    assert verdict.spam_score is not None
    assert verdict.spam_score > 0.9


def test_whoever_works_at_the_desk_is_not_scored(post: Post) -> None:
    judged(post)
    learn_again()
    assert of_words(draft(post, ADVERTS[0]), by=db.session.get_one(User, post.author_id)) == []


def test_too_few_decisions_teach_nothing(post: Post) -> None:
    judged(post, 2 * LEAST_OF_EACH - 2)
    learn_again()
    assert current() is None
    assert of_words(draft(post, ADVERTS[0]), by=make_user()) == []


def test_nothing_is_learned_from_what_no_person_decided(post: Post) -> None:
    for words, is_spam in samples(2 * LEAST_OF_EACH):
        make_comment(post, status=CommentStatus.SPAM if is_spam else CommentStatus.PUBLISHED, words=words)
    learn_again()
    assert current() is None


def test_a_new_model_is_made_only_of_new_decisions_and_old_ones_go(post: Post) -> None:
    comments = judged(post)
    learn_again()
    learn_again()
    assert db.session.query(SpamModel).count() == 1
    moderator = make_user(Role.moderator)
    for comment in comments[: 2 * MODELS_KEPT : 2]:
        decided(comment, "restore", by=moderator)
        decided(make_comment(post, status=CommentStatus.HELD, words=ADVERTS[1]), "spam", by=moderator)
        learn_again()
    assert db.session.query(SpamModel).count() == MODELS_KEPT


def test_the_model_in_the_database_scores_as_the_learned_one(post: Post) -> None:
    judged(post)
    learn_again()
    found = current()
    assert found is not None
    first = found[1].score(ADVERTS[0])
    with writing():
        db.session.add(
            SpamModel(spam=1, others=1, weights=found[0].weights, bias=found[1].bias, hold_at=1.0, auc=None)
        )
    again = current()
    assert again is not None
    assert again[1] is not found[1]
    assert again[1].score(ADVERTS[0]) == first


def test_a_model_that_cannot_tell_spam_holds_nothing() -> None:
    dice = random.Random(3)
    noise = [(f"{dice.choice(REMARKS)} {dice.choice(REASONS)}", number % 2 == 0) for number in range(80)]
    assert measure(noise).hold_at == 1.0


def test_the_same_decisions_make_the_same_model() -> None:
    one, other = learn(samples(60)), learn(samples(60))
    assert (one.weights, one.bias) == (other.weights, other.bias)


def test_most_of_what_it_never_saw_is_told_apart() -> None:
    measured = measure(samples(200))
    assert measured.auc > 0.97
    assert 0.5 <= measured.hold_at < 1.0


def test_ties_count_half() -> None:
    assert area_under_curve([(0.5, True), (0.5, False)]) == 0.5
    assert area_under_curve([(0.9, True), (0.1, False), (0.5, True), (0.5, False)]) == 0.875


@given(st.text(max_size=300))
def test_whatever_is_written_has_a_score_and_spans_inside_it(words: str) -> None:
    model = Learned(learn(samples(8)).weights, 0.0) if not _model else _model[0]
    _model[:] = [model]
    assert 0 <= model.score(words) <= 1
    for token in tokens_of(words):
        assert words[token.start : token.end].strip()
    for start, end, weight in model.telling(words):
        assert 0 <= start < end <= len(words)
        assert weight > 0


_model: list[Learned] = []


def test_a_long_comment_is_read_to_a_limit() -> None:
    long = "lamp " * MOST_LETTERS
    assert features(long) == features(long[:MOST_LETTERS])
    assert max(token.end for token in tokens_of("x" * 5 * MOST_LETTERS)) == MOST_LETTERS
