"""The moderators' queue, and decisions taken from it."""

from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa
from flask import Flask

from blog.accounts.roles import Act, Role, acts_of
from blog.comments.models import Comment, CommentStatus
from blog.comments.moderation import queue
from blog.comments.moderation.models import Decision, Reason
from blog.comments.moderation.reports import report
from blog.comments.moderation.transitions import TABLE, ModerationAct, Who
from blog.comments.screening.models import Assessment, ScreeningAct
from blog.extensions import db
from blog.posts.models import Post
from blog.transactions import writing
from tests.client import Reader
from tests.factories import make_comment, make_post, make_user
from tests.queries import counted_queries

S, A = CommentStatus, ModerationAct
QUEUE = "/admin/comments/"


class Desk:
    """A moderator at the queue, and a post to comment on."""

    def __init__(self, app: Flask, reader: Reader) -> None:
        self.app, self.reader = app, reader
        with app.app_context():
            moderator = make_user(Role.moderator, name="Mo Derator")
            self.post_id, self.email = make_post().id, moderator.email
        reader.sign_in(self.email)

    def comment(
        self, status: CommentStatus = S.HELD, *, words: str = "Aye.", name: str = "", parent: int = 0
    ) -> int:
        with self.app.app_context():
            above = db.session.get(Comment, parent) if parent else None
            post, author = db.session.get_one(Post, self.post_id), make_user(name=name)
            return make_comment(post, author=author, parent=above, status=status, words=words).id

    def token(self) -> str:
        return str(self.reader.get(QUEUE).page.xpath("//input[@name='csrf_token']/@value")[0])

    def status(self, comment_id: int) -> CommentStatus:
        with self.app.app_context():
            return db.session.get_one(Comment, comment_id).status

    def decisions(self) -> int:
        with self.app.app_context():
            return db.session.scalar(sa.select(sa.func.count()).select_from(Decision)) or 0


@pytest.fixture
def desk(app: Flask, reader: Reader) -> Desk:
    return Desk(app, reader)


def test_the_queue_shows_what_is_held_with_its_context(desk: Desk) -> None:
    root = desk.comment(S.PUBLISHED, words="The first word.", name="Root Person")
    desk.comment(words="An answer.", name="Noor Hale", parent=root)
    text = desk.reader.get(QUEUE).text
    for part in (
        "An answer.",
        "Noor Hale",
        "in answer to Root Person",
        "The first word.",
        "here since",
        "1 held",
    ):
        assert part in text


def test_a_post_is_named_so_that_its_title_may_begin_with_on(desk: Desk) -> None:
    with desk.app.app_context(), writing():
        db.session.get_one(Post, desk.post_id).title = "On “Two ferries”"
    number = desk.comment(S.PUBLISHED)
    desk.comment()
    for page in (QUEUE, f"/comments/{number}/"):
        text = desk.reader.get(page).text
        assert "nder On “Two ferries”" in text
        assert "On On" not in text and "on On" not in text


@pytest.mark.parametrize("status", list(S))
def test_each_status_has_its_list_and_its_buttons(desk: Desk, status: CommentStatus) -> None:
    for other in S:
        desk.comment(other, words=f"It is {other}.")
    desk.reader.get(f"{QUEUE}?show={status}")
    bodies = desk.reader.page.xpath("//article//div[@class='body']//p")
    assert [p.text_content() for p in bodies] == [f"It is {status}."]
    buttons = [b.text_content() for b in desk.reader.page.xpath("//article//button")]
    rows = [row for row in TABLE if (row.was, row.who) == (status, Who.MODERATOR)]
    rows = [row for row in rows if row.act not in {A.KEEP, A.HIDE}]  # reports and complaints bring these
    assert buttons == [row.act.value.capitalize() for row in rows]
    assert all(row.consequence in desk.reader.text for row in rows)


def test_all_are_listed_newest_first_and_held_ones_oldest_first(desk: Desk) -> None:
    ids = [desk.comment(status) for status in (S.HELD, S.PUBLISHED, S.HELD)]
    for show, shown in (("all", ids[::-1]), ("held", [ids[0], ids[2]]), ("nonsense", [ids[0], ids[2]])):
        found = desk.reader.get(f"{QUEUE}?show={show}").page.xpath("//article[@class='case']/@id")
        assert found == [f"c{number}" for number in shown]


