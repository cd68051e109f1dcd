"""What moderators should know of comments and of who wrote them: as many queries for one as for a page of them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from blog.comments.models import Comment, CommentStatus
from blog.comments.moderation import measures
from blog.comments.moderation.models import Measure, MeasureKind, PersonNote, Report
from blog.comments.screening.models import Assessment
from blog.extensions import db


@dataclass(slots=True)
class Known:
    """What is known of a page's comments, by their ids, and of their authors, by theirs."""

    records: dict[int, dict[CommentStatus, int]] = field(default_factory=dict)
    measures: dict[int, dict[MeasureKind, Measure]] = field(default_factory=dict)
    notes: dict[int, list[PersonNote]] = field(default_factory=dict)
    reports: dict[int, list[Report]] = field(default_factory=dict)
    findings: dict[int, list[Assessment]] = field(default_factory=dict)


def known_of(comments: Sequence[Comment]) -> Known:
    """What moderators should know of these comments and of who wrote them."""
    people, ids = sorted({comment.author_id for comment in comments}), [comment.id for comment in comments]
    versions = {comment.id: comment.version for comment in comments}
    known = Known(records_of(people), measures.of_people(people))
    notes = (
        sa.select(PersonNote).where(PersonNote.person_id.in_(people)).options(joinedload(PersonNote.made_by))
    )
    for note in db.session.scalars(notes.order_by(PersonNote.id)):
        known.notes.setdefault(note.person_id, []).append(note)
    reports = sa.select(Report).where(Report.comment_id.in_(ids), Report.resolved_at.is_(None))
    for report in db.session.scalars(reports.options(joinedload(Report.person)).order_by(Report.id)):
        known.reports.setdefault(report.comment_id, []).append(report)
    findings = sa.select(Assessment).where(Assessment.comment_id.in_(ids))
    for finding in db.session.scalars(findings.order_by(Assessment.id)):
        if finding.version == versions[finding.comment_id]:
            known.findings.setdefault(finding.comment_id, []).append(finding)
    return known


def records_of(people: Iterable[int]) -> dict[int, dict[CommentStatus, int]]:
    """How many comments of each status these people have: by person, in one query."""
    people = set(people)
    query = sa.select(Comment.author_id, Comment.status, sa.func.count()).where(Comment.author_id.in_(people))
    found: dict[int, dict[CommentStatus, int]] = {person: {} for person in people}
    for person, status, count in db.session.execute(query.group_by(Comment.author_id, Comment.status)):
        found[person][status] = count
    return found
