-- Sessions are deleted 90 days after they have expired, whoever's they were; an ended one expires within 30 days.
CREATE INDEX identity_sessions_expired ON identity_sessions (expires_at);
