-- A version written by editors: drafted, submitted, approved for a day, published; or returned, or discarded.
-- Purpose of the names: who wrote and who approved what is law for citizens (NĐ 63/2010). Kept for ever, as the journal.
ALTER TABLE catalogue_procedures ADD COLUMN working_version_id {id};

ALTER TABLE catalogue_versions ADD COLUMN origin {int} NOT NULL DEFAULT 1;
ALTER TABLE catalogue_versions ADD COLUMN revision {int} NOT NULL DEFAULT 1;
ALTER TABLE catalogue_versions ADD COLUMN based_on {int};
ALTER TABLE catalogue_versions ADD COLUMN reason {text};
ALTER TABLE catalogue_versions ADD COLUMN source_hash {text};
ALTER TABLE catalogue_versions ADD COLUMN writers {json} NOT NULL DEFAULT '[]';
ALTER TABLE catalogue_versions ADD COLUMN editing_unit_id {id};
ALTER TABLE catalogue_versions ADD COLUMN edited_by {text};
ALTER TABLE catalogue_versions ADD COLUMN edited_at {instant};
ALTER TABLE catalogue_versions ADD COLUMN edited_parts {text};
ALTER TABLE catalogue_versions ADD COLUMN submitted_by {text};
ALTER TABLE catalogue_versions ADD COLUMN submitted_at {instant};
ALTER TABLE catalogue_versions ADD COLUMN approved_by {text};
ALTER TABLE catalogue_versions ADD COLUMN publish_on {date};
ALTER TABLE catalogue_versions ADD COLUMN return_reason {text};

UPDATE catalogue_versions SET origin = (SELECT p.origin FROM catalogue_procedures p WHERE p.latest_version_id = catalogue_versions.id)
WHERE id IN (SELECT latest_version_id FROM catalogue_procedures);

-- What waits for its day: asked for every minute.
CREATE INDEX catalogue_versions_due ON catalogue_versions (publish_on) WHERE status = 5;
CREATE INDEX catalogue_procedures_working ON catalogue_procedures (working_version_id) WHERE working_version_id IS NOT NULL;
