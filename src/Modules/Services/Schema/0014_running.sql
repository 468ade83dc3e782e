-- What runs (Accepted 2, InProcess 4) and is due next (Numbers/EarlyWarning.cs), from an index that holds all that is asked.
DROP INDEX services_dossiers_running;
CREATE INDEX services_dossiers_running ON services_dossiers (unit_id, due_at, procedure_code, id) WHERE status IN (2, 4);
