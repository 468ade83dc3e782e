-- A clerk fills in for a person at the desk, or for papers that came by post (Channel: 1 desk, 2 online, 3 post). Who it is for stands
-- here until it is filed; number and phone are encrypted. Deleted with the draft.
ALTER TABLE services_drafts ADD COLUMN channel {int} NOT NULL DEFAULT 2;
ALTER TABLE services_drafts ADD COLUMN applicant_account_id {id};
ALTER TABLE services_drafts ADD COLUMN applicant_name {text} NOT NULL DEFAULT '';
ALTER TABLE services_drafts ADD COLUMN applicant_number {bytes};
ALTER TABLE services_drafts ADD COLUMN applicant_phone {bytes};

-- What was filed online is counted by the month of a unit too.
DROP INDEX services_dossiers_filed;
CREATE INDEX services_dossiers_filed ON services_dossiers (unit_id, filed_on, status, channel, digitised, answered_at, answer_due_at);
