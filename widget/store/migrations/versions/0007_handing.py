"""Conversations that are handed to another inbox, or go on in another conversation."""

import sqlalchemy as sa
from alembic import op

revision = "0007_handing"
down_revision = "0006_list"
branch_labels = None
depends_on = None

COLUMNS = ("origin_inbox_id", "merged_into", "replaced_by")
LOOKED_UP = ("merged_into", "replaced_by")


def upgrade() -> None:
    for name in COLUMNS:
        op.add_column("conversation", sa.Column(name, sa.LargeBinary(), nullable=True))
    for name in LOOKED_UP:
        where = sa.text(f"{name} IS NOT NULL")
        index = op.f(f"ix_conversation_{name}")
        op.create_index(index, "conversation", [name], sqlite_where=where, postgresql_where=where)
    op.create_table(
        "handover",
        sa.Column("conversation_id", sa.LargeBinary(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("record", sa.LargeBinary(), nullable=False),
        sa.Column("signature", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["conversation.id"],
            name=op.f("fk_handover_conversation_id_conversation"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("conversation_id", "seq", name=op.f("pk_handover")),
    )


def downgrade() -> None:
    op.drop_table("handover")
    for name in LOOKED_UP:
        op.drop_index(op.f(f"ix_conversation_{name}"), "conversation")
    for name in reversed(COLUMNS):
        op.drop_column("conversation", name)
