-- Filed by somebody for a child or an enterprise they represent: whose matter it is (keyed hash of their number, by which those who represent them
-- find it), and whose hands filed it. Null where people file for themselves.
ALTER TABLE services_dossiers ADD COLUMN represented_key {text};
ALTER TABLE services_dossiers ADD COLUMN filed_by_account_id {id};
ALTER TABLE services_dossiers ADD COLUMN filed_by_name {text};
CREATE INDEX services_dossiers_represented ON services_dossiers (represented_key, filed_at) WHERE represented_key IS NOT NULL;

-- For whom a draft is filled in: the representation, checked anew when it is filed.
ALTER TABLE services_drafts ADD COLUMN representation_id {id};
