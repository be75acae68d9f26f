-- Words of memories, without the text itself (contentless). Marks are part of a word, so that Hindi and Thai stay whole.
CREATE VIRTUAL TABLE memory_words USING fts5 (
  title, body, labels,
  content = '',
  tokenize = "porter unicode61 remove_diacritics 2 categories 'L* N* Co Mn Mc'"
);
-- Words of a deleted memory leave the file, not only the answers.
INSERT INTO memory_words (memory_words, rank) VALUES ('secure-delete', 1);
