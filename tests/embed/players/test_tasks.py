"""What becomes of a player's row when it is asked for, and asked for again."""

from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import Flask

from blog.accounts.roles import Role
from blog.embed.models import Embed, Player, PlayerState
from blog.embed.players.looking_up import Get
from blog.embed.players.placing import FETCH, MOST_PLAYERS
from blog.embed.players.tasks import fetch_player, outcome
from blog.embed.players.thumbnails import picture_type
from blog.errors import Invalid
from blog.extensions import db
from blog.jobs import Job
from blog.posts.models import Post
from blog.posts.writing.drafts import Draft
from blog.posts.writing.saving import prepare, revise
from blog.sources import payloads
from blog.transactions import writing
from tests.conftest import Clock
from tests.embed.players.sites import HOST, PNG, TAPES, URL, Pages, internet, oembed
from tests.factories import make_user
from tests.sources.fetching.site import Site, answer
from tests.statements import keep_draft

BLOCK = f"/// embed | {URL}\n///\n"
STILL = answer(PNG, "text/html")  # what a file is sent as is not believed


def keep_player(body: str = BLOCK) -> Player:
    keep_draft(make_user(Role.author), body=body)
    return db.session.scalars(sa.select(Player).order_by(Player.id.desc())).first()  # type: ignore[return-value]


def ask(player: Player, pages: Pages) -> None:
    with internet(pages) as (get, _):
        settle(player, get)


def settle(player: Player, get: Get) -> None:
    was_player = player.provider == TAPES.name
    keep = outcome(player.url, providers=[TAPES], was_player=was_player, get=get)
    with writing():
        keep(db.session.get_one(Player, player.id))


def waiting() -> list[Job]:
    return list(db.session.scalars(sa.select(Job).where(Job.task == FETCH, Job.done_at.is_(None))))


def revise_to(body: str) -> None:
    post = db.session.scalars(sa.select(Post)).one()
    prepared = prepare(Draft(title=post.title, body=body), pins={})
    with writing():
        revise(post, prepared, by=post.author, seen=post.revision)


def test_saving_a_post_keeps_its_players_once_and_asks_for_them(context: Flask) -> None:
    player = keep_player(BLOCK + "\nWords.\n\n" + BLOCK.replace("http://", "HTTP://") + "\n")
    embeds = list(db.session.scalars(sa.select(Embed).order_by(Embed.ordinal)))
    assert [(embed.ordinal, embed.player_id) for embed in embeds] == [(1, player.id), (2, player.id)]
    assert (player.url, player.state, player.title) == (URL, PlayerState.UNKNOWN, "")
    assert [job.arguments for job in waiting()] == [{"player_id": player.id}]
    assert db.session.scalars(sa.select(Post)).one().rendered == [
        ["embed", 1],
        ["html", "<p>Words.</p>"],
        ["embed", 2],
    ]


def test_a_player_leaves_with_its_block(context: Flask) -> None:
    keep_player()
    revise_to("No more.")
    assert db.session.scalars(sa.select(Embed)).all() == []
    player = db.session.scalars(sa.select(Player)).one()
    fetch_player(player.id)  # would fail: nothing answers there
    assert player.error == ""


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ("/// embed | https://user@tapes.example/a\n///", "Line 1"),
        ("/// embed | nothing\n///", "“nothing” is not a web address"),
        (f"/// embed | {URL}\nWords\n///", "An embed holds no words"),
        (f"/// embed | {URL}\n    title: Mine\n///", "An embed has none"),
        (f"/// embed | {URL}\n", "This embed is never closed"),
        (
            "\n\n".join(f"/// embed | {URL}{n}\n///" for n in range(MOST_PLAYERS + 1)),
            f"at most {MOST_PLAYERS}",
        ),
    ],
)
def test_a_block_that_cannot_be_used_is_named_with_its_line(context: Flask, body: str, told: str) -> None:
    with pytest.raises(Invalid) as refused:
        prepare(Draft(title="On lamps", body=body), pins={})
    assert told in refused.value.message


def test_what_came_is_kept_with_a_picture_of_our_own(context: Flask, stopped_clock: Clock) -> None:
    player = keep_player()
    ask(player, {"/oembed": oembed(), "/still.png": STILL})
    assert (player.state, player.provider, player.kind) == (PlayerState.LIVE, "Tapes", "video")
    assert (player.title, player.author) == ("The foghorn at dusk", "Harbourline")
    assert (player.frame_host, player.width, player.height) == (f"play.{HOST}", 640, 360)
    assert (player.fetched_at, player.error) == (stopped_clock.moment, "")
    assert player.expires_at == stopped_clock.moment + timedelta(seconds=7200)
    assert player.thumbnail_type == "image/png"
    assert payloads.read(player.thumbnail_sha256) == PNG


