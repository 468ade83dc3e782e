-- Who looked at whose personal data, and why (NĐ 13/2023). Purpose: the person sees it; misuse is found. Kept as long as the journal:
-- it holds no name, number or phone of the person, only the account, or the keyed hash of a number where there is no account.
CREATE TABLE access_log (
    id               {id}      PRIMARY KEY,
    at               {instant} NOT NULL,
    account_id       {id}      NOT NULL,
    officer_id       {id},
    name             {text}    NOT NULL,
    title            {text}    NOT NULL,
    unit_id          {id},
    unit_name        {text}    NOT NULL,
    on_behalf_of     {text}    NOT NULL,
    about_account_id {id},
    about_key        {text}    NOT NULL,
    subject_kind     {text}    NOT NULL,
    subject_id       {id},
    code             {text}    NOT NULL,
    kind             {int}     NOT NULL,
    purpose          {text}    NOT NULL,
    same             {text}    NOT NULL
);
CREATE INDEX access_log_about ON access_log (about_account_id, at, id) WHERE about_account_id IS NOT NULL;
CREATE INDEX access_log_about_key ON access_log (about_key, at, id) WHERE about_key <> '';
CREATE INDEX access_log_same ON access_log (same, at);
CREATE INDEX access_log_at ON access_log (at, id);

-- The leaves of the Merkle trees, numbered through: one for each journal entry (kind 1) and each row of the access log (kind 2).
-- Those after the last seal wait for the next. Purpose: proof; kept for ever.
CREATE TABLE seal_leaves (
    n      {int}   PRIMARY KEY,
    kind   {int}   NOT NULL,
    ref_id {id}    NOT NULL UNIQUE,
    hash   {bytes} NOT NULL
);

-- Seals: the root over the leaves first_leaf … last_leaf, chained and signed by a key outside the database. Kept for ever.
CREATE TABLE seals (
    number     {int}     PRIMARY KEY,
    sealed_at  {instant} NOT NULL,
    legal_at   {instant} NOT NULL,
    first_leaf {int}     NOT NULL,
    last_leaf  {int}     NOT NULL,
    leaf_count {int}     NOT NULL,
    root       {bytes}   NOT NULL,
    previous   {bytes}   NOT NULL,
    key_id     {text}    NOT NULL,
    signature  {bytes}   NOT NULL
);

-- Public keys that seals were signed with; the id follows from the key.
CREATE TABLE seal_keys (
    id         {text}    PRIMARY KEY,
    public_key {bytes}   NOT NULL,
    created_at {instant} NOT NULL
);
