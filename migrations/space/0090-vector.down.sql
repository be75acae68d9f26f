-- Derived: going up again builds it from the sealed embeddings.
DROP TABLE vector_wide_code;
DROP TABLE vector_code;
DROP TABLE vector_value;
