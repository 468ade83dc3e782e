-- Lists of dossiers (Lists/ListDossiers.cs) take the first page of every unit, newest filing first, from an index that holds all they
-- ask for: of any state, of one state (with the appointment, for what is late), of one procedure. One who reads the whole province goes
-- through all units in one order.
CREATE INDEX services_dossiers_newest ON services_dossiers (unit_id, filed_at DESC, id);
CREATE INDEX services_dossiers_state ON services_dossiers (unit_id, status, filed_at DESC, id, due_at);
CREATE INDEX services_dossiers_procedure ON services_dossiers (unit_id, procedure_code, filed_at DESC, id, status);
CREATE INDEX services_dossiers_everywhere ON services_dossiers (filed_at DESC, id, unit_id);
-- What runs (Accepted 2, InProcess 4) and is due next, in a unit or anywhere (Numbers/EarlyWarning.cs).
CREATE INDEX services_dossiers_running ON services_dossiers (due_at, id, unit_id) WHERE status IN (2, 4);
-- Open dossiers are counted from services_dossiers_state as well: unit, status, due_at.
DROP INDEX services_dossiers_unit;
