CREATE TABLE _kept_receipt_checkpoint AS SELECT * FROM receipt_checkpoint;
DROP TABLE receipt_checkpoint;
