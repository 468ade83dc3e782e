-- What the leader's morning counts stands in the row, so that a month of a unit is one range of an index (see Numbers/ReadNumbers.cs).
-- Dossiers of before have no answer_due_at: they are left out of that rate, and on_time is reckoned for them here.
ALTER TABLE services_dossiers ADD COLUMN answer_due_at {instant};
ALTER TABLE services_dossiers ADD COLUMN answered_at {instant};
ALTER TABLE services_dossiers ADD COLUMN digitised {bool} NOT NULL DEFAULT TRUE;
ALTER TABLE services_dossiers ADD COLUMN finished_on {date};
ALTER TABLE services_dossiers ADD COLUMN on_time {bool};
UPDATE services_dossiers SET answered_at = accepted_at WHERE accepted_at IS NOT NULL;
UPDATE services_dossiers SET on_time = (finished_at <= due_at AND supplements <= 1) WHERE finished_at IS NOT NULL;
CREATE INDEX services_dossiers_filed ON services_dossiers (unit_id, filed_on, status, digitised, answered_at, answer_due_at);
CREATE INDEX services_dossiers_finished ON services_dossiers (unit_id, finished_on, status, on_time, stars);
