"""The library: uploaded pictures and PDFs, and which posts use which.

Revision: 0006, after 0004
"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "file",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=24), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("byte_count", sa.Integer(), nullable=False),
        sa.Column("width", sa.Integer(), nullable=True),
        sa.Column("height", sa.Integer(), nullable=True),
        sa.Column("variants", sa.JSON(), nullable=False),
        sa.Column("page_count", sa.Integer(), nullable=True),
        sa.Column("alt", sa.String(length=1000), nullable=False),
        sa.Column("caption", sa.String(length=1000), nullable=False),
        sa.Column("credit", sa.String(length=200), nullable=False),
        sa.Column("is_decorative", sa.Boolean(), nullable=False),
        sa.Column("uploaded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("uploaded_by_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["uploaded_by_id"], ["user.id"], name=op.f("fk_file_uploaded_by_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_file")),
        sa.UniqueConstraint("key", name=op.f("uq_file_key")),
        sa.UniqueConstraint("sha256", name=op.f("uq_file_sha256")),
    )
    op.create_index(op.f("ix_file_uploaded_by_id"), "file", ["uploaded_by_id"])
    op.create_table(
        "file_use",
        sa.Column("file_id", sa.Integer(), nullable=False),
        sa.Column("post_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["file_id"], ["file.id"], name=op.f("fk_file_use_file_id_file")),
        sa.ForeignKeyConstraint(
            ["post_id"], ["post.id"], name=op.f("fk_file_use_post_id_post"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("file_id", "post_id", name=op.f("pk_file_use")),
    )
    op.create_index(op.f("ix_file_use_post_id"), "file_use", ["post_id"])


def downgrade() -> None:
    op.drop_table("file_use")
    op.drop_table("file")
