"""The desk's lists: what a conversation's row says of its answers, what was changed, and what is looked up.

The triggers of `conversation` go with the table: a later step that makes it anew has to make them anew too.
"""

import sqlalchemy as sa
from alembic import op

revision = "0006_list"
down_revision = "0005_desk"
branch_labels = None
depends_on = None

INDEXES = (
    ("conversation", ["inbox_id", "state", "assignee_id", "due_at", "id"]),
    ("chain", ["reference", "at"]),
    ("chain", ["kind", "seq"]),
)
SNOOZED = "ix_conversation_snoozed"
OF_SNOOZED = ["inbox_id", "snoozed_until", "state", "assignee_id", "due_at", "id"]
IS_SNOOZED = sa.text("snoozed_until IS NOT NULL")
# SQLite's triggers: a conversation that is handed to another inbox is a change of both.
TRIGGERS = {
    "conversation_comes": ("AFTER INSERT ON conversation", "NEW"),
    "conversation_changes": ("AFTER UPDATE ON conversation", "NEW"),
    "conversation_leaves": (
        "AFTER UPDATE OF inbox_id ON conversation WHEN OLD.inbox_id <> NEW.inbox_id",
        "OLD",
    ),
    "conversation_ends": ("AFTER DELETE ON conversation", "OLD"),
}


def upgrade() -> None:
    op.add_column("conversation", sa.Column("replied_at", sa.BigInteger(), nullable=True))
    op.add_column("conversation", sa.Column("answers", sa.Integer(), server_default="0", nullable=False))
    for table, names in INDEXES:
        op.create_index(op.f(_index(table, names)), table, names, unique=False)
    op.create_index(
        op.f(SNOOZED), "conversation", OF_SNOOZED, sqlite_where=IS_SNOOZED, postgresql_where=IS_SNOOZED
    )
    op.create_table(
        "inbox_change",
        sa.Column("inbox_id", sa.LargeBinary(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["inbox_id"], ["inbox.id"], name=op.f("fk_inbox_change_inbox_id_inbox"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("inbox_id", name=op.f("pk_inbox_change")),
    )
    _count_changes()


def downgrade() -> None:
    _count_no_changes()
    op.drop_table("inbox_change")
    op.drop_index(op.f(SNOOZED), "conversation")
    for table, names in INDEXES:
        op.drop_index(op.f(_index(table, names)), table)
    op.drop_column("conversation", "answers")
    op.drop_column("conversation", "replied_at")


def _count_changes() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute(sa.text(FUNCTION))
        op.execute(sa.text(DEFERRED))
        return
    for name, (event, row) in TRIGGERS.items():
        op.execute(sa.text(f"CREATE TRIGGER {name} {event} BEGIN {_count(row)}; END"))


def _count_no_changes() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute(sa.text("DROP TRIGGER conversation_change ON conversation"))
        op.execute(sa.text("DROP FUNCTION count_conversation_change"))
        return
    for name in TRIGGERS:
        op.execute(sa.text(f"DROP TRIGGER {name}"))


def _count(row: str) -> str:
    insert = f"INSERT INTO inbox_change (inbox_id, number) VALUES ({row}.inbox_id, 1)"  # noqa: S608  NEW or OLD
    return f"{insert} ON CONFLICT (inbox_id) DO UPDATE SET number = inbox_change.number + 1"


FUNCTION = f"""
CREATE FUNCTION count_conversation_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP <> 'DELETE' THEN {_count("NEW")}; END IF;
  IF TG_OP = 'DELETE' OR (TG_OP = 'UPDATE' AND OLD.inbox_id <> NEW.inbox_id) THEN {_count("OLD")}; END IF;
  RETURN NULL;
END $$
"""
# Deferred to the commit: all writers of an inbox share one row, which none then holds longer than that takes,
# nor while it still waits for another row.
DEFERRED = """
CREATE CONSTRAINT TRIGGER conversation_change AFTER INSERT OR UPDATE OR DELETE ON conversation
DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION count_conversation_change()
"""


def _index(table: str, names: list[str]) -> str:
    return f"ix_{table}_{'_'.join(names)}"
