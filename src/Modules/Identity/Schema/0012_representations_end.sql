-- Those that end soon are looked for each day: who acts is told 30 and 7 days before.
CREATE INDEX identity_representations_ends ON identity_representations (ends_on);
