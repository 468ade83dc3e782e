-- Which record names a file: asked of every file by the sweep.
CREATE INDEX services_papers_hash ON services_papers (hash);
CREATE INDEX services_draft_files_hash ON services_draft_files (hash);

-- The order in which the pages were chosen: milliseconds by the sender's clock, only compared with each other.
ALTER TABLE services_draft_files ADD COLUMN chosen {int} NOT NULL DEFAULT 0;
