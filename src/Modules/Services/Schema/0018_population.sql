-- What the national population database says of a person whom a dossier, or the draft that becomes one under the same id, names by number: asked
-- (state 1 waiting, 2 found, 3 not found, 4 forgotten), for which purpose, and the answer, encrypted. Purpose: to decide this one dossier. The answer
-- is emptied 30 days after the dossier's end, and goes with a draft that never became one; the purpose stays with the dossier. next_try_at: system time.
CREATE TABLE services_look_ups (
    id          {id}      PRIMARY KEY,
    dossier_id  {id}      NOT NULL,
    number_key  {text}    NOT NULL,
    account_id  {id}      NOT NULL,
    purpose     {text}    NOT NULL,
    asked_at    {instant} NOT NULL,
    state       {int}     NOT NULL,
    answered_at {instant},
    attempts    {int}     NOT NULL,
    next_try_at {instant} NOT NULL,
    answer      {bytes}
);
CREATE UNIQUE INDEX services_look_ups_person ON services_look_ups (dossier_id, number_key);
CREATE INDEX services_look_ups_waiting ON services_look_ups (next_try_at) WHERE state = 1;
CREATE INDEX services_look_ups_answered ON services_look_ups (asked_at) WHERE answer IS NOT NULL;
