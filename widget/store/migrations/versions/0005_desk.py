"""The desk: members, their passkeys and sessions, what they may read, and what it knows of conversations."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0005_desk"
down_revision = "0004_chain"
branch_labels = None
depends_on = None

Counted = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
INDEXES = ("last_at", "due_at")


def upgrade() -> None:
    for column in _of_conversations():
        op.add_column("conversation", column)
    # Until now a conversation had one letter, and its last sign of life was its first.
    op.execute(sa.text("UPDATE conversation SET received_at = last_at, due_at = last_at + 86400"))
    for name in INDEXES:
        index = op.f(f"ix_conversation_inbox_id_state_{name}_id")
        op.create_index(index, "conversation", ["inbox_id", "state", name, "id"], unique=False)
    _members()
    _signing_in()
    op.create_table(
        "reading",
        _member(),
        _inbox(),
        sa.Column("left", sa.BigInteger(), nullable=False),
        sa.Column("filled_at", sa.BigInteger(), nullable=False),
        sa.Column("day", sa.Integer(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        _belongs("reading", "member_id", "member"),
        _belongs("reading", "inbox_id", "inbox"),
        sa.PrimaryKeyConstraint("member_id", "inbox_id", name=op.f("pk_reading")),
    )


def downgrade() -> None:
    for table in ("reading", "session", "ceremony", "invitation", "wrap", "passkey", "membership", "member"):
        op.drop_table(table)
    for name in INDEXES:
        op.drop_index(op.f(f"ix_conversation_inbox_id_state_{name}_id"), "conversation")
    for column in reversed(_of_conversations()):
        op.drop_column("conversation", column.name)


def _of_conversations() -> list[sa.Column[Any]]:
    return [
        sa.Column("received_at", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("due_at", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("assignee_id", sa.LargeBinary(), nullable=True),
        sa.Column("snoozed_until", sa.BigInteger(), nullable=True),
        sa.Column("answered_at", sa.BigInteger(), nullable=True),
        sa.Column("closed_at", sa.BigInteger(), nullable=True),
        sa.Column("opened_at", sa.BigInteger(), nullable=True),
        sa.Column("opened_seq", sa.Integer(), server_default="0", nullable=False),
    ]


def _members() -> None:
    op.create_table(
        "member",
        sa.Column("id", sa.LargeBinary(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("holder_id", Counted, nullable=False),
        sa.Column("sign_public", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["holder_id"], ["holder.id"], name=op.f("fk_member_holder_id_holder")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_member")),
        sa.UniqueConstraint("holder_id", name=op.f("uq_member_holder_id")),
        sa.UniqueConstraint("sign_public", name=op.f("uq_member_sign_public")),
    )
    op.create_table(
        "membership",
        _member(),
        _inbox(),
        sa.Column("role", sa.String(length=16), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("since", sa.BigInteger(), nullable=False),
        _belongs("membership", "member_id", "member"),
        _belongs("membership", "inbox_id", "inbox"),
        sa.PrimaryKeyConstraint("member_id", "inbox_id", name=op.f("pk_membership")),
    )
    op.create_index(op.f("ix_membership_inbox_id"), "membership", ["inbox_id"], unique=False)


def _signing_in() -> None:
    op.create_table(
        "passkey",
        sa.Column("credential_id", sa.LargeBinary(), nullable=False),
        _member(),
        sa.Column("public_key", sa.LargeBinary(), nullable=False),
        sa.Column("sign_count", sa.BigInteger(), nullable=False),
        sa.Column("label", sa.String(length=80), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("last_at", sa.BigInteger(), nullable=False),
        _belongs("passkey", "member_id", "member"),
        sa.PrimaryKeyConstraint("credential_id", name=op.f("pk_passkey")),
    )
    op.create_index(op.f("ix_passkey_member_id"), "passkey", ["member_id"], unique=False)
    op.create_table(
        "wrap",
        _member(),
        sa.Column("credential", sa.LargeBinary(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        _belongs("wrap", "member_id", "member"),
        sa.PrimaryKeyConstraint("member_id", "credential", name=op.f("pk_wrap")),
    )
    op.create_table(
        "invitation",
        sa.Column("id", sa.LargeBinary(), nullable=False),
        _inbox(),
        sa.Column("role", sa.String(length=16), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("made_by", sa.LargeBinary(), nullable=True),
        sa.Column("expires_at", sa.BigInteger(), nullable=False),
        sa.Column("member_id", sa.LargeBinary(), nullable=True),
        sa.Column("mac", sa.LargeBinary(), nullable=True),
        _belongs("invitation", "inbox_id", "inbox"),
        _belongs("invitation", "made_by", "member"),
        _belongs("invitation", "member_id", "member"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitation")),
    )
    op.create_index(op.f("ix_invitation_inbox_id"), "invitation", ["inbox_id"], unique=False)
    op.create_table(
        "ceremony",
        sa.Column("challenge", sa.LargeBinary(), nullable=False),
        sa.Column("purpose", sa.String(length=16), nullable=False),
        sa.Column("subject", sa.LargeBinary(), nullable=False),
        sa.Column("member_id", sa.LargeBinary(), nullable=True),
        sa.Column("expires_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("challenge", name=op.f("pk_ceremony")),
    )
    op.create_index(op.f("ix_ceremony_expires_at"), "ceremony", ["expires_at"], unique=False)
    op.create_table(
        "session",
        sa.Column("id", sa.LargeBinary(), nullable=False),
        sa.Column("token_hash", sa.LargeBinary(), nullable=False),
        _member(),
        sa.Column("credential_id", sa.LargeBinary(), nullable=False),
        sa.Column("label", sa.String(length=80), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("last_at", sa.BigInteger(), nullable=False),
        sa.Column("touched_at", sa.BigInteger(), nullable=False),
        _belongs("session", "member_id", "member"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_session")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_session_token_hash")),
    )
    op.create_index(op.f("ix_session_member_id"), "session", ["member_id"], unique=False)


def _member() -> sa.Column[bytes]:
    return sa.Column("member_id", sa.LargeBinary(), nullable=False)


def _inbox() -> sa.Column[bytes]:
    return sa.Column("inbox_id", sa.LargeBinary(), nullable=False)


def _belongs(table: str, column: str, to: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}_{to}")
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=name, ondelete="CASCADE")
