-- A fee that was asked for is paid by a day; after it the desk reminds once, with another day, or the dossier ends without a result.
ALTER TABLE payments_charges ADD COLUMN pay_by {instant};
ALTER TABLE payments_charges ADD COLUMN reminded_at {instant};
ALTER TABLE payments_charges ADD COLUMN overdue_at {instant};
CREATE INDEX payments_charges_unpaid ON payments_charges (pay_by) WHERE status = 1 AND requested_at IS NOT NULL AND overdue_at IS NULL;
