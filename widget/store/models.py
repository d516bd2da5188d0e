"""The tables.

Times are Unix seconds; days are UTC days since 1970 (Unix seconds // 86400); ids of bytes are 16 random ones.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)

Counted = BigInteger().with_variant(
    Integer, "sqlite"
)  # SQLite counts up by itself on INTEGER PRIMARY KEY alone

# One root may sign several inboxes; a spare root has a row of its own.
root = Table(
    "root",
    metadata,
    Column("id", Counted, primary_key=True),
    Column("fingerprint", LargeBinary, nullable=False, unique=True),
    Column("public_key", LargeBinary, nullable=False),
)

# One vendor account. Its rate limit is shared by all workers through next_allowed_at.
account = Table(
    "account",
    metadata,
    Column("id", Counted, primary_key=True),
    Column("vendor", String(16), nullable=False),
    Column("settings", Text, nullable=False),  # JSON
    Column("sealed_credentials", LargeBinary, nullable=False),
    Column("next_allowed_at", BigInteger, nullable=False, server_default="0"),
)

inbox = Table(
    "inbox",
    metadata,
    Column("id", LargeBinary, primary_key=True),
    Column("slug", String(32), nullable=False, unique=True),
    Column("root_id", ForeignKey("root.id"), nullable=False),
    Column("account_id", ForeignKey("account.id")),
    Column("retention_days", Integer, nullable=False),
    Column("test", Boolean, nullable=False),
    Column("settings", Text, nullable=False),  # JSON
)

inbox_site = Table(
    "inbox_site",
    metadata,
    Column("inbox_id", ForeignKey("inbox.id", ondelete="CASCADE"), nullable=False),
    Column("origin", String(300), nullable=False),
    PrimaryKeyConstraint("inbox_id", "origin"),
)

# Signed documents, kept as the raw bytes that were signed.
statement = Table(
    "statement",
    metadata,
    Column("inbox_id", ForeignKey("inbox.id", ondelete="CASCADE"), nullable=False),
    Column("kind", String(16), nullable=False),  # authority, keys, roster
    Column("seq", Integer, nullable=False),
    Column("bytes", LargeBinary, nullable=False),
    Column("signature", LargeBinary, nullable=False),
    PrimaryKeyConstraint("inbox_id", "kind", "seq"),
)

epoch = Table(
    "epoch",
    metadata,
    Column("id", Counted, primary_key=True),
    Column("inbox_id", ForeignKey("inbox.id", ondelete="CASCADE"), nullable=False),
    Column("number", Integer, nullable=False),
    Column("kem_public", LargeBinary, nullable=False),
    Column("sign_public", LargeBinary, nullable=False),
    Column("seal_from", BigInteger, nullable=False),
    Column("seal_until", BigInteger, nullable=False),
    Column("revoked_at", BigInteger),
    UniqueConstraint("inbox_id", "number"),
)

# Who can hold grants: a recovery kit or a member.
holder = Table(
    "holder",
    metadata,
    Column("id", Counted, primary_key=True),
    Column("kind", String(8), nullable=False),  # kit, member
    Column("public_key", LargeBinary, nullable=False, unique=True),
)

# An epoch's private halves, sealed to one holder, sealed again under the shred key of expiry_day.
grant = Table(
    "grant",
    metadata,
    Column("epoch_id", ForeignKey("epoch.id", ondelete="CASCADE"), nullable=False),
    Column("holder_id", ForeignKey("holder.id", ondelete="CASCADE"), nullable=False),
    Column("expiry_day", Integer, nullable=False, index=True),
    Column("sealed", LargeBinary, nullable=False),
    PrimaryKeyConstraint("epoch_id", "holder_id"),
)

# Few are any of these: the others cost the index nothing.
SNOOZED, MERGED, REPLACED = (
    text(f"{name} IS NOT NULL") for name in ("snoozed_until", "merged_into", "replaced_by")
)

conversation = Table(
    "conversation",
    metadata,
    Column("id", LargeBinary, primary_key=True),
    Column("inbox_id", ForeignKey("inbox.id"), nullable=False),
    Column("reference", String(10), nullable=False, unique=True),
    Column("locator", LargeBinary, nullable=False, unique=True),
    Column("token_hash", LargeBinary, nullable=False),
    Column("patient_sign_public", LargeBinary, nullable=False),
    Column("memo", LargeBinary, nullable=False),
    Column("topic", String(32), nullable=False),
    Column("urgency", String(8), nullable=False),
    Column("language", String(5), nullable=False),
    Column("state", String(16), nullable=False),
    Column("version", Integer, nullable=False),
    Column("last_at", BigInteger, nullable=False),
    Column("received_at", BigInteger, nullable=False, server_default="0"),
    Column("due_at", BigInteger, nullable=False, server_default="0"),
    Column("assignee_id", LargeBinary),  # a member's
    Column("snoozed_until", BigInteger),
    Column("answered_at", BigInteger),  # the team's first answer
    Column("replied_at", BigInteger),  # the team's newest answer
    Column("answers", Integer, nullable=False, server_default="0"),  # the newest answer's seq
    Column("closed_at", BigInteger),
    Column("rating", Integer),  # records/figures.py
    Column("rated_at", BigInteger),
    Column("opened_at", BigInteger),  # when the patient last came back
    Column("opened_seq", Integer, nullable=False, server_default="0"),  # the team's letters they have seen
    Column("origin_inbox_id", LargeBinary),  # where it began, once it was handed over
    Column("merged_into", LargeBinary),  # the conversation that goes on in its place
    Column("replaced_by", LargeBinary),  # the same, where this one's return code was lost
    Column("notify", LargeBinary),  # where to write that there is an answer, sealed twice; empties on closing
    # What the desk's lists ask for: keyset pages by age and by due time, whose they are, and what comes back.
    Index(None, "inbox_id", "state", "last_at", "id"),
    Index(None, "inbox_id", "state", "due_at", "id"),
    Index(None, "inbox_id", "state", "assignee_id", "due_at", "id"),
    Index(
        "ix_conversation_snoozed",
        "inbox_id",
        "snoozed_until",
        "state",
        "assignee_id",
        "due_at",
        "id",
        sqlite_where=SNOOZED,
        postgresql_where=SNOOZED,
    ),
    # Which ones go on in another: asked at each reading of that one.
    Index(None, "merged_into", sqlite_where=MERGED, postgresql_where=MERGED),
    Index(None, "replaced_by", sqlite_where=REPLACED, postgresql_where=REPLACED),
)

# An e-mail that tells a patient of an answer. Once it is on its way, its row says only that it was, so that
# no second one is sent before the patient has seen the answer.
telling = Table(
    "telling",
    metadata,
    Column("conversation_id", ForeignKey("conversation.id", ondelete="CASCADE"), primary_key=True),
    Column("seq", Integer, nullable=False),  # the newest answer's
    Column("sealed", LargeBinary),  # the conversation's `notify`: what is closed is told of still
    Column("due_at", BigInteger, index=True),
    Column("tries", Integer, nullable=False, server_default="0"),
)

# An inbox's signed word that a conversation is another's from then on.
handover = Table(
    "handover",
    metadata,
    Column("conversation_id", ForeignKey("conversation.id", ondelete="CASCADE"), nullable=False),
    Column("seq", Integer, nullable=False),
    Column("record", LargeBinary, nullable=False),
    Column("signature", LargeBinary, nullable=False),
    PrimaryKeyConstraint("conversation_id", "seq"),
)

# How often any of an inbox's conversations was changed, made or deleted. Triggers of migration 0006 count, in
# the transaction of the change itself: no writer can forget to.
inbox_change = Table(
    "inbox_change",
    metadata,
    Column("inbox_id", ForeignKey("inbox.id", ondelete="CASCADE"), primary_key=True),
    Column("number", BigInteger, nullable=False),
)

letter = Table(
    "letter",
    metadata,
    Column("id", LargeBinary, primary_key=True),
    Column("conversation_id", ForeignKey("conversation.id", ondelete="CASCADE"), nullable=False),
    Column("epoch_id", ForeignKey("epoch.id"), nullable=False),
    Column("direction", Integer, nullable=False),
    Column("seq", Integer, nullable=False),
    Column("expiry_day", Integer, nullable=False, index=True),
    Column("sealed", LargeBinary, nullable=False),
    Column("received_at", BigInteger, nullable=False),
    Column("written_by", LargeBinary),  # a member's; none: the patient's own
    UniqueConstraint("conversation_id", "direction", "seq"),
)

# Outlives its conversation (hence no foreign key), so that a late retry revives nothing.
submission = Table(
    "submission",
    metadata,
    Column("id", LargeBinary, primary_key=True),
    Column("conversation_id", LargeBinary, nullable=False),
    Column("digest", LargeBinary, nullable=False),
    Column("reference", String(10), nullable=False),
    Column("expires_at", BigInteger, nullable=False, index=True),
)

outbox = Table(
    "outbox",
    metadata,
    Column("id", Counted, primary_key=True),
    Column("delivery_id", String(64), nullable=False, unique=True),
    Column("reference", String(10), nullable=False),
    Column("account_id", ForeignKey("account.id"), nullable=False),
    Column("kind", String(16), nullable=False),
    Column("notice", Text, nullable=False),  # JSON
    Column("state", String(16), nullable=False),  # waiting, sending, uncertain, sent, parked
    Column("tries", Integer, nullable=False, server_default="0"),
    Column("due_at", BigInteger, nullable=False),
    Column("lease_until", BigInteger, nullable=False, server_default="0"),
    Column("reason", String(200)),
    Index(None, "state", "due_at"),  # what the worker asks for, twice a second
)

ticket = Table(
    "ticket",
    metadata,
    Column("reference", String(10), nullable=False),
    Column("account_id", ForeignKey("account.id"), nullable=False),
    Column("external_id", String(200), nullable=False),
    PrimaryKeyConstraint("reference", "account_id"),
)

# The record of what left and what was read. Each row's hash covers the one before it.
chain = Table(
    "chain",
    metadata,
    Column("seq", BigInteger, primary_key=True, autoincrement=False),
    Column("at", BigInteger, nullable=False),
    Column("kind", String(32), nullable=False),
    Column("reference", String(10)),
    Column("actor", String(64), nullable=False),
    Column("outcome", String(64), nullable=False),
    Column("body_digest", LargeBinary, nullable=False),
    Column("prev", LargeBinary, nullable=False),
    Column("hash", LargeBinary, nullable=False),
    Index(None, "reference", "at"),  # who read a conversation of late
    Index(None, "kind", "seq"),  # the newest alarms
)

# Erasable: the chain hashes the body's digest alone.
chain_body = Table(
    "chain_body",
    metadata,
    Column("seq", ForeignKey("chain.seq"), primary_key=True, autoincrement=False),
    Column("body", LargeBinary, nullable=False),
    Column("expiry_day", Integer, nullable=False, index=True),
)

# A member of the desk. The server has the public halves alone.
member = Table(
    "member",
    metadata,
    Column("id", LargeBinary, primary_key=True),
    Column("name", String(80), nullable=False),
    Column("holder_id", ForeignKey("holder.id"), nullable=False, unique=True),  # its X-Wing key
    Column("sign_public", LargeBinary, nullable=False, unique=True),
    Column("created_at", BigInteger, nullable=False),
)

# Who may what in which inbox. The signed ROSTER says it too, for browsers; this is what the doors go by.
membership = Table(
    "membership",
    metadata,
    Column("member_id", ForeignKey("member.id", ondelete="CASCADE"), nullable=False),
    Column("inbox_id", ForeignKey("inbox.id", ondelete="CASCADE"), nullable=False),
    Column("role", String(16), nullable=False),  # agent, reviewer, lead, auditor
    Column("state", String(16), nullable=False),  # waiting, active
    Column("since", BigInteger, nullable=False),
    PrimaryKeyConstraint("member_id", "inbox_id"),
    Index(None, "inbox_id"),
)

passkey = Table(
    "passkey",
    metadata,
    Column("credential_id", LargeBinary, primary_key=True),
    Column("member_id", ForeignKey("member.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("public_key", LargeBinary, nullable=False),  # COSE
    Column("sign_count", BigInteger, nullable=False),
    Column("label", String(80), nullable=False),
    Column("created_at", BigInteger, nullable=False),
    Column("last_at", BigInteger, nullable=False),
)

# A member's secret, wrapped for one passkey or for words (then `credential` is 32 zeros); sealed again.
wrap = Table(
    "wrap",
    metadata,
    Column("member_id", ForeignKey("member.id", ondelete="CASCADE"), nullable=False),
    Column("credential", LargeBinary, nullable=False),  # HASH of the passkey's id
    Column("sealed", LargeBinary, nullable=False),
    PrimaryKeyConstraint("member_id", "credential"),
)

invitation = Table(
    "invitation",
    metadata,
    Column("id", LargeBinary, primary_key=True),
    Column("inbox_id", ForeignKey("inbox.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("role", String(16), nullable=False),
    Column("name", String(80), nullable=False),
    Column("made_by", ForeignKey("member.id", ondelete="CASCADE")),  # none: made at a terminal
    Column("expires_at", BigInteger, nullable=False),
    Column("member_id", ForeignKey("member.id", ondelete="CASCADE")),  # who used it
    Column("mac", LargeBinary),
)

# A passkey's challenge, good once.
ceremony = Table(
    "ceremony",
    metadata,
    Column("challenge", LargeBinary, primary_key=True),
    Column("purpose", String(16), nullable=False),  # login, touch, register, enrol
    Column("subject", LargeBinary, nullable=False),  # the session's or the invitation's id; empty for login
    Column("member_id", LargeBinary),  # of one who is enrolling: not a member yet
    Column("expires_at", BigInteger, nullable=False, index=True),
)

# `token_hash` of the cookie; a session's `id` is no secret.
session = Table(
    "session",
    metadata,
    Column("id", LargeBinary, primary_key=True),
    Column("token_hash", LargeBinary, nullable=False, unique=True),
    Column("member_id", ForeignKey("member.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("credential_id", LargeBinary, nullable=False),
    Column("label", String(80), nullable=False),  # browser and system, in words
    Column("created_at", BigInteger, nullable=False),
    Column("last_at", BigInteger, nullable=False),
    Column("touched_at", BigInteger, nullable=False),  # the last fresh passkey touch
)

# What a member may still read: a bucket that fills, in thousandths of a reading, and the day's count.
reading = Table(
    "reading",
    metadata,
    Column("member_id", ForeignKey("member.id", ondelete="CASCADE"), nullable=False),
    Column("inbox_id", ForeignKey("inbox.id", ondelete="CASCADE"), nullable=False),
    Column("left", BigInteger, nullable=False),
    Column("filled_at", BigInteger, nullable=False),
    Column("day", Integer, nullable=False),
    Column("count", Integer, nullable=False),  # on that day
    PrimaryKeyConstraint("member_id", "inbox_id"),
)

# Whether a closed conversation was drawn for review. Nobody chooses which: that is the server's dice, which
# are thrown once for each, or whoever closes one again and again could choose.
sample = Table(
    "sample",
    metadata,
    Column("conversation_id", ForeignKey("conversation.id", ondelete="CASCADE"), primary_key=True),
    Column("inbox_id", ForeignKey("inbox.id", ondelete="CASCADE"), nullable=False),
    Column("drawn_at", BigInteger, nullable=False),
    Column("chosen", Boolean, nullable=False),
    Column("scored_at", BigInteger),  # its newest score
    Index(None, "inbox_id", "chosen", "scored_at"),
)

# A text that a team uses again and again, sealed to its inbox as a letter of direction 5.
saved_reply = Table(
    "saved_reply",
    metadata,
    Column("id", LargeBinary, primary_key=True),
    Column("inbox_id", ForeignKey("inbox.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("epoch_id", ForeignKey("epoch.id"), nullable=False),
    Column("revision", Integer, nullable=False),
    Column("sealed", LargeBinary, nullable=False),
    Column("changed_at", BigInteger, nullable=False),
)

# A member who has used up their budget asks to read more.
extension = Table(
    "extension",
    metadata,
    Column("id", LargeBinary, primary_key=True),
    Column("inbox_id", ForeignKey("inbox.id", ondelete="CASCADE"), nullable=False),
    Column("member_id", ForeignKey("member.id", ondelete="CASCADE"), nullable=False),
    Column("state", String(16), nullable=False),  # asked, given, refused, slow
    Column("asked_at", BigInteger, nullable=False),
    Column("decided_at", BigInteger),
    Column("decided_by", LargeBinary),  # a member's
    Column("left", Integer, nullable=False),  # conversations that may still be read with it
    Column("until", BigInteger, nullable=False),
    Index(None, "inbox_id", "member_id", "asked_at"),
)

# Where and when a member gets the day's counts by e-mail. The row stays when they want none any more:
# it keeps them from having more codes sent, or a second summary on one day.
digest = Table(
    "digest",
    metadata,
    Column("member_id", ForeignKey("member.id", ondelete="CASCADE"), primary_key=True),
    Column("address", String(254), nullable=False),  # empty: none is wanted
    Column("hour", Integer, nullable=False),
    Column("zone", String(64), nullable=False),  # the member's own: they may have inboxes in several
    Column("next_at", BigInteger, index=True),  # none until the address is confirmed
    Column("sent_at", BigInteger),  # the hour that the newest one was due at
    Column("code_hash", LargeBinary),  # of the code that was sent to the address; none: it is confirmed
    Column("code_until", BigInteger),
    Column("code_tries", Integer, nullable=False, server_default="0"),
    Column("codes_day", Integer, nullable=False, server_default="0"),
    Column("codes_sent", Integer, nullable=False, server_default="0"),  # on that day
)

# What a day's conversations were to the team, in numbers that outlive them: no row is of one conversation.
figure = Table(
    "figure",
    metadata,
    Column("inbox_id", ForeignKey("inbox.id", ondelete="CASCADE"), nullable=False),
    Column("day", Integer, nullable=False),
    Column("topic", String(32), nullable=False),
    Column("assignee_id", LargeBinary, nullable=False),  # a member's, or empty for nobody
    Column("kind", String(8), nullable=False),  # records/figures.py
    Column("span", Integer, nullable=False),  # of how long it took, or a rating; else 0
    Column("count", Integer, nullable=False),
    Column("minutes", BigInteger, nullable=False),  # of all that are counted
    PrimaryKeyConstraint("inbox_id", "day", "topic", "assignee_id", "kind", "span"),
)

# One row: the last day whose figures are complete.
counted = Table("counted", metadata, Column("day", Integer, primary_key=True, autoincrement=False))

job = Table(
    "job",
    metadata,
    Column("name", String(64), primary_key=True),
    Column("next_at", BigInteger, nullable=False),
    Column("lease_until", BigInteger, nullable=False, server_default="0"),
)
