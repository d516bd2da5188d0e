"""Where patients want to be told of an answer, and the e-mails that tell them."""

import sqlalchemy as sa
from alembic import op

revision = "0011_notify"
down_revision = "0010_rating"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("conversation", sa.Column("notify", sa.LargeBinary(), nullable=True))
    op.create_table(
        "telling",
        sa.Column("conversation_id", sa.LargeBinary(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("sealed", sa.LargeBinary()),
        sa.Column("due_at", sa.BigInteger()),
        sa.Column("tries", sa.Integer(), nullable=False, server_default="0"),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["conversation.id"],
            name=op.f("fk_telling_conversation_id_conversation"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("conversation_id", name=op.f("pk_telling")),
    )
    op.create_index(op.f("ix_telling_due_at"), "telling", ["due_at"])


def downgrade() -> None:
    op.drop_table("telling")
    op.drop_column("conversation", "notify")
