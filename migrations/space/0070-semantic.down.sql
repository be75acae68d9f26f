CREATE TABLE _kept_entity AS SELECT * FROM entity;
CREATE TABLE _kept_entity_name AS SELECT * FROM entity_name;
CREATE TABLE _kept_entity_merge AS SELECT * FROM entity_merge;
CREATE TABLE _kept_statement AS SELECT * FROM statement;
DROP TRIGGER statement_leaves_black;
DROP TABLE statement;
DROP TABLE entity_merge;
DROP TABLE entity_name;
DROP TABLE entity;
