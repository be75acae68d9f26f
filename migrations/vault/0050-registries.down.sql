CREATE TABLE _kept_tool AS SELECT * FROM tool;
CREATE TABLE _kept_tool_capability AS SELECT * FROM tool_capability;
CREATE TABLE _kept_tool_event AS SELECT * FROM tool_event;
DROP TABLE tool_event;
DROP TABLE tool_capability;
DROP TABLE tool;
