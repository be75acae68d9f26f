CREATE TABLE _kept_answer_feedback AS SELECT * FROM answer_feedback;
DROP TABLE answer_feedback;
