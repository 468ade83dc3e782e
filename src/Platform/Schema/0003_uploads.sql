-- Uploads on their way: the received part is a file whose length is the offset. Purpose: to go on after a cut; deleted after 2 days.
CREATE TABLE uploads (
    id         {id}      PRIMARY KEY,
    account_id {id}      NOT NULL,
    purpose    {text}    NOT NULL,
    target_id  {id}      NOT NULL,
    metadata   {text}    NOT NULL,
    size       {int}     NOT NULL,
    created_at {instant} NOT NULL,
    expires_at {instant} NOT NULL,
    result_id  {id}
);
CREATE INDEX uploads_account ON uploads (account_id, created_at);
CREATE INDEX uploads_expires ON uploads (expires_at);
