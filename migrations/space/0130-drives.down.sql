CREATE TABLE _kept_goal AS SELECT * FROM goal;
CREATE TABLE _kept_goal_met AS SELECT * FROM goal_met;
DROP TABLE goal_met;
DROP TABLE goal;
