CREATE TABLE _kept_memory_strength AS SELECT * FROM memory_strength;
-- The queue and the gists are worked out again.
DROP TRIGGER consolidation_mark_follows;
DROP TRIGGER gist_leaves_with_words;
DROP TRIGGER gist_leaves_with_memory;
DROP TABLE gist_memory;
DROP TABLE gist;
DROP TABLE consolidation_mark;
DROP TABLE consolidation;
DROP TABLE memory_strength;
