CREATE TABLE _kept_sequence AS SELECT * FROM sequence;
CREATE TABLE _kept_sequence_member AS SELECT * FROM sequence_member;
CREATE TABLE _kept_memory_span AS SELECT * FROM memory_span;
DROP TRIGGER span_ends_after_begin;
DROP TRIGGER sequence_leaves_black;
DROP TABLE memory_span;
DROP TABLE sequence_member;
DROP TABLE sequence;
