-- Hand-overs between officers when a post changes hands: what was open, which papers and things went along, who signed when and why.
-- Personal data: names and posts of officers, titles of the duties, which may name whom they are for. Purpose: who answers for what
-- since when; kept 10 years, as records of personnel and of money are.
CREATE TABLE organization_hand_overs (
    id         {id}      PRIMARY KEY,
    unit_id    {id}      NOT NULL,
    unit_name  {text}    NOT NULL,
    from_id    {id}      NOT NULL,
    from_name  {text}    NOT NULL,
    from_title {text}    NOT NULL,
    to_id      {id}      NOT NULL,
    to_name    {text}    NOT NULL,
    to_title   {text}    NOT NULL,
    basis      {text}    NOT NULL,
    lines      {json}    NOT NULL,
    duties     {json}    NOT NULL,
    status     {int}     NOT NULL,
    made_by    {text}    NOT NULL,
    made_at    {instant} NOT NULL,
    given_at   {instant},
    given_for  {text},
    taken_at   {instant},
    taken_for  {text},
    taker_note {text},
    reason     {text},
    version    {int}     NOT NULL,
    head       {bytes}   NOT NULL
);
CREATE INDEX organization_hand_overs_unit ON organization_hand_overs (unit_id, made_at);
CREATE INDEX organization_hand_overs_to ON organization_hand_overs (to_id, made_at);
CREATE INDEX organization_hand_overs_from ON organization_hand_overs (from_id, made_at);
-- What somebody hands over in a unit is on its way once: draft 1, given 2.
CREATE UNIQUE INDEX organization_hand_overs_open ON organization_hand_overs (unit_id, from_id) WHERE status IN (1, 2);