@pytest.mark.parametrize("role", list(Role))
def test_only_moderators_come_to_the_queue(desk: Desk, role: Role) -> None:
    comment_id = desk.comment()
    with desk.app.app_context():
        person = Reader(desk.app).sign_in(make_user(role).email)
    may = Act.MODERATE in acts_of({role})
    assert person.get(QUEUE).status == (200 if may else 403)
    token = person.get("/account/").page.xpath("//input[@name='csrf_token']/@value")[0]
    data = {"csrf_token": token, "act": "approve", "seen": "held"}
    assert person.post(f"{QUEUE}{comment_id}/decisions", data=data).status == (200 if may else 403)
    assert desk.status(comment_id) is (S.PUBLISHED if may else S.HELD)


def test_a_missing_reason_is_asked_for_beside_its_field(desk: Desk) -> None:
    comment_id = desk.comment()
    desk.reader.get(QUEUE).submit("Reject", words=" ")
    assert (desk.reader.status, desk.status(comment_id)) == (422, S.HELD)
    assert "Choose the reason" in desk.reader.error_beside("rule")
    desk.reader.submit("Reject", rule="off topic", words="Not about the letter")
    assert (desk.status(comment_id), desk.decisions()) == (S.REJECTED, 1)


def test_too_long_a_reason_is_kept(desk: Desk) -> None:
    desk.comment()
    desk.reader.get(QUEUE).submit("Reject", rule="unkind", words="x" * 501)
    assert "at most 500" in desk.reader.error_beside("words")
    assert desk.reader.page.xpath("//article//input[@name='words']/@value") == ["x" * 501]


def test_the_second_moderator_is_told_who_was_first(desk: Desk) -> None:
    comment_id, _ = desk.comment(words="Disputed."), desk.comment()
    filled = desk.reader.get(QUEUE).filled("Reject", rule="unkind", words="Unkind, and long thought about")
    with desk.app.app_context():
        other = Reader(desk.app).sign_in(make_user(Role.editor, name="Ed Itor").email)
    other.get(QUEUE).submit("Approve")
    desk.reader.send(filled)
    assert (desk.reader.status, desk.status(comment_id), desk.decisions()) == (409, S.PUBLISHED, 1)
    first = desk.reader.page.xpath("//article")[0]
    assert first.get("id") == f"c{comment_id}" and "Disputed." in first.text_content()
    assert "by Ed Itor: it is published now" in first.text_content()
    assert first.xpath(".//input[@name='words']/@value") == ["Unkind, and long thought about"]
    desk.reader.submit("Remove", rule="unkind", words="Unkind, and long thought about")
    assert (desk.status(comment_id), desk.decisions()) == (S.REMOVED, 2)


@pytest.mark.parametrize("field", ["act", "seen"])
@pytest.mark.parametrize("value", ["", "erase", "HELD", "held\0"])
def test_a_damaged_form_changes_nothing(desk: Desk, field: str, value: str) -> None:
    comment_id = desk.comment()
    data = {"csrf_token": desk.token(), "act": "approve", "seen": "held", field: value}
    assert desk.reader.post(f"{QUEUE}{comment_id}/decisions", data=data).status == 422
    assert (desk.status(comment_id), desk.decisions()) == (S.HELD, 0)


@pytest.mark.parametrize("number", [0, 999, 2**31 - 1, 2**31, 10**30])
def test_a_comment_that_is_not_there_is_not_found(desk: Desk, number: int) -> None:
    desk.comment()
    data = {"csrf_token": desk.token(), "act": "approve", "seen": "held"}
    assert desk.reader.post(f"{QUEUE}{number}/decisions", data=data).status == 404


def test_earlier_decisions_are_shown_with_who_and_why(desk: Desk) -> None:
    desk.comment()
    desk.reader.get(QUEUE).submit("Reject", rule="off topic", words="Not about the letter")
    desk.reader.get(f"{QUEUE}?show=rejected")
    assert "held → rejected by Mo Derator (off topic): Not about the letter" in desk.reader.text
    assert "1 rejected" in desk.reader.text


