-- Keys of spaces and bands, sealed under the vault's key-ring key before they come here.
CREATE TABLE ring_key (
  space BLOB NOT NULL CHECK (length(space) = 16),
  -- -1 for the key of a generation of the space.
  band INTEGER NOT NULL CHECK (band BETWEEN -1 AND 3),
  epoch INTEGER NOT NULL CHECK (epoch > 0),
  sealed BLOB NOT NULL,
  created_ms INTEGER NOT NULL,
  PRIMARY KEY (space, band, epoch)
) STRICT, WITHOUT ROWID;
