-- Derived: going up again builds it from the sealed memories.
DROP TABLE memory_words;
