CREATE TABLE _kept_privacy_preference AS SELECT * FROM privacy_preference;
CREATE TABLE _kept_consent_event AS SELECT * FROM consent_event;
CREATE TABLE _kept_retention_rule AS SELECT * FROM retention_rule;
DROP TABLE retention_rule;
DROP TABLE consent_event;
DROP TABLE privacy_preference;
