CREATE TABLE _kept_ring_key AS SELECT * FROM ring_key;
DROP TABLE ring_key;
