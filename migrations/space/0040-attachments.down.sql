CREATE TABLE _kept_attachment AS SELECT * FROM attachment;
CREATE TABLE _kept_attachment_key AS SELECT * FROM attachment_key;
CREATE TABLE _kept_attachment_chunk AS SELECT * FROM attachment_chunk;
CREATE TABLE _kept_attachment_link AS SELECT * FROM attachment_link;
DROP TABLE attachment_link;
DROP TABLE attachment_chunk;
DROP TABLE attachment_key;
DROP TABLE attachment;
