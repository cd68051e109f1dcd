"""Tables for capturing, watching, players, passages and notices.

The columns that `snapshot` gains are added in place: making the table anew would lose the triggers that guard it.

Revision: 0002, after 0001
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "player",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("url", sa.String(length=2000), nullable=False),
        sa.Column("provider", sa.String(length=100), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("title", sa.String(length=500), nullable=False),
        sa.Column("author", sa.String(length=300), nullable=False),
        sa.Column("author_url", sa.String(length=2000), nullable=False),
        sa.Column("thumbnail_sha256", sa.String(length=64), nullable=False),
        sa.Column("thumbnail_type", sa.String(length=40), nullable=False),
        sa.Column("width", sa.Integer(), nullable=True),
        sa.Column("height", sa.Integer(), nullable=True),
        sa.Column("frame_url", sa.String(length=2000), nullable=False),
        sa.Column("frame_host", sa.String(length=253), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("error", sa.String(length=500), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("fetched_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_player")),
        sa.UniqueConstraint("url", name=op.f("uq_player_url")),
    )
    op.create_index("ix_player_expires_at", "player", ["expires_at"], unique=False)

    op.create_table(
        "notice",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=120), nullable=False),
        sa.Column("words", sa.String(length=500), nullable=False),
        sa.Column("path", sa.String(length=500), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"], ["user.id"], name=op.f("fk_notice_person_id_user"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice")),
        sa.UniqueConstraint("person_id", "key", name=op.f("uq_notice_person_id_key")),
    )
    op.create_table(
        "embed",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("post_id", sa.Integer(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("player_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["player_id"], ["player.id"], name=op.f("fk_embed_player_id_player")),
        sa.ForeignKeyConstraint(
            ["post_id"], ["post.id"], name=op.f("fk_embed_post_id_post"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_embed")),
        sa.UniqueConstraint("post_id", "ordinal", name=op.f("uq_embed_post_id_ordinal")),
    )
    op.create_index("ix_embed_player_id", "embed", ["player_id"], unique=False)

    op.create_table(
        "source_check",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("source_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("outcome", sa.String(length=20), nullable=False),
        sa.Column("http_status", sa.Integer(), nullable=True),
        sa.Column("detail", sa.String(length=500), nullable=False),
        sa.Column("text_sha256", sa.String(length=64), nullable=False),
        sa.Column("snapshot_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["snapshot_id"], ["snapshot.id"], name=op.f("fk_source_check_snapshot_id_snapshot")
        ),
        sa.ForeignKeyConstraint(["source_id"], ["source.id"], name=op.f("fk_source_check_source_id_source")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_source_check")),
    )
    op.create_index("ix_source_check_source_id", "source_check", ["source_id"], unique=False)

    op.create_table(
        "takedown",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("snapshot_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("erased", sa.Boolean(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("lifted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("lifted_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["by_id"], ["user.id"], name=op.f("fk_takedown_by_id_user")),
        sa.ForeignKeyConstraint(["lifted_by_id"], ["user.id"], name=op.f("fk_takedown_lifted_by_id_user")),
        sa.ForeignKeyConstraint(
            ["snapshot_id"], ["snapshot.id"], name=op.f("fk_takedown_snapshot_id_snapshot")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_takedown")),
    )
    op.create_index("ix_takedown_snapshot_id", "takedown", ["snapshot_id"], unique=False)

    op.create_table(
        "capture",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("url", sa.String(length=2000), nullable=False),
        sa.Column("progress", sa.String(length=20), nullable=False),
        sa.Column("message", sa.String(length=500), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("asked_by_id", sa.Integer(), nullable=True),
        sa.Column("text_id", sa.Integer(), nullable=True),
        sa.Column("is_new", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["asked_by_id"], ["user.id"], name=op.f("fk_capture_asked_by_id_user")),
        sa.ForeignKeyConstraint(["text_id"], ["text.id"], name=op.f("fk_capture_text_id_text")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_capture")),
    )
    op.create_index("ix_capture_asked_by_id", "capture", ["asked_by_id"], unique=False)

    op.create_table(
        "passage",
        sa.Column("comment_id", sa.Integer(), nullable=False),
        sa.Column("post_id", sa.Integer(), nullable=False),
        sa.Column("text_id", sa.Integer(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("verdict", sa.String(length=20), nullable=False),
        sa.Column("exact", sa.Text(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("block_number", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["comment_id"], ["comment.id"], name=op.f("fk_passage_comment_id_comment"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["post_id"], ["post.id"], name=op.f("fk_passage_post_id_post"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["text_id"], ["text.id"], name=op.f("fk_passage_text_id_text")),
        sa.PrimaryKeyConstraint("comment_id", name=op.f("pk_passage")),
    )
    op.create_index("ix_passage_paragraph", "passage", ["post_id", "text_id", "block_number"], unique=False)

    op.create_table(
        "passage_count",
        sa.Column("post_id", sa.Integer(), nullable=False),
        sa.Column("text_id", sa.Integer(), nullable=False),
        sa.Column("block_number", sa.Integer(), nullable=False),
        sa.Column("comments", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["post_id"], ["post.id"], name=op.f("fk_passage_count_post_id_post"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["text_id"], ["text.id"], name=op.f("fk_passage_count_text_id_text")),
        sa.PrimaryKeyConstraint("post_id", "text_id", "block_number", name=op.f("pk_passage_count")),
    )
    op.create_table(
        "standing",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("quotation_id", sa.Integer(), nullable=False),
        sa.Column("snapshot_id", sa.Integer(), nullable=False),
        sa.Column("text_id", sa.Integer(), nullable=False),
        sa.Column("stand", sa.String(length=20), nullable=False),
        sa.Column("how", sa.String(length=20), nullable=False),
        sa.Column("score", sa.Double(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("block_number", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["quotation_id"],
            ["quotation.id"],
            name=op.f("fk_standing_quotation_id_quotation"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["snapshot_id"], ["snapshot.id"], name=op.f("fk_standing_snapshot_id_snapshot")
        ),
        sa.ForeignKeyConstraint(["text_id"], ["text.id"], name=op.f("fk_standing_text_id_text")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_standing")),
        sa.UniqueConstraint("quotation_id", "snapshot_id", name=op.f("uq_standing_quotation_id_snapshot_id")),
    )
    op.create_index("ix_standing_snapshot_id", "standing", ["snapshot_id"], unique=False)

    with op.batch_alter_table("repost") as batch_op:
        batch_op.add_column(sa.Column("edited_passages", sa.Integer(), nullable=False, server_default="0"))
        batch_op.add_column(sa.Column("edited_in_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_repost_edited_in_id_snapshot"), "snapshot", ["edited_in_id"], ["id"]
        )

    with op.batch_alter_table("site", recreate="never") as batch_op:
        batch_op.add_column(sa.Column("share_limit", sa.Integer(), nullable=False, server_default="75"))
        batch_op.add_column(sa.Column("tells_archive", sa.Boolean(), nullable=False, server_default="0"))
        batch_op.add_column(sa.Column("player_providers", sa.JSON(), nullable=True))

    with op.batch_alter_table("snapshot", recreate="never") as batch_op:
        batch_op.add_column(sa.Column("chain_scheme", sa.Integer(), nullable=False, server_default="1"))
        batch_op.add_column(sa.Column("final_url", sa.String(length=2000), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("charset", sa.String(length=40), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("exchanges", sa.JSON(), nullable=True))
        batch_op.add_column(sa.Column("stated_on", sa.Date(), nullable=True))

    with op.batch_alter_table("source", recreate="never") as batch_op:
        batch_op.add_column(sa.Column("facts", sa.JSON(), nullable=False, server_default="{}"))
        batch_op.add_column(sa.Column("region", sa.JSON(), nullable=True))
        batch_op.add_column(sa.Column("region_is_lost", sa.Boolean(), nullable=False, server_default="0"))
        batch_op.add_column(sa.Column("is_watched", sa.Boolean(), nullable=False, server_default="0"))
        batch_op.add_column(sa.Column("checked_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("next_check_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("failures", sa.Integer(), nullable=False, server_default="0"))
        batch_op.add_column(sa.Column("etag", sa.String(length=300), nullable=False, server_default=""))
        batch_op.add_column(
            sa.Column("last_modified", sa.String(length=100), nullable=False, server_default="")
        )
        batch_op.create_index(batch_op.f("ix_source_next_check_at"), ["next_check_at"], unique=False)

    with op.batch_alter_table("text", recreate="never") as batch_op:
        batch_op.add_column(sa.Column("facts", sa.JSON(), nullable=False, server_default="{}"))
        batch_op.add_column(sa.Column("raw_map", sa.JSON(), nullable=False, server_default="[]"))


def downgrade() -> None:
    with op.batch_alter_table("text", recreate="never") as batch_op:
        batch_op.drop_column("raw_map")
        batch_op.drop_column("facts")

    with op.batch_alter_table("source", recreate="never") as batch_op:
        batch_op.drop_index(batch_op.f("ix_source_next_check_at"))
        batch_op.drop_column("last_modified")
        batch_op.drop_column("etag")
        batch_op.drop_column("failures")
        batch_op.drop_column("next_check_at")
        batch_op.drop_column("checked_at")
        batch_op.drop_column("is_watched")
        batch_op.drop_column("region_is_lost")
        batch_op.drop_column("region")
        batch_op.drop_column("facts")

    with op.batch_alter_table("snapshot", recreate="never") as batch_op:
        batch_op.drop_column("stated_on")
        batch_op.drop_column("exchanges")
        batch_op.drop_column("charset")
        batch_op.drop_column("final_url")
        batch_op.drop_column("chain_scheme")

    with op.batch_alter_table("site", recreate="never") as batch_op:
        batch_op.drop_column("player_providers")
        batch_op.drop_column("tells_archive")
        batch_op.drop_column("share_limit")

    with op.batch_alter_table("repost") as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_repost_edited_in_id_snapshot"), type_="foreignkey")
        batch_op.drop_column("edited_in_id")
        batch_op.drop_column("edited_passages")

    op.drop_table("standing")
    op.drop_table("passage_count")
    op.drop_table("passage")
    op.drop_table("capture")
    op.drop_table("takedown")
    op.drop_table("source_check")
    op.drop_table("embed")
    op.drop_table("notice")
    op.drop_table("player")
