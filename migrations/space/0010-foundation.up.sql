-- Who this file is, and the receipts of everything that is done to it.
CREATE TABLE meta (
  one INTEGER PRIMARY KEY CHECK (one = 1),
  -- The space's id. A file put in another's place is known by it.
  id BLOB NOT NULL CHECK (length(id) = 16),
  created_ms INTEGER NOT NULL,
  -- Keys the digests in receipts of values that could be guessed; a receipt that leaves the vault gives nothing away.
  digest_key BLOB NOT NULL CHECK (length(digest_key) = 32)
) STRICT;

CREATE TABLE receipt (
  seq INTEGER PRIMARY KEY,
  hash BLOB NOT NULL CHECK (length(hash) = 32),
  subject BLOB,
  action TEXT NOT NULL,
  idempotency_key TEXT,
  -- RFC 8785 canonical JSON: exactly what was hashed.
  body TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX receipt_by_idempotency_key ON receipt (idempotency_key) WHERE idempotency_key IS NOT NULL;
CREATE INDEX receipt_by_subject ON receipt (subject, seq) WHERE subject IS NOT NULL;
-- Only the rarer actions, so that counting them costs the everyday ones nothing.
CREATE INDEX receipt_by_rare_action ON receipt (action, seq)
  WHERE action NOT IN ('memory.add', 'memory.edit', 'memory.delete', 'memory.import');

-- One signature covers all receipts that were committed together.
CREATE TABLE receipt_seal (
  to_seq INTEGER PRIMARY KEY,
  from_seq INTEGER NOT NULL CHECK (from_seq <= to_seq),
  head_hash BLOB NOT NULL CHECK (length(head_hash) = 32),
  device BLOB NOT NULL CHECK (length(device) = 16),
  signature BLOB NOT NULL CHECK (length(signature) = 64)
) STRICT;

CREATE TRIGGER receipt_stays BEFORE UPDATE ON receipt
  BEGIN SELECT RAISE(ABORT, 'receipts are only ever appended'); END;
CREATE TRIGGER receipt_is_kept BEFORE DELETE ON receipt
  BEGIN SELECT RAISE(ABORT, 'receipts are only ever appended'); END;
CREATE TRIGGER receipt_seal_stays BEFORE UPDATE ON receipt_seal
  BEGIN SELECT RAISE(ABORT, 'receipts are only ever appended'); END;
CREATE TRIGGER receipt_seal_is_kept BEFORE DELETE ON receipt_seal
  BEGIN SELECT RAISE(ABORT, 'receipts are only ever appended'); END;