def test_the_queue_is_paged_and_a_decision_leads_back_to_the_page(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queue, "CASES_A_PAGE", 2)
    ids = [desk.comment() for _ in range(5)]
    seen, pages = [], []
    desk.reader.get(QUEUE)
    while True:
        seen += desk.reader.page.xpath("//article[@class='case']/@id")
        further = desk.reader.page.xpath("//a[@rel='next']/@href")
        if not further:
            break
        pages.append(f"{QUEUE}{further[0]}")
        desk.reader.get(pages[-1])
    assert seen == [f"c{number}" for number in ids]
    desk.reader.get(pages[0]).submit("Approve")
    assert desk.reader.page.xpath("//article[@class='case']/@id") == [f"c{ids[3]}", f"c{ids[4]}"]
    desk.reader.get(pages[1]).submit("Approve")
    assert desk.reader.page.xpath("//article[@class='case']/@id") == [f"c{ids[0]}", f"c{ids[1]}"]


@pytest.mark.parametrize(
    "cursor", ["x", "-1", "1.5", "٣x", "~1", "x~1", "-1~1", "٣~1", "1", "1~", "999999999999999999~1", "1~1~1"]
)
def test_a_cursor_that_was_made_up_is_not_found(desk: Desk, cursor: str) -> None:
    assert desk.reader.get(f"{QUEUE}?after={cursor}").status == 404


def test_hostile_names_and_words_are_harmless_at_the_desk(desk: Desk) -> None:
    root = desk.comment(S.PUBLISHED, name="<img src=x onerror=alert(1)>", words="\"'&gt;")
    with desk.app.app_context():
        parent = db.session.get_one(Comment, root)
        parent.body = "<script>alert(1)</script>"
    desk.comment(name="</title><script>alert(1)</script>", parent=root)
    page = desk.reader.get(QUEUE).page
    assert page.xpath("//main//script | //main//img | //@onerror") == []
    assert "</title><script>alert(1)</script>" in desk.reader.text


def test_the_queue_costs_the_same_number_of_queries_however_many_wait(app: Flask, desk: Desk) -> None:
    counts = []
    for more in (3, 20):
        for _ in range(more):
            desk.comment()
        with app.app_context(), counted_queries() as seen:
            desk.reader.get(QUEUE)
        counts.append(len(seen))
    assert counts[0] == counts[1]


def test_a_reason_typed_when_the_session_was_gone_stands_beside_its_comment(desk: Desk) -> None:
    desk.comment(words="First.")
    second = desk.comment(words="Second.")
    desk.reader.get(QUEUE)
    field = desk.reader.page.xpath("//input[@id=$id]", id=f"words-{second}")[0]
    data = dict(
        next(field.iterancestors("form")).fields, words="Off topic, sadly", act="reject", csrf_token="stale"
    )
    desk.reader.post(
        f"{QUEUE}{second}/decisions", data=data, headers={"Referer": f"http://localhost{QUEUE}?show=held"}
    )
    assert "What you wrote is in the form again" in desk.reader.text
    typed = {e.get("id"): e.get("value") for e in desk.reader.page.xpath("//input[@name='words']")}
    assert typed.pop(f"words-{second}") == "Off topic, sadly"
    assert set(typed.values()) == {""}
    assert desk.status(second) is S.HELD


def test_a_button_pressed_when_the_session_was_gone_claims_nothing_kept(desk: Desk) -> None:
    held = desk.comment()
    desk.reader.get(QUEUE)
    action, data = desk.reader.filled("Approve")
    desk.reader.post(
        action, data=data | {"csrf_token": "stale"}, headers={"Referer": f"http://localhost{QUEUE}"}
    )
    assert "nothing was done" in desk.reader.text
    assert "What you wrote" not in desk.reader.text
    assert desk.status(held) is S.HELD


def test_the_most_urgent_come_first_and_the_pages_go_on_from_there(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queue, "CASES_A_PAGE", 2)
    ids = [desk.comment() for _ in range(5)]
    began = datetime(2026, 5, 4, 9, 30, 0, 123456, tzinfo=UTC)
    hours = {ids[0]: 5, ids[1]: 2, ids[2]: 6, ids[3]: 2, ids[4]: 1}
    with desk.app.app_context(), writing():
        for number, later in hours.items():
            db.session.get_one(Comment, number).due_at = began + timedelta(hours=later)
    seen = desk.reader.get(QUEUE).page.xpath("//article[@class='case']/@id")
    while further := desk.reader.page.xpath("//a[@rel='next']/@href"):
        seen += desk.reader.get(f"{QUEUE}{further[0]}").page.xpath("//article[@class='case']/@id")
    assert seen == [f"c{number}" for number in (ids[4], ids[1], ids[3], ids[0], ids[2])]


