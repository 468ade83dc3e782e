-- Journal: one entry for every act, chained per subject by hash. Purpose: proof of what was done; kept for ever.
CREATE TABLE journal_entries (
    id            {id}      PRIMARY KEY,
    subject_id    {id}      NOT NULL,
    subject_kind  {text}    NOT NULL,
    seq           {int}     NOT NULL,
    event         {text}    NOT NULL,
    at            {instant} NOT NULL,
    actor_kind    {int}     NOT NULL,
    account_id    {id},
    unit_id       {id},
    payload_hash  {bytes}   NOT NULL,
    previous_hash {bytes}   NOT NULL,
    hash          {bytes}   NOT NULL
);
CREATE UNIQUE INDEX journal_entries_subject ON journal_entries (subject_id, seq);
CREATE INDEX journal_entries_at ON journal_entries (at, id);

-- What an entry says in full, names included. Kept apart so that personal data can be erased and the chain still verifies.
CREATE TABLE journal_payloads (
    entry_id {id}    PRIMARY KEY,
    salt     {bytes} NOT NULL,
    payload  {text}  NOT NULL
);

-- Duties: who owes what by when, for all modules. Purpose: work and lateness; kept with the record they belong to.
CREATE TABLE duties (
    id           {id}      PRIMARY KEY,
    subject_id   {id}      NOT NULL,
    subject_kind {text}    NOT NULL,
    kind         {text}    NOT NULL,
    unit_id      {id}      NOT NULL,
    permit       {text}    NOT NULL,
    officer_id   {id},
    title        {text}    NOT NULL,
    person       {text}    NOT NULL,
    code         {text}    NOT NULL,
    link         {text}    NOT NULL,
    answers_citizen {bool} NOT NULL,
    opened_at    {instant} NOT NULL,
    due_at       {instant},
    paused       {bool}    NOT NULL,
    ended_at     {instant},
    outcome      {int}
);
CREATE UNIQUE INDEX duties_open_once ON duties (subject_id, kind, unit_id) WHERE ended_at IS NULL;
CREATE INDEX duties_open ON duties (unit_id, permit, due_at, id) WHERE ended_at IS NULL;
CREATE INDEX duties_ended ON duties (unit_id, ended_at) WHERE ended_at IS NOT NULL;
CREATE INDEX duties_subject ON duties (subject_id);

-- Who outside a record's own unit may see it, because a duty about it was laid on them.
CREATE TABLE grants (
    subject_id {id}      NOT NULL,
    unit_id    {id}      NOT NULL,
    permit     {text}    NOT NULL,
    until_at   {instant},
    PRIMARY KEY (subject_id, unit_id, permit)
);

-- Outbox: one row for each (entry, reaction) still to be delivered; deleted when done. In order per (reaction, subject).
CREATE TABLE outbox (
    entry_id    {id}      NOT NULL,
    reaction    {text}    NOT NULL,
    subject_id  {id}      NOT NULL,
    seq         {int}     NOT NULL,
    partition   {int}     NOT NULL,
    at          {instant} NOT NULL,
    attempts    {int}     NOT NULL,
    next_try_at {instant} NOT NULL,
    dead        {bool}    NOT NULL,
    last_error  {text},
    PRIMARY KEY (entry_id, reaction)
);
CREATE INDEX outbox_waiting ON outbox (partition, at, entry_id);
CREATE INDEX outbox_subject ON outbox (subject_id);

-- Notices to a person inside the application. Purpose: tell people what changed; kept 2 years.
CREATE TABLE notices (
    id         {id}      PRIMARY KEY,
    account_id {id}      NOT NULL,
    subject_id {id}      NOT NULL,
    title      {text}    NOT NULL,
    body       {text}    NOT NULL,
    args       {json}    NOT NULL,
    link       {text}    NOT NULL,
    at         {instant} NOT NULL,
    read_at    {instant}
);
CREATE INDEX notices_account ON notices (account_id, at, id);
CREATE INDEX notices_unread ON notices (account_id) WHERE read_at IS NULL;

CREATE TABLE code_series (
    name {text} PRIMARY KEY,
    next {int}  NOT NULL
);

CREATE TABLE settings (
    name  {text} PRIMARY KEY,
    value {text} NOT NULL
);

-- Keys of the installation, wrapped by the key file outside the database.
CREATE TABLE wrapped_keys (
    name       {text}    PRIMARY KEY,
    wrapped    {bytes}   NOT NULL,
    created_at {instant} NOT NULL
);

-- Files by their content: the bytes lie in the store under the hash.
CREATE TABLE files (
    hash       {text}    PRIMARY KEY,
    size       {int}     NOT NULL,
    media_type {text}    NOT NULL,
    stored_at  {instant} NOT NULL
);
