-- What the applicant said when filing: the law lets them pay less, and by which paper (encrypted: it may tell of health or poverty). Purpose: to
-- reckon the fee; kept with the dossier.
ALTER TABLE services_dossiers ADD COLUMN relief {int};
ALTER TABLE services_dossiers ADD COLUMN relief_paper {bytes};