@pytest.mark.parametrize(
    ("age", "kept"),
    [(None, timedelta(days=1)), (0, timedelta(hours=1)), (10**10, timedelta(days=30))],
)
def test_an_age_is_kept_within_reason(
    context: Flask, stopped_clock: Clock, age: int | None, kept: timedelta
) -> None:
    player = keep_player()
    ask(player, {"/oembed": oembed(cache_age=age)})
    assert player.expires_at == stopped_clock.moment + kept


@pytest.mark.parametrize(
    "still",
    [
        answer(b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>", "image/svg+xml"),
        answer(b"<html>", "image/png"), answer(PNG, status="404 Not Found"),
        answer(PNG + b"\0" * 2_100_000, "image/png"),
    ],
)  # fmt: skip
def test_what_is_no_picture_is_not_kept(context: Flask, still: bytes) -> None:
    player = keep_player()
    ask(player, {"/oembed": oembed(), "/still.png": still})
    assert (player.title, player.thumbnail_sha256) == ("The foghorn at dusk", "")


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (PNG, "image/png"), (b"\xff\xd8\xff\xe0", "image/jpeg"), (b"GIF89a", "image/gif"),
        (b"RIFF\0\0\0\0WEBPVP8 ", "image/webp"), (b"\0\0\0\x20ftypavif", "image/avif"),
        (b"", ""), (b"<svg/>", ""), (b"%PDF-1.7", ""), (b"RIFF\0\0\0\0WAVE", ""), (b" \x89PNG\r\n\x1a\n", ""),
    ],
)  # fmt: skip
def test_a_picture_is_told_by_its_first_bytes(body: bytes, kind: str) -> None:
    assert picture_type(body) == kind


def test_the_card_stays_when_the_original_goes_and_lives_again_when_it_returns(
    context: Flask, stopped_clock: Clock
) -> None:
    player = keep_player()
    ask(player, {"/oembed": oembed(), "/still.png": STILL})
    stopped_clock.move(days=3)
    ask(player, {"/oembed": answer(status="404 Not Found")})
    assert (player.state, player.title, player.thumbnail_type) == (
        PlayerState.GONE,
        "The foghorn at dusk",
        "image/png",
    )
    assert player.expires_at == stopped_clock.moment + timedelta(days=3)  # the pause grows
    stopped_clock.move(days=3)
    ask(player, {"/oembed": oembed(title="The foghorn again", thumbnail_url=None)})
    assert (player.state, player.title, player.thumbnail_type) == (
        PlayerState.LIVE,
        "The foghorn again",
        "image/png",
    )


def test_a_failure_changes_nothing_but_says_why_and_waits(context: Flask, stopped_clock: Clock) -> None:
    player = keep_player()
    ask(player, {"/oembed": oembed()})
    stopped_clock.move(hours=2)
    ask(player, {"/oembed": answer(status="503 Busy")})
    assert (player.state, player.title) == (PlayerState.LIVE, "The foghorn at dusk")
    assert "503" in player.error
    assert player.expires_at == stopped_clock.moment + timedelta(hours=2)
    stopped_clock.move(days=60)
    ask(player, {"/oembed": answer(b"{", "application/json")})
    assert player.expires_at == stopped_clock.moment + timedelta(days=7)
    ask(player, {"/oembed": oembed()})
    assert player.error == ""


def test_the_job_goes_through_the_guard(context: Flask, stopped_clock: Clock) -> None:
    with Site(lambda path: answer(b"<title>Inside</title>")) as site:
        player = keep_player(f"/// embed | {site.url}/a\n///")
        fetch_player(player.id)
        assert site.requests == []
    assert (player.state, player.title) == (PlayerState.UNKNOWN, "")
    assert "127.0.0.1 could not be asked" in player.error
    assert player.expires_at is not None


def test_each_job_leaves_one_for_later_and_an_early_one_leaves_none(
    context: Flask, stopped_clock: Clock
) -> None:
    player = keep_player("/// embed | http://127.0.0.1:1/a\n///")
    first = waiting()
    fetch_player(player.id)
    second = [job for job in waiting() if job.id not in {one.id for one in first}]
    assert [job.run_at for job in second] == [player.expires_at]
    fetch_player(player.id)  # not due yet
    assert len(waiting()) == 2
    stopped_clock.move(days=8)
    fetch_player(player.id)
    assert len(waiting()) == 3


def test_a_player_that_is_known_is_not_asked_for_again_by_another_post(
    context: Flask, stopped_clock: Clock
) -> None:
    player = keep_player()
    ask(player, {"/oembed": oembed()})
    keep_draft(make_user(Role.author), body=BLOCK, title="Another")
    assert len(waiting()) == 1
    assert db.session.scalars(sa.select(Player)).one().title == "The foghorn at dusk"
