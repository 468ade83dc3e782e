-- A draft nobody touched for 27 days is announced to its owner, and deleted 3 days later at the earliest (30 days after the last change).
ALTER TABLE services_drafts ADD COLUMN warned_at {instant};
CREATE INDEX services_drafts_changed ON services_drafts (changed_at);
