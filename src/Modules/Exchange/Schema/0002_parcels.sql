-- What must arrive at a partner, one row for each act, in the order of its record. No personal data: what is sent is read from the record when it goes.
-- Times are the system's, but that of the act.
CREATE TABLE exchange_parcels (
    id           {id}      PRIMARY KEY,
    carrier      {text}    NOT NULL,
    subject_id   {id}      NOT NULL,
    code         {text}    NOT NULL,
    seq          {int}     NOT NULL,
    entry_id     {id}      NOT NULL,
    event        {text}    NOT NULL,
    at           {instant} NOT NULL,
    state        {int}     NOT NULL,
    attempts     {int}     NOT NULL,
    next_try_at  {instant} NOT NULL,
    sent_at      {instant},
    last_error   {text},
    UNIQUE (carrier, entry_id)
);
CREATE INDEX exchange_parcels_line ON exchange_parcels (carrier, subject_id, seq);
CREATE INDEX exchange_parcels_due ON exchange_parcels (carrier, next_try_at) WHERE state = 1;
CREATE INDEX exchange_parcels_stuck ON exchange_parcels (carrier, at) WHERE state = 3;
CREATE INDEX exchange_parcels_sent ON exchange_parcels (carrier, sent_at) WHERE state = 2;