def test_what_is_hidden_is_in_the_queue_whoever_hid_it_and_reports_are_shown(desk: Desk) -> None:
    hidden, reported = desk.comment(S.HIDDEN), desk.comment(S.PUBLISHED, words="A rude word.")
    desk.comment(S.PUBLISHED)
    with desk.app.app_context():
        reporter = make_user(name="Rea Porter")
        with writing():
            report(db.session.get_one(Comment, reported), reason=Reason.UNKIND, words="Look.", by=reporter)
    page = desk.reader.get(f"{QUEUE}?show=reported").page
    assert page.xpath("//article[@class='case']/@id") == [f"c{hidden}", f"c{reported}"]
    assert "Reported by Rea Porter: unkind: Look." in desk.reader.text
    desk.reader.submit("Keep")
    assert desk.reader.page.xpath("//article[@class='case']/@id") == [f"c{hidden}"]
    decided = desk.reader.get(f"{QUEUE}?show=decided").page
    assert decided.xpath("//article[@class='case']/@id") == [f"c{reported}"]


def test_evidence_is_highlighted_where_it_is(desk: Desk) -> None:
    number = desk.comment(words="Buy cheap <b>lamps</b> now")
    evidence = {"spans": [[4, 9], [7, 12], [900, 999]], "words": [["cheap", 2.5]]}
    with desk.app.app_context(), writing():
        finding = {"comment_id": number, "phase": "spam", "act": ScreeningAct.HOLD, "weight": 0.9}
        db.session.add(Assessment(version=1, reason="It reads like spam.", evidence=evidence, **finding))
        db.session.add(Assessment(version=2, reason="Of other words.", evidence={}, **finding))
    page = desk.reader.get(QUEUE).page
    assert [mark.text_content() for mark in page.xpath("//mark")] == ["cheap <b"]
    assert "It reads like spam." in desk.reader.text
    assert "Of other words." not in desk.reader.text


def test_several_are_decided_on_at_once_and_what_another_did_meanwhile_is_told(desk: Desk) -> None:
    ids = [desk.comment() for _ in range(3)]
    page = desk.reader.get(QUEUE).page
    chosen = page.xpath("//input[@name='chosen']/@value")
    token = desk.token()
    with desk.app.app_context():
        other = Reader(desk.app).sign_in(make_user(Role.editor, name="Ed Itor").email)
    other.get(QUEUE).submit("Approve")
    desk.reader.post(
        f"{QUEUE}decisions", data={"csrf_token": token, "act": "reject", "rule": "spam", "chosen": chosen}
    )
    assert "Done with 2 of 3. 2: Rejected: nobody but moderators sees it." in desk.reader.text
    assert "1 not done: This comment was decided on meanwhile by Ed Itor" in desk.reader.text
    assert [desk.status(number) for number in ids] == [S.PUBLISHED, S.REJECTED, S.REJECTED]
    desk.reader.submit("Undo")
    assert [desk.status(number) for number in ids] == [S.PUBLISHED, S.HELD, S.HELD]
    assert desk.decisions() == 5


@pytest.mark.parametrize("chosen", ["", "x", "1:held", "1:held:x:y", "99999999999:held:1", ":::"])
def test_a_made_up_choice_breaks_nothing(desk: Desk, chosen: str) -> None:
    desk.comment()
    data = {"csrf_token": desk.token(), "act": "approve", "chosen": chosen}
    assert desk.reader.post(f"{QUEUE}decisions", data=data).status == 200
    assert desk.reader.post(f"{QUEUE}decisions", data=data | {"act": "x"}).status == 422


def test_one_decision_is_undone_from_where_it_leads(desk: Desk) -> None:
    number = desk.comment()
    desk.reader.get(QUEUE).submit("Approve")
    desk.reader.submit("Undo")
    assert (desk.status(number), desk.decisions()) == (S.HELD, 2)
    assert "Done with 1 of 1. 1: Undone" in desk.reader.text
