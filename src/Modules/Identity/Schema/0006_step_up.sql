-- When the person of a session last proved who they are: at its beginning, and each time they confirmed it since. Null in sessions that
-- began before this was kept: they confirm it at the first act of weight.
ALTER TABLE identity_sessions ADD COLUMN proved_at {instant};
