CREATE TABLE _kept_scenario AS SELECT * FROM scenario;
DROP TABLE scenario;
