-- A record of the tests, and what reactions to it did.
CREATE TABLE matters (
    id      {id}    PRIMARY KEY,
    unit_id {id}    NOT NULL,
    title   {text}  NOT NULL,
    version {int}   NOT NULL,
    head    {bytes} NOT NULL
);
CREATE TABLE matters_effects (
    id         {id}  PRIMARY KEY,
    subject_id {id}  NOT NULL,
    seq        {int} NOT NULL,
    place      {int} NOT NULL
);
