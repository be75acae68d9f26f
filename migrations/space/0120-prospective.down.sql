CREATE TABLE _kept_reminder AS SELECT * FROM reminder;
DROP TABLE reminder;
