-- The unit a dossier was filed with, where a reform of units moved it since: statistics by the units of then count it there.
ALTER TABLE services_dossiers ADD COLUMN filed_unit_id {id};
