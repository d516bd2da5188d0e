"""Conversations: their letters, and the submissions that made them."""

import sqlalchemy as sa
from alembic import op

revision = "0002_conversations"
down_revision = "0001_inboxes"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "conversation",
        sa.Column("id", sa.LargeBinary(), nullable=False),
        sa.Column("inbox_id", sa.LargeBinary(), nullable=False),
        sa.Column("reference", sa.String(length=10), nullable=False),
        sa.Column("locator", sa.LargeBinary(), nullable=False),
        sa.Column("token_hash", sa.LargeBinary(), nullable=False),
        sa.Column("patient_sign_public", sa.LargeBinary(), nullable=False),
        sa.Column("memo", sa.LargeBinary(), nullable=False),
        sa.Column("topic", sa.String(length=32), nullable=False),
        sa.Column("urgency", sa.String(length=8), nullable=False),
        sa.Column("language", sa.String(length=5), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("last_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["inbox_id"], ["inbox.id"], name=op.f("fk_conversation_inbox_id_inbox")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_conversation")),
        sa.UniqueConstraint("locator", name=op.f("uq_conversation_locator")),
        sa.UniqueConstraint("reference", name=op.f("uq_conversation_reference")),
    )
    op.create_table(
        "letter",
        sa.Column("id", sa.LargeBinary(), nullable=False),
        sa.Column("conversation_id", sa.LargeBinary(), nullable=False),
        sa.Column("epoch_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("direction", sa.Integer(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("expiry_day", sa.Integer(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("received_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["conversation.id"],
            name=op.f("fk_letter_conversation_id_conversation"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["epoch_id"], ["epoch.id"], name=op.f("fk_letter_epoch_id_epoch")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letter")),
        sa.UniqueConstraint(
            "conversation_id", "direction", "seq", name=op.f("uq_letter_conversation_id_direction_seq")
        ),
    )
    op.create_index(op.f("ix_letter_expiry_day"), "letter", ["expiry_day"], unique=False)
    op.create_table(
        "submission",
        sa.Column("id", sa.LargeBinary(), nullable=False),
        sa.Column("conversation_id", sa.LargeBinary(), nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("reference", sa.String(length=10), nullable=False),
        sa.Column("expires_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_submission")),
    )
    op.create_index(op.f("ix_submission_expires_at"), "submission", ["expires_at"], unique=False)


def downgrade() -> None:
    op.drop_table("submission")
    op.drop_table("letter")
    op.drop_table("conversation")
