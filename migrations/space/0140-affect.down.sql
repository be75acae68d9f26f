CREATE TABLE _kept_mood AS SELECT * FROM mood;
DROP TABLE mood;
