-- Who answers for many units reads their open duties soonest due first. Those of a few units are sorted; those of many are met in this order.
CREATE INDEX duties_due ON duties (due_at, id, unit_id) WHERE ended_at IS NULL;
-- How many are late is counted from an index that holds nothing else.
CREATE INDEX duties_late ON duties (unit_id, due_at) WHERE ended_at IS NULL AND NOT paused;
