-- Messages exchanged with other agencies. Purpose: to prove what was asked and answered. Heads and bodies may hold personal data: encrypted, and
-- emptied after the days the installation sets; hashes and signatures stay 10 years. Times are the system's.
CREATE TABLE exchange_messages (
    id                {id}      PRIMARY KEY,
    at                {instant} NOT NULL,
    direction         {int}     NOT NULL,
    partner           {text}    NOT NULL,
    service           {text}    NOT NULL,
    method            {text}    NOT NULL,
    message_id        {text}    NOT NULL,
    issue             {text}    NOT NULL,
    subject_id        {id},
    account_id        {id},
    entry_id          {id},
    about_key         {text}    NOT NULL,
    outcome           {int}     NOT NULL,
    status            {int},
    error             {text},
    took_ms           {int},
    request_hash      {bytes}   NOT NULL,
    answer_hash       {bytes},
    request_head      {bytes},
    request_body      {bytes},
    answer_head       {bytes},
    answer_body       {bytes},
    request_signature {text}    NOT NULL,
    answer_signature  {text},
    key_id            {text},
    kept              {bool}    NOT NULL,
    batch_id          {id},
    place             {int}
);
CREATE INDEX exchange_messages_at ON exchange_messages (at);
CREATE INDEX exchange_messages_partner ON exchange_messages (partner, at);
CREATE INDEX exchange_messages_issue ON exchange_messages (issue, at) WHERE issue <> '';
CREATE INDEX exchange_messages_message ON exchange_messages (message_id);
CREATE INDEX exchange_messages_batch ON exchange_messages (batch_id, place) WHERE batch_id IS NOT NULL;
CREATE INDEX exchange_messages_trouble ON exchange_messages (outcome, at) WHERE outcome <> 1;
CREATE INDEX exchange_messages_open ON exchange_messages (at, id) WHERE batch_id IS NULL;
CREATE INDEX exchange_messages_kept ON exchange_messages (at) WHERE kept;

-- Messages closed under one root each: the journal's entry of it seals them. No personal data.
CREATE TABLE exchange_batches (
    id      {id}      PRIMARY KEY,
    number  {int}     NOT NULL UNIQUE,
    at      {instant} NOT NULL,
    count   {int}     NOT NULL,
    root    {bytes}   NOT NULL,
    version {int}     NOT NULL,
    head    {bytes}   NOT NULL
);

-- Which partner may call which of our shared services. No personal data.
CREATE TABLE exchange_access (
    id         {id}      PRIMARY KEY,
    partner    {text}    NOT NULL,
    service    {text}    NOT NULL,
    is_open    {bool}    NOT NULL,
    changed_at {instant} NOT NULL,
    version    {int}     NOT NULL,
    head       {bytes}   NOT NULL,
    UNIQUE (partner, service)
);

-- How each partner was at the last look. No personal data.
CREATE TABLE exchange_partner_health (
    partner    {text}    PRIMARY KEY,
    state      {int}     NOT NULL,
    since      {instant} NOT NULL,
    checked_at {instant} NOT NULL,
    failures   {int}     NOT NULL,
    took_ms    {int}     NOT NULL,
    said       {text}    NOT NULL
);

-- Certificates that signed messages in the log, to check them by later. No personal data.
CREATE TABLE exchange_certificates (
    key_id  {text}    PRIMARY KEY,
    owner   {text}    NOT NULL,
    pem     {text}    NOT NULL,
    seen_at {instant} NOT NULL
);
