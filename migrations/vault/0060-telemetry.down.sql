CREATE TABLE _kept_telemetry AS SELECT * FROM telemetry;
DROP TABLE telemetry;
