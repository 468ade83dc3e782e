-- Reforms of units by law: the plan, what was chosen, what is done exactly, and how it ended. No personal data beyond the names of
-- officers in the questions, which are public. Kept for ever: it says why units and posts are what they are.
CREATE TABLE organization_reforms (
    id           {id}      PRIMARY KEY,
    key          {text}    NOT NULL,
    name         {text}    NOT NULL,
    name_en      {text}    NOT NULL,
    day          {date}    NOT NULL,
    status       {int}     NOT NULL,
    at_once      {bool}    NOT NULL,
    plan         {json}    NOT NULL,
    answers      {json}    NOT NULL,
    the_order    {json},
    before       {json},
    result       {json},
    held         {text},
    made_by      {text}    NOT NULL,
    made_at      {instant} NOT NULL,
    scheduled_by {text},
    scheduled_at {instant},
    begun_at     {instant},
    ended_at     {instant},
    version      {int}     NOT NULL,
    head         {bytes}   NOT NULL
);
CREATE INDEX organization_reforms_status ON organization_reforms (status, day);
-- One plan of a key on its way at a time: draft 1, scheduled 2, running 3.
CREATE UNIQUE INDEX organization_reforms_open ON organization_reforms (key) WHERE status IN (1, 2, 3);
