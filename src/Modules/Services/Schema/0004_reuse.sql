-- A paper that was taken over from an earlier dossier of the same citizen: data asked for once (NĐ 107/2021); counted in the score.
ALTER TABLE services_draft_files ADD COLUMN reused_from {id};
ALTER TABLE services_papers ADD COLUMN reused_from {id};
