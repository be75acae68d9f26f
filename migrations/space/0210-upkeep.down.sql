CREATE TABLE _kept_upkeep_round AS SELECT * FROM upkeep_round;
CREATE TABLE _kept_upkeep_part AS SELECT * FROM upkeep_part;
CREATE TABLE _kept_upkeep_finding AS SELECT * FROM upkeep_finding;
CREATE TABLE _kept_upkeep_reclaimed AS SELECT * FROM upkeep_reclaimed;
DROP TRIGGER memory_rollup_move;
DROP TRIGGER memory_rollup_leave;
DROP TRIGGER memory_rollup_enter;
-- Derived: going up again counts anew.
DROP TABLE memory_rollup;
DROP TABLE upkeep_reclaimed;
DROP TABLE upkeep_finding;
DROP TABLE upkeep_part;
DROP TABLE upkeep_round;
