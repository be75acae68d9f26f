-- Documents that merge: what came of each, in the order it came, sealed.
CREATE TABLE crdt_document (
  seq INTEGER PRIMARY KEY,
  id BLOB NOT NULL CHECK (length(id) = 16),
  band INTEGER NOT NULL CHECK (band BETWEEN 0 AND 3),
  -- The number of the last update that came, and of the last one that the snapshot holds.
  last_number INTEGER NOT NULL CHECK (last_number >= snapshot_number),
  snapshot_number INTEGER NOT NULL CHECK (snapshot_number >= 0),
  -- Plain bytes of the updates that the snapshot does not hold.
  log_bytes INTEGER NOT NULL CHECK (log_bytes >= 0),
  changed_ms INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX crdt_document_by_id ON crdt_document (id);

CREATE TABLE crdt_update (
  seq INTEGER PRIMARY KEY,
  document INTEGER NOT NULL REFERENCES crdt_document (seq) ON DELETE CASCADE,
  number INTEGER NOT NULL CHECK (number > 0),
  -- Keyed digest: the same update is kept once.
  digest BLOB NOT NULL CHECK (length(digest) = 16),
  epoch INTEGER NOT NULL,
  wrapped BLOB NOT NULL,
  sealed BLOB NOT NULL
) STRICT;
CREATE UNIQUE INDEX crdt_update_by_number ON crdt_update (document, number);
CREATE UNIQUE INDEX crdt_update_by_digest ON crdt_update (document, digest);

-- All updates up to a number, as one; what was deleted in the document is not in it any more.
CREATE TABLE crdt_snapshot (
  document INTEGER PRIMARY KEY REFERENCES crdt_document (seq) ON DELETE CASCADE,
  epoch INTEGER NOT NULL,
  wrapped BLOB NOT NULL,
  sealed BLOB NOT NULL
) STRICT;

-- Which device something came from, when, and how much.
CREATE TABLE crdt_merge (
  seq INTEGER PRIMARY KEY,
  document INTEGER NOT NULL REFERENCES crdt_document (seq) ON DELETE CASCADE,
  device BLOB NOT NULL CHECK (length(device) = 16),
  day INTEGER NOT NULL,
  updates INTEGER NOT NULL,
  bytes INTEGER NOT NULL,
  last_ms INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX crdt_merge_by_day ON crdt_merge (document, device, day);

-- Documents that were removed: whatever still comes of them is not taken in.
CREATE TABLE crdt_tombstone (
  document BLOB PRIMARY KEY CHECK (length(document) = 16),
  at_ms INTEGER NOT NULL,
  receipt_seq INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
