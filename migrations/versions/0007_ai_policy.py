"""Whether models may use what stands here: for the site, for a post, for a commenter.

Revision: 0007, after 0005
"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("site", _policy("deny"))
    op.add_column("post", _policy("site"))
    op.add_column("user", sa.Column("allows_ai", sa.Boolean(), nullable=False, server_default="0"))


def _policy(usual: str) -> sa.Column[str]:
    return sa.Column("ai_policy", sa.String(length=20), nullable=False, server_default=usual)


def downgrade() -> None:
    for table, column in (("user", "allows_ai"), ("post", "ai_policy"), ("site", "ai_policy")):
        op.drop_column(table, column)
