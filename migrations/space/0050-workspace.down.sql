CREATE TABLE _kept_tombstone AS SELECT * FROM tombstone;
CREATE TABLE _kept_draft AS SELECT * FROM draft;
CREATE TABLE _kept_import_run AS SELECT * FROM import_run;
DROP TABLE import_run;
DROP TABLE draft;
DROP TABLE tombstone;
