"""Whether a patient was helped, as they say it."""

import sqlalchemy as sa
from alembic import op

revision = "0010_rating"
down_revision = "0009_desk_work"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("conversation", sa.Column("rating", sa.Integer(), nullable=True))
    op.add_column("conversation", sa.Column("rated_at", sa.BigInteger(), nullable=True))


def downgrade() -> None:
    op.drop_column("conversation", "rated_at")
    op.drop_column("conversation", "rating")
