-- Until when the citizen may bring what was asked for; after it the desk may stop the dossier. Null for what was asked before this was kept.
ALTER TABLE services_dossiers ADD COLUMN supplement_by {instant};
-- The apology with a new appointment came later than a day before the due day: that counts as late, whatever follows.
ALTER TABLE services_dossiers ADD COLUMN apologised_late {bool} NOT NULL DEFAULT FALSE;
-- The register of a desk (paper 06) reads one desk and one stretch of days.
CREATE INDEX services_dossiers_register ON services_dossiers (received_unit_id, accepted_at, id);
