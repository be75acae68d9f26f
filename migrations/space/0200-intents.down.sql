CREATE TABLE _kept_intent AS SELECT * FROM intent;
DROP TABLE intent;
