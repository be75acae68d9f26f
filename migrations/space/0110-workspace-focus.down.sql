CREATE TABLE _kept_pin AS SELECT * FROM pin;
CREATE TABLE _kept_salience AS SELECT * FROM salience;
CREATE TABLE _kept_focus AS SELECT * FROM focus;
DROP TABLE focus;
DROP TABLE salience;
DROP TABLE pin;
