CREATE TABLE _kept_compression AS SELECT * FROM compression;
DROP TABLE compression;
