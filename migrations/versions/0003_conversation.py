"""Threads in every order, votes, edits, screening, reports and what follows from decisions, notices of comments.
And for each source, which of its versions stands at its address.

What is counted is counted here once for the comments that stand. A decision's words go into a table of their own; those
made before have no place in the chain.

Revision: 0003, after 0002
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

DECISION_GUARD = (
    "SELECT post.is_demo FROM post JOIN comment ON comment.post_id = post.id "
    "WHERE comment.id = OLD.comment_id"
)
# What each act of before was called, by the status that it led to.
ACTS = (
    "CASE now WHEN 'rejected' THEN 'reject' WHEN 'spam' THEN 'spam' WHEN 'removed' THEN 'remove' "
    "ELSE {published} END"
)


def upgrade() -> None:
    _unguard()
    op.create_table(
        "comment_settings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("policy", sa.String(length=20), nullable=False),
        sa.Column("close_after_days", sa.Integer(), nullable=True),
        sa.Column("slow_seconds", sa.Integer(), nullable=False),
        sa.Column("flatten_after", sa.Integer(), nullable=False),
        sa.Column("edit_minutes", sa.Integer(), nullable=False),
        sa.Column("most_links", sa.Integer(), nullable=False),
        sa.Column("suspect_words", sa.Text(), nullable=False),
        sa.Column("banned_words", sa.Text(), nullable=False),
        sa.Column("spam_hold_at", sa.Double(), nullable=False),
        sa.Column("reports_to_hide", sa.Double(), nullable=False),
        sa.Column("appeal_days", sa.Integer(), nullable=False),
        sa.Column("complaint_days", sa.Integer(), nullable=False),
        sa.Column("has_votes", sa.Boolean(), nullable=False),
        sa.Column("has_appeals", sa.Boolean(), nullable=False),
        sa.Column("has_public_log", sa.Boolean(), nullable=False),
        sa.Column("has_read_first", sa.Boolean(), nullable=False),
        sa.Column("has_right_of_reply", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_comment_settings")),
    )
    op.create_table(
        "spam_model",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("spam", sa.Integer(), nullable=False),
        sa.Column("others", sa.Integer(), nullable=False),
        sa.Column("weights", sa.LargeBinary(), nullable=False),
        sa.Column("bias", sa.Double(), nullable=False),
        sa.Column("hold_at", sa.Double(), nullable=False),
        sa.Column("auc", sa.Double(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_spam_model")),
    )
    op.create_table(
        "notice_preference",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("pace", sa.String(length=20), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["user.id"], name=op.f("fk_notice_preference_person_id_user"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("person_id", "kind", name=op.f("pk_notice_preference")),
    )
    op.create_table(
        "person_note",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("words", sa.String(length=2000), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["made_by_id"], ["user.id"], name=op.f("fk_person_note_made_by_id_user")),
        sa.ForeignKeyConstraint(
            ["person_id"], ["user.id"], name=op.f("fk_person_note_person_id_user"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person_note")),
    )
    op.create_index("ix_person_note_person_id", "person_note", ["person_id"], unique=False)

    op.create_table(
        "representative",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("publisher", sa.String(length=200), nullable=False),
        sa.Column("domain", sa.String(length=253), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("verified_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"], ["user.id"], name=op.f("fk_representative_person_id_user"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_representative")),
        sa.UniqueConstraint("person_id", "domain", name=op.f("uq_representative_person_id_domain")),
    )
    op.create_index("ix_representative_digest", "representative", ["digest"], unique=False)

    op.create_table(
        "correction",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("post_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("reported_by_id", sa.Integer(), nullable=True),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["decided_by_id"], ["user.id"], name=op.f("fk_correction_decided_by_id_user")
        ),
        sa.ForeignKeyConstraint(
            ["post_id"], ["post.id"], name=op.f("fk_correction_post_id_post"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["reported_by_id"], ["user.id"], name=op.f("fk_correction_reported_by_id_user")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_correction")),
    )
    op.create_index("ix_correction_post_id", "correction", ["post_id"], unique=False)

    op.create_table(
        "follow",
        sa.Column("post_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("is_silenced", sa.Boolean(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["user.id"], name=op.f("fk_follow_person_id_user"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["post_id"], ["post.id"], name=op.f("fk_follow_post_id_post"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("post_id", "person_id", name=op.f("pk_follow")),
    )
    op.create_index("ix_follow_person_id", "follow", ["person_id"], unique=False)

    op.create_table(
        "question",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("post_id", sa.Integer(), nullable=False),
        sa.Column("words", sa.String(length=300), nullable=False),
        sa.Column("choices", sa.JSON(), nullable=False),
        sa.Column("right", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["post_id"], ["post.id"], name=op.f("fk_question_post_id_post"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_question")),
    )
    op.create_index("ix_question_post_id", "question", ["post_id"], unique=False)

    op.create_table(
        "read_pass",
        sa.Column("post_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("passed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["user.id"], name=op.f("fk_read_pass_person_id_user"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["post_id"], ["post.id"], name=op.f("fk_read_pass_post_id_post"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("post_id", "person_id", name=op.f("pk_read_pass")),
    )
    op.create_table(
        "unsent_comment",
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("post_id", sa.Integer(), nullable=False),
        sa.Column("fields", sa.JSON(), nullable=False),
        sa.Column("kept_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["post_id"], ["post.id"], name=op.f("fk_unsent_comment_post_id_post"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_unsent_comment")),
    )
    op.create_index("ix_unsent_comment_email", "unsent_comment", ["email"], unique=False)
    op.create_index("ix_unsent_comment_kept_at", "unsent_comment", ["kept_at"], unique=False)

    op.create_table(
        "assessment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("comment_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("phase", sa.String(length=30), nullable=False),
        sa.Column("act", sa.String(length=20), nullable=False),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.Column("evidence", sa.JSON(), nullable=False),
        sa.Column("weight", sa.Double(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["comment_id"], ["comment.id"], name=op.f("fk_assessment_comment_id_comment"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assessment")),
    )
    op.create_index("ix_assessment_comment_id", "assessment", ["comment_id", "version"], unique=False)

    op.create_table(
        "comment_version",
        sa.Column("comment_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("html", sa.Text(), nullable=False),
        sa.Column("was_published", sa.Boolean(), nullable=False),
        sa.Column("replaced_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["comment_id"],
            ["comment.id"],
            name=op.f("fk_comment_version_comment_id_comment"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("comment_id", "number", name=op.f("pk_comment_version")),
    )
    op.create_table(
        "complaint",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reference", sa.String(length=20), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("post_id", sa.Integer(), nullable=True),
        sa.Column("source_id", sa.Integer(), nullable=True),
        sa.Column("comment_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("counter", sa.Text(), nullable=False),
        sa.Column("countered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["closed_by_id"], ["user.id"], name=op.f("fk_complaint_closed_by_id_user")),
        sa.ForeignKeyConstraint(
            ["comment_id"], ["comment.id"], name=op.f("fk_complaint_comment_id_comment"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["post_id"], ["post.id"], name=op.f("fk_complaint_post_id_post"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(["source_id"], ["source.id"], name=op.f("fk_complaint_source_id_source")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_complaint")),
        sa.UniqueConstraint("reference", name=op.f("uq_complaint_reference")),
    )
    op.create_index("ix_complaint_digest", "complaint", ["digest"], unique=False)
    op.create_index("ix_complaint_due", "complaint", ["state", "due_at"], unique=False)

    op.create_table(
        "vote",
        sa.Column("comment_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["comment_id"], ["comment.id"], name=op.f("fk_vote_comment_id_comment"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["user.id"], name=op.f("fk_vote_person_id_user"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("comment_id", "person_id", name=op.f("pk_vote")),
    )
    op.create_index("ix_vote_person_id", "vote", ["person_id"], unique=False)

    op.create_table(
        "appeal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("decision_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("words", sa.String(length=2000), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("resolution", sa.String(length=20), nullable=True),
        sa.Column("answer", sa.String(length=2000), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answer_decision_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["answer_decision_id"], ["decision.id"], name=op.f("fk_appeal_answer_decision_id_decision")
        ),
        sa.ForeignKeyConstraint(
            ["decision_id"], ["decision.id"], name=op.f("fk_appeal_decision_id_decision")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["user.id"], name=op.f("fk_appeal_person_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_appeal")),
        sa.UniqueConstraint("decision_id", name=op.f("uq_appeal_decision_id")),
    )
    op.create_index("ix_appeal_person_id", "appeal", ["person_id"], unique=False)
    op.create_index("ix_appeal_resolution", "appeal", ["resolution", "id"], unique=False)

    op.create_table(
        "decision_note",
        sa.Column("decision_id", sa.Integer(), nullable=False),
        sa.Column("nonce", sa.String(length=32), nullable=False),
        sa.Column("words", sa.String(length=500), nullable=False),
        sa.ForeignKeyConstraint(
            ["decision_id"],
            ["decision.id"],
            name=op.f("fk_decision_note_decision_id_decision"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("decision_id", name=op.f("pk_decision_note")),
    )
    op.create_table(
        "log_head",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("entries", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_log_head")),
    )
    op.create_table(
        "measure",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decision_id", sa.Integer(), nullable=False),
        sa.Column("lifted_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["decision_id"], ["decision.id"], name=op.f("fk_measure_decision_id_decision")
        ),
        sa.ForeignKeyConstraint(
            ["lifted_by_id"], ["decision.id"], name=op.f("fk_measure_lifted_by_id_decision")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["user.id"], name=op.f("fk_measure_person_id_user"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_measure")),
    )
    op.create_index("ix_measure_person_id", "measure", ["person_id"], unique=False)

    op.create_table(
        "report",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("comment_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=20), nullable=False),
        sa.Column("words", sa.String(length=500), nullable=False),
        sa.Column("weight", sa.Double(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("resolution", sa.String(length=20), nullable=True),
        sa.Column("resolved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decision_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["comment_id"], ["comment.id"], name=op.f("fk_report_comment_id_comment"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["decision_id"], ["decision.id"], name=op.f("fk_report_decision_id_decision")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["user.id"], name=op.f("fk_report_person_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report")),
        sa.UniqueConstraint("comment_id", "person_id", name=op.f("uq_report_comment_id_person_id")),
    )
    op.create_index("ix_report_person_id", "report", ["person_id", "resolution"], unique=False)

    with op.batch_alter_table("comment") as batch_op:
        batch_op.add_column(sa.Column("root_id", sa.Integer(), nullable=False, server_default="0"))
        batch_op.add_column(sa.Column("hidden_for", sa.String(length=20), nullable=True))
        batch_op.add_column(
            sa.Column("about", sa.String(length=20), nullable=False, server_default="commentary")
        )
        batch_op.add_column(sa.Column("version", sa.Integer(), nullable=False, server_default="1"))
        batch_op.add_column(sa.Column("post_revision", sa.Integer(), nullable=False, server_default="0"))
        batch_op.add_column(sa.Column("representative_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("edited_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("talk", sa.Integer(), nullable=False, server_default="0"))
        batch_op.add_column(sa.Column("replies", sa.Integer(), nullable=False, server_default="0"))
        batch_op.add_column(sa.Column("author_answers", sa.Integer(), nullable=False, server_default="0"))
        batch_op.add_column(sa.Column("up_votes", sa.Integer(), nullable=False, server_default="0"))
        batch_op.add_column(sa.Column("open_reports", sa.Integer(), nullable=False, server_default="0"))
        batch_op.add_column(sa.Column("rank", sa.Double(), nullable=False, server_default="0"))
        batch_op.add_column(sa.Column("change", sa.Integer(), nullable=False, server_default="0"))
        batch_op.add_column(sa.Column("appeared", sa.Integer(), nullable=False, server_default="0"))
        batch_op.add_column(
            sa.Column(
                "due_at", sa.DateTime(timezone=True), nullable=False, server_default="1970-01-01 00:00:00"
            )
        )
        batch_op.add_column(sa.Column("spam_score", sa.Double(), nullable=True))
        batch_op.drop_index(batch_op.f("ix_comment_parent_id"))
        batch_op.create_index(
            "ix_comment_answered_root",
            ["post_id", "author_answers", "id"],
            unique=False,
            sqlite_where=sa.text("parent_id IS NULL AND shown = 1"),
            postgresql_where=sa.text("parent_id IS NULL AND shown"),
        )
        batch_op.create_index("ix_comment_answers", ["post_id", "author_id", "id"], unique=False)
        batch_op.create_index("ix_comment_best_reply", ["parent_id", "rank", "id"], unique=False)
        batch_op.create_index(
            "ix_comment_best_root",
            ["post_id", "rank", "id"],
            unique=False,
            sqlite_where=sa.text("parent_id IS NULL AND shown = 1"),
            postgresql_where=sa.text("parent_id IS NULL AND shown"),
        )
        batch_op.create_index(
            "ix_comment_best_root_about",
            ["post_id", "about", "rank", "id"],
            unique=False,
            sqlite_where=sa.text("parent_id IS NULL AND shown = 1"),
            postgresql_where=sa.text("parent_id IS NULL AND shown"),
        )
        batch_op.create_index("ix_comment_by_author", ["author_id", "status", "id"], unique=False)
        batch_op.create_index("ix_comment_change", ["post_id", "change"], unique=False)
        batch_op.create_index("ix_comment_reply", ["parent_id", "id"], unique=False)
        batch_op.create_index(
            "ix_comment_root",
            ["post_id", "id"],
            unique=False,
            sqlite_where=sa.text("parent_id IS NULL AND shown = 1"),
            postgresql_where=sa.text("parent_id IS NULL AND shown"),
        )
        batch_op.create_index(
            "ix_comment_root_about",
            ["post_id", "about", "id"],
            unique=False,
            sqlite_where=sa.text("parent_id IS NULL AND shown = 1"),
            postgresql_where=sa.text("parent_id IS NULL AND shown"),
        )
        batch_op.create_index(
            "ix_comment_official",
            ["post_id", "id"],
            unique=False,
            sqlite_where=sa.text("representative_id IS NOT NULL"),
            postgresql_where=sa.text("representative_id IS NOT NULL"),
        )
        batch_op.create_index("ix_comment_due", ["status", "due_at", "id"], unique=False)
        batch_op.create_foreign_key(
            batch_op.f("fk_comment_representative_id_representative"),
            "representative",
            ["representative_id"],
            ["id"],
        )

    _open_decisions()

    with op.batch_alter_table("notice", recreate="never") as batch_op:
        batch_op.add_column(sa.Column("kind", sa.String(length=20), nullable=False, server_default="source"))
        batch_op.add_column(sa.Column("about", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("post_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("mail_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("mailed_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.create_index("ix_notice_mail_at", ["mail_at"], unique=False)
        batch_op.create_index("ix_notice_list", ["person_id", "id"], unique=False)
        batch_op.create_index("ix_notice_unread", ["person_id", "read_at"], unique=False)

    with op.batch_alter_table("post", recreate="never") as batch_op:
        batch_op.add_column(sa.Column("close_after_days", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("slow_seconds", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("pinned_comment_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("thread_change", sa.Integer(), nullable=False, server_default="0"))

    with op.batch_alter_table("source", recreate="never") as batch_op:
        batch_op.add_column(sa.Column("current_version", sa.Integer(), nullable=True))
    op.execute(
        "UPDATE source SET current_version = (SELECT max(version) FROM snapshot "
        "WHERE snapshot.source_id = source.id AND snapshot.method = 'fetched')"
    )

    with op.batch_alter_table("standing", recreate="never") as batch_op:
        batch_op.add_column(sa.Column("fragment", sa.String(), nullable=False, server_default=""))

    with op.batch_alter_table("user", recreate="never") as batch_op:
        batch_op.add_column(sa.Column("mail_salt", sa.String(length=32), nullable=False, server_default=""))
    _place_comments()
    _guard()


def _open_decisions() -> None:
    """Let decisions be about people too, and move their words out."""
    notes = "INSERT INTO decision_note (decision_id, nonce, words) SELECT id, '', reason FROM decision"
    op.execute(f"{notes} WHERE reason <> ''")
    with op.batch_alter_table("decision") as batch_op:
        batch_op.drop_column("reason")
    with op.batch_alter_table("decision") as batch_op:
        batch_op.add_column(sa.Column("act", sa.String(length=20), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("person_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("reason", sa.String(length=20), nullable=True))
        batch_op.add_column(sa.Column("version", sa.Integer(), nullable=False, server_default="1"))
        for name in ("words_digest", "people_digest", "previous", "digest"):
            batch_op.add_column(sa.Column(name, sa.String(length=64), nullable=False, server_default=""))
        for name, kind in (("comment_id", sa.Integer()), ("decided_by_id", sa.Integer())):
            batch_op.alter_column(name, existing_type=kind, nullable=True)
        for name in ("was", "now"):
            batch_op.alter_column(name, existing_type=sa.String(length=20), nullable=True)
        batch_op.create_index("ix_decision_person_id", ["person_id"], unique=False)
        batch_op.create_index("ix_decision_decided_at", ["decided_at"], unique=False)
        batch_op.create_foreign_key(batch_op.f("fk_decision_person_id_user"), "user", ["person_id"], ["id"])
    published = "CASE was WHEN 'held' THEN 'approve' ELSE 'restore' END"
    op.execute(f"UPDATE decision SET act = {ACTS.format(published=published)}")


def _narrow_decisions() -> None:
    op.execute("DELETE FROM decision WHERE comment_id IS NULL OR decided_by_id IS NULL")
    with op.batch_alter_table("decision") as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_decision_person_id_user"), type_="foreignkey")
        batch_op.drop_index("ix_decision_person_id")
        batch_op.drop_index("ix_decision_decided_at")
        for name in (
            "reason",
            "digest",
            "previous",
            "people_digest",
            "words_digest",
            "version",
            "person_id",
            "act",
        ):
            batch_op.drop_column(name)
    with op.batch_alter_table("decision") as batch_op:
        batch_op.add_column(sa.Column("reason", sa.String(length=500), nullable=False, server_default=""))
        for name, kind in (("comment_id", sa.Integer()), ("decided_by_id", sa.Integer())):
            batch_op.alter_column(name, existing_type=kind, nullable=False)
        for name in ("was", "now"):
            batch_op.alter_column(name, existing_type=sa.String(length=20), nullable=False)
    words = "SELECT words FROM decision_note WHERE decision_id = decision.id"
    op.execute(f"UPDATE decision SET reason = coalesce(({words}), '')")


def _place_comments() -> None:
    """Say of each comment where its thread begins, and what stands below it."""
    op.execute("UPDATE comment SET due_at = created_at")
    op.execute("UPDATE comment SET about = 'statement' WHERE id IN (SELECT comment_id FROM passage)")
    bind = op.get_bind()
    rows = bind.execute(
        sa.text(
            "SELECT comment.id, comment.path, comment.parent_id, comment.status, comment.shown, "
            "comment.author_id = post.author_id FROM comment JOIN post ON post.id = comment.post_id"
        )
    ).all()
    below: dict[int, list[int]] = {row[0]: [0, 0, 0] for row in rows}
    for _, path, parent, status, shown, is_authors in rows:
        above = [int.from_bytes(path[i : i + 4], "big") for i in range(0, len(path) - 4, 4)]
        for one in above if status == "published" else ():
            below[one][0] += 1
            below[one][2] += bool(is_authors)
        if parent is not None and shown:
            below[parent][1] += 1
    put = sa.text(
        "UPDATE comment SET root_id = :root, talk = :talk, replies = :replies, author_answers = :answers WHERE id = :id"
    )
    for number, path, *_ in rows:
        talk, replies, answers = below[number]
        root = int.from_bytes(path[:4], "big")
        bind.execute(put, {"root": root, "talk": talk, "replies": replies, "answers": answers, "id": number})


def _guard() -> None:
    """As 0001 did: a decision never changes, and goes with a demo only."""
    refusal = "SELECT RAISE(ABORT, 'a decision never changes')"
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            "CREATE TRIGGER decision_never_changes BEFORE UPDATE OR DELETE ON decision "
            "FOR EACH ROW EXECUTE FUNCTION keep_decision()"
        )
        return
    op.execute(f"CREATE TRIGGER decision_never_changes BEFORE UPDATE ON decision BEGIN {refusal}; END")
    op.execute(
        "CREATE TRIGGER decision_is_never_deleted BEFORE DELETE ON decision "
        f"WHEN NOT coalesce(({DECISION_GUARD}), 0) BEGIN {refusal}; END"
    )


def _unguard() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP TRIGGER decision_never_changes ON decision")
        return
    op.execute("DROP TRIGGER decision_never_changes")
    op.execute("DROP TRIGGER decision_is_never_deleted")


def downgrade() -> None:
    _unguard()
    with op.batch_alter_table("user", recreate="never") as batch_op:
        batch_op.drop_column("mail_salt")

    with op.batch_alter_table("standing", recreate="never") as batch_op:
        batch_op.drop_column("fragment")

    with op.batch_alter_table("source", recreate="never") as batch_op:
        batch_op.drop_column("current_version")

    with op.batch_alter_table("post", recreate="never") as batch_op:
        batch_op.drop_column("thread_change")
        batch_op.drop_column("pinned_comment_id")
        batch_op.drop_column("slow_seconds")
        batch_op.drop_column("close_after_days")

    with op.batch_alter_table("notice", recreate="never") as batch_op:
        batch_op.drop_index("ix_notice_unread")
        batch_op.drop_index("ix_notice_list")
        batch_op.drop_index("ix_notice_mail_at")
        batch_op.drop_column("mailed_at")
        batch_op.drop_column("mail_at")
        batch_op.drop_column("post_id")
        batch_op.drop_column("about")
        batch_op.drop_column("kind")

    _narrow_decisions()

    with op.batch_alter_table("comment") as batch_op:
        batch_op.drop_constraint(
            batch_op.f("fk_comment_representative_id_representative"), type_="foreignkey"
        )
        batch_op.drop_index("ix_comment_due")
        batch_op.drop_index(
            "ix_comment_official",
            sqlite_where=sa.text("representative_id IS NOT NULL"),
            postgresql_where=sa.text("representative_id IS NOT NULL"),
        )
        batch_op.drop_index(
            "ix_comment_root_about",
            sqlite_where=sa.text("parent_id IS NULL AND shown = 1"),
            postgresql_where=sa.text("parent_id IS NULL AND shown"),
        )
        batch_op.drop_index(
            "ix_comment_root",
            sqlite_where=sa.text("parent_id IS NULL AND shown = 1"),
            postgresql_where=sa.text("parent_id IS NULL AND shown"),
        )
        batch_op.drop_index("ix_comment_reply")
        batch_op.drop_index("ix_comment_change")
        batch_op.drop_index("ix_comment_by_author")
        batch_op.drop_index(
            "ix_comment_best_root_about",
            sqlite_where=sa.text("parent_id IS NULL AND shown = 1"),
            postgresql_where=sa.text("parent_id IS NULL AND shown"),
        )
        batch_op.drop_index(
            "ix_comment_best_root",
            sqlite_where=sa.text("parent_id IS NULL AND shown = 1"),
            postgresql_where=sa.text("parent_id IS NULL AND shown"),
        )
        batch_op.drop_index("ix_comment_best_reply")
        batch_op.drop_index("ix_comment_answers")
        batch_op.drop_index(
            "ix_comment_answered_root",
            sqlite_where=sa.text("parent_id IS NULL AND shown = 1"),
            postgresql_where=sa.text("parent_id IS NULL AND shown"),
        )
        batch_op.create_index(batch_op.f("ix_comment_parent_id"), ["parent_id"], unique=False)
        batch_op.drop_column("spam_score")
        batch_op.drop_column("due_at")
        batch_op.drop_column("appeared")
        batch_op.drop_column("change")
        batch_op.drop_column("rank")
        batch_op.drop_column("open_reports")
        batch_op.drop_column("up_votes")
        batch_op.drop_column("author_answers")
        batch_op.drop_column("replies")
        batch_op.drop_column("talk")
        batch_op.drop_column("edited_at")
        batch_op.drop_column("representative_id")
        batch_op.drop_column("post_revision")
        batch_op.drop_column("version")
        batch_op.drop_column("about")
        batch_op.drop_column("hidden_for")
        batch_op.drop_column("root_id")

    op.drop_table("report")
    op.drop_table("measure")
    op.drop_table("log_head")
    op.drop_table("decision_note")
    op.drop_table("appeal")
    op.drop_table("vote")
    op.drop_table("complaint")
    op.drop_table("comment_version")
    op.drop_table("assessment")
    op.drop_table("unsent_comment")
    op.drop_table("read_pass")
    op.drop_table("question")
    op.drop_table("follow")
    op.drop_table("correction")
    op.drop_table("representative")
    op.drop_table("person_note")
    op.drop_table("notice_preference")
    op.drop_table("spam_model")
    op.drop_table("comment_settings")
    _guard()
