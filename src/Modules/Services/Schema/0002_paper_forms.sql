-- How a paper was given, by the national codes: 0 original, 1 copy, 2 electronic.
ALTER TABLE services_draft_files ADD COLUMN form {int} NOT NULL DEFAULT 0;
ALTER TABLE services_papers ADD COLUMN form {int} NOT NULL DEFAULT 0;
