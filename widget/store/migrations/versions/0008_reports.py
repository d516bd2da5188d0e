"""Figures of days, which outlive the conversations that they count."""

import sqlalchemy as sa
from alembic import op

revision = "0008_reports"
down_revision = "0007_handing"
branch_labels = None
depends_on = None

NO_DAY = 0  # none is counted yet


def upgrade() -> None:
    op.create_table(
        "figure",
        sa.Column("inbox_id", sa.LargeBinary(), nullable=False),
        sa.Column("day", sa.Integer(), nullable=False),
        sa.Column("topic", sa.String(length=32), nullable=False),
        sa.Column("assignee_id", sa.LargeBinary(), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("span", sa.Integer(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("minutes", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["inbox_id"], ["inbox.id"], name=op.f("fk_figure_inbox_id_inbox"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint(
            "inbox_id", "day", "topic", "assignee_id", "kind", "span", name=op.f("pk_figure")
        ),
    )
    counted = op.create_table(
        "counted",
        sa.Column("day", sa.Integer(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("day", name=op.f("pk_counted")),
    )
    op.bulk_insert(counted, [{"day": NO_DAY}])


def downgrade() -> None:
    op.drop_table("counted")
    op.drop_table("figure")
