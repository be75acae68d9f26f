CREATE TABLE _kept_embedding_model AS SELECT * FROM embedding_model;
CREATE TABLE _kept_embedding AS SELECT * FROM embedding;
DROP TABLE embedding;
DROP TABLE embedding_model;
