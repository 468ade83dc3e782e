-- Visits to a one-stop desk at an agreed time. Purpose: nobody waits; deleted 90 days after the day. The phone is encrypted.
CREATE TABLE services_visits (
    id             {id}      PRIMARY KEY,
    code           {text}    NOT NULL UNIQUE,
    unit_id        {id}      NOT NULL,
    desk_unit_id   {id}      NOT NULL,
    procedure_code {text},
    title          {text}    NOT NULL,
    person         {text}    NOT NULL,
    phone          {bytes}   NOT NULL,
    phone_key      {text}    NOT NULL,
    account_id     {id},
    at             {instant} NOT NULL,
    seat           {int}     NOT NULL,
    number         {int}     NOT NULL,
    status         {int}     NOT NULL,
    version        {int}     NOT NULL,
    head           {bytes}   NOT NULL
);
-- A seat is taken once; a cancelled visit (3) gives it back.
CREATE UNIQUE INDEX services_visits_seat ON services_visits (unit_id, at, seat) WHERE status <> 3;
CREATE INDEX services_visits_phone ON services_visits (phone_key, at);
