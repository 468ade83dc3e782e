-- What a unit was called and where it stood until a change by law: one row for each time before the one that holds now.
CREATE TABLE directory_unit_versions (
    unit_id    {id}   NOT NULL,
    parent_id  {id},
    kind       {text} NOT NULL,
    type       {text} NOT NULL,
    name       {text} NOT NULL,
    full_name  {text} NOT NULL,
    authority  {text} NOT NULL,
    short_code {text} NOT NULL,
    valid_from {date} NOT NULL,
    valid_to   {date} NOT NULL,
    PRIMARY KEY (unit_id, valid_to)
);

-- Which unit goes on with what another one left, from a day on. The main one got what was open.
CREATE TABLE directory_successions (
    from_id   {id}   NOT NULL,
    to_id     {id}   NOT NULL,
    reform_id {id}   NOT NULL,
    day       {date} NOT NULL,
    main      {bool} NOT NULL,
    PRIMARY KEY (from_id, to_id)
);
CREATE INDEX directory_successions_to ON directory_successions (to_id);

-- What a reform has moved so far, written in the transaction of each step: after a crash it goes on behind the last one, and no step is taken twice.
CREATE TABLE directory_reform_steps (
    reform_id   {id}      NOT NULL,
    participant {text}    NOT NULL,
    number      {int}     NOT NULL,
    moved       {int}     NOT NULL,
    at          {instant} NOT NULL,
    PRIMARY KEY (reform_id, participant, number)
);

-- Leave planned ahead (nghỉ phép). New work that would be laid on the person meanwhile goes to the stand-in, or to the unit; what they have
-- stays theirs. Purpose: nothing waits for somebody who is away; deleted with the officer.
CREATE TABLE directory_leaves (
    id           {id}      PRIMARY KEY,
    officer_id   {id}      NOT NULL,
    stand_in_id  {id},
    from_on      {date}    NOT NULL,
    until_on     {date}    NOT NULL,
    reason       {text}    NOT NULL,
    cancelled_at {instant}
);
CREATE INDEX directory_leaves_officer ON directory_leaves (officer_id);
