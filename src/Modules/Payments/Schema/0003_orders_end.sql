-- A paid order is asked for once more when it can no longer be paid (state 2), and ends then (state 5). Of those of before, the daily file has said all;
-- a superseded one (state 3) ends after two days.
UPDATE payments_orders SET state = 5 WHERE state = 2;
DROP INDEX payments_orders_open;
CREATE INDEX payments_orders_asked ON payments_orders (ask_at) WHERE state <= 3;
