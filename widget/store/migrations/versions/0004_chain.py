"""The chain of what left and what was read, and the worker's jobs."""

import sqlalchemy as sa
from alembic import op

revision = "0004_chain"
down_revision = "0003_outbox"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "chain",
        sa.Column("seq", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("reference", sa.String(length=10), nullable=True),
        sa.Column("actor", sa.String(length=64), nullable=False),
        sa.Column("outcome", sa.String(length=64), nullable=False),
        sa.Column("body_digest", sa.LargeBinary(), nullable=False),
        sa.Column("prev", sa.LargeBinary(), nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_chain")),
    )
    op.create_table(
        "chain_body",
        sa.Column("seq", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("expiry_day", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["seq"], ["chain.seq"], name=op.f("fk_chain_body_seq_chain")),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_chain_body")),
    )
    op.create_index(op.f("ix_chain_body_expiry_day"), "chain_body", ["expiry_day"], unique=False)
    op.create_table(
        "job",
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("next_at", sa.BigInteger(), nullable=False),
        sa.Column("lease_until", sa.BigInteger(), server_default="0", nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_job")),
    )


def downgrade() -> None:
    op.drop_table("job")
    op.drop_table("chain_body")
    op.drop_table("chain")
