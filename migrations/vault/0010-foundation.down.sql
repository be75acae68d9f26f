CREATE TABLE _kept_meta AS SELECT * FROM meta;
CREATE TABLE _kept_receipt AS SELECT * FROM receipt;
CREATE TABLE _kept_receipt_seal AS SELECT * FROM receipt_seal;
DROP TABLE receipt_seal;
DROP TABLE receipt;
DROP TABLE meta;
