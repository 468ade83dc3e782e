-- Who answers for many units reads their open duties soonest due first, from an index that also says which are paused: rows of other
-- units are passed without being read.
CREATE INDEX duties_soonest ON duties (due_at, id, unit_id, paused) WHERE ended_at IS NULL;
DROP INDEX duties_due;
