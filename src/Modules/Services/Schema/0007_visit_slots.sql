-- At most three open visits a phone: each takes a slot, and a slot is taken once while the visit is booked (1).
ALTER TABLE services_visits ADD COLUMN phone_slot {int} NOT NULL DEFAULT 0;
CREATE UNIQUE INDEX services_visits_phone_slot ON services_visits (phone_key, phone_slot) WHERE status = 1 AND phone_slot > 0;
CREATE INDEX services_visits_open ON services_visits (at) WHERE status = 1;
CREATE INDEX services_visits_account ON services_visits (account_id, at);
