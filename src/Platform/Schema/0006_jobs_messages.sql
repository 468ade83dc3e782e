-- What runs by itself (việc định kỳ): its last run, on whichever node. One row a job; kept while the job exists.
-- fired_at: the firing taken last, so that no node runs it again. began without ended: running, or cut off and to be run again.
CREATE TABLE jobs (
    id        {id}    PRIMARY KEY,
    version   {int}   NOT NULL,
    head      {bytes} NOT NULL,
    name      {text}  NOT NULL UNIQUE,
    fired_at  {instant},
    began_at  {instant},
    ended_at  {instant},
    legal_day {date},
    outcome   {int},
    done      {int}   NOT NULL,
    error     {text},
    node      {text}  NOT NULL
);

-- What goes out to people by SMS and e-mail. Purpose: to tell them what changed, and to show that it was sent; deleted 180 days after
-- it was written. Address and text are encrypted. The id goes along as idempotency key: sent again, it is still one message.
-- In order per (channel, subject, account). not_before is legal time (SMS rest at night), next_try_at system time (retries are real).
CREATE TABLE messages (
    id          {id}      PRIMARY KEY,
    channel     {int}     NOT NULL,
    account_id  {id}      NOT NULL,
    subject_id  {id}      NOT NULL,
    seq         {int}     NOT NULL,
    kind        {text}    NOT NULL,
    address     {bytes}   NOT NULL,
    heading     {bytes}   NOT NULL,
    text        {bytes}   NOT NULL,
    state       {int}     NOT NULL,
    attempts    {int}     NOT NULL,
    at          {instant} NOT NULL,
    not_before  {instant},
    next_try_at {instant} NOT NULL,
    sent_at     {instant},
    last_error  {text}
);
CREATE INDEX messages_line ON messages (channel, subject_id, account_id, seq, at, id) WHERE state = 0;
CREATE INDEX messages_waiting ON messages (channel, next_try_at) WHERE state = 0;
CREATE INDEX messages_at ON messages (at, id);
