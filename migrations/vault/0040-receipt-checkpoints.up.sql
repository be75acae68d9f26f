-- A device's signature over the Merkle tree (RFC 6962) of the first `size` receipts.
CREATE TABLE receipt_checkpoint (
  size INTEGER PRIMARY KEY CHECK (size > 0),
  root BLOB NOT NULL CHECK (length(root) = 32),
  -- Roots of the complete subtrees, largest first: the tree grows on from here without a look at older receipts.
  frontier BLOB NOT NULL,
  device BLOB NOT NULL CHECK (length(device) = 16),
  signature BLOB NOT NULL CHECK (length(signature) = 64)
) STRICT;
CREATE TRIGGER receipt_checkpoint_stays BEFORE UPDATE ON receipt_checkpoint
  BEGIN SELECT RAISE(ABORT, 'receipts are only ever appended'); END;
CREATE TRIGGER receipt_checkpoint_is_kept BEFORE DELETE ON receipt_checkpoint
  BEGIN SELECT RAISE(ABORT, 'receipts are only ever appended'); END;
