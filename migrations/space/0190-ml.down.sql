CREATE TABLE _kept_ml_artifact AS SELECT * FROM ml_artifact;
CREATE TABLE _kept_ml_chunk AS SELECT * FROM ml_chunk;
CREATE TABLE _kept_ml_metric AS SELECT * FROM ml_metric;
DROP TABLE ml_metric;
DROP TABLE ml_chunk;
DROP TABLE ml_artifact;
