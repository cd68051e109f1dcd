"""What is typed at the desk and not saved yet, and who has a post open.

Revision: 0005, after 0006
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "autosave",
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=36), nullable=False),
        sa.Column("post_id", sa.Integer(), nullable=True),
        sa.Column("seen", sa.Integer(), nullable=False),
        sa.Column("step", sa.BigInteger(), nullable=False),
        sa.Column("fields", sa.JSON(), nullable=False),
        sa.Column("is_done", sa.Boolean(), nullable=False),
        sa.Column("kept_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["post_id"], ["post.id"], name=op.f("fk_autosave_post_id_post"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_autosave_user_id_user")),
        sa.PrimaryKeyConstraint("user_id", "key", name=op.f("pk_autosave")),
    )
    op.create_index(op.f("ix_autosave_post_id"), "autosave", ["post_id"])
    op.create_table(
        "open_editor",
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=36), nullable=False),
        sa.Column("post_id", sa.Integer(), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["post_id"], ["post.id"], name=op.f("fk_open_editor_post_id_post"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_open_editor_user_id_user")),
        sa.PrimaryKeyConstraint("user_id", "key", name=op.f("pk_open_editor")),
    )
    op.create_index(op.f("ix_open_editor_post_id"), "open_editor", ["post_id"])


def downgrade() -> None:
    op.drop_table("open_editor")
    op.drop_table("autosave")
