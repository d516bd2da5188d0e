"""Samples for review, saved replies, readings above the budget, and e-mail digests."""

import sqlalchemy as sa
from alembic import op

revision = "0009_desk_work"
down_revision = "0008_reports"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("letter", sa.Column("written_by", sa.LargeBinary(), nullable=True))
    op.create_table(
        "sample",
        sa.Column("conversation_id", sa.LargeBinary(), nullable=False),
        sa.Column("inbox_id", sa.LargeBinary(), nullable=False),
        sa.Column("drawn_at", sa.BigInteger(), nullable=False),
        sa.Column("chosen", sa.Boolean(), nullable=False),
        sa.Column("scored_at", sa.BigInteger()),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["conversation.id"],
            name=op.f("fk_sample_conversation_id_conversation"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["inbox_id"], ["inbox.id"], name=op.f("fk_sample_inbox_id_inbox"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("conversation_id", name=op.f("pk_sample")),
    )
    op.create_index(
        op.f("ix_sample_inbox_id_chosen_scored_at"), "sample", ["inbox_id", "chosen", "scored_at"]
    )
    op.create_table(
        "saved_reply",
        sa.Column("id", sa.LargeBinary(), nullable=False),
        sa.Column("inbox_id", sa.LargeBinary(), nullable=False),
        sa.Column("epoch_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("changed_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["epoch_id"], ["epoch.id"], name=op.f("fk_saved_reply_epoch_id_epoch")),
        sa.ForeignKeyConstraint(
            ["inbox_id"], ["inbox.id"], name=op.f("fk_saved_reply_inbox_id_inbox"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saved_reply")),
    )
    op.create_index(op.f("ix_saved_reply_inbox_id"), "saved_reply", ["inbox_id"])
    op.create_table(
        "extension",
        sa.Column("id", sa.LargeBinary(), nullable=False),
        sa.Column("inbox_id", sa.LargeBinary(), nullable=False),
        sa.Column("member_id", sa.LargeBinary(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("asked_at", sa.BigInteger(), nullable=False),
        sa.Column("decided_at", sa.BigInteger()),
        sa.Column("decided_by", sa.LargeBinary()),
        sa.Column("left", sa.Integer(), nullable=False),
        sa.Column("until", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["inbox_id"], ["inbox.id"], name=op.f("fk_extension_inbox_id_inbox"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_extension_member_id_member"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_extension")),
    )
    op.create_index(
        op.f("ix_extension_inbox_id_member_id_asked_at"), "extension", ["inbox_id", "member_id", "asked_at"]
    )
    op.create_table(
        "digest",
        sa.Column("member_id", sa.LargeBinary(), nullable=False),
        sa.Column("address", sa.String(length=254), nullable=False),
        sa.Column("hour", sa.Integer(), nullable=False),
        sa.Column("zone", sa.String(length=64), nullable=False),
        sa.Column("next_at", sa.BigInteger()),
        sa.Column("sent_at", sa.BigInteger()),
        sa.Column("code_hash", sa.LargeBinary()),
        sa.Column("code_until", sa.BigInteger()),
        sa.Column("code_tries", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("codes_day", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("codes_sent", sa.Integer(), nullable=False, server_default="0"),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_digest_member_id_member"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("member_id", name=op.f("pk_digest")),
    )
    op.create_index(op.f("ix_digest_next_at"), "digest", ["next_at"])


def downgrade() -> None:
    for table in ("digest", "extension", "saved_reply", "sample"):
        op.drop_table(table)
    op.drop_column("letter", "written_by")
