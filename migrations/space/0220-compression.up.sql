-- How the texts of new records are packed before they are sealed. No row: not at all.
CREATE TABLE compression (
  one INTEGER PRIMARY KEY CHECK (one = 1),
  codec TEXT NOT NULL CHECK (codec IN ('none', 'brotli', 'zstd'))
) STRICT;
