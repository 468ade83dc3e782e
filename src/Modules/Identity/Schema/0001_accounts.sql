-- Accounts of citizens and officers. Purpose: to know who acts (Decree 59/2022/NĐ-CP on electronic identification); the
-- particulars of a citizen prefill their own forms. Citizen number and phone are encrypted, and found again by a keyed hash.
-- Kept while the account is open and 10 years after it is closed, like the dossiers filed with it.
CREATE TABLE identity_accounts (
    id                    {id}    PRIMARY KEY,
    version               {int}   NOT NULL,
    head                  {bytes} NOT NULL,
    kind                  {int}   NOT NULL,
    login                 {text}  NOT NULL UNIQUE,
    folded_login          {text}  NOT NULL UNIQUE,
    password_hash         {text}  NOT NULL,
    officer_id            {id}    UNIQUE,
    full_name             {text}  NOT NULL,
    citizen_number        {bytes},
    citizen_number_lookup {text}  UNIQUE,
    phone                 {bytes},
    phone_lookup          {text},
    email                 {text},
    born_on               {text}  NOT NULL,
    gender                {text}  NOT NULL,
    ethnicity             {text}  NOT NULL,
    unit_code             {text}  NOT NULL,
    address               {text}  NOT NULL,
    active                {bool}  NOT NULL
);
CREATE INDEX identity_accounts_phone ON identity_accounts (phone_lookup) WHERE phone_lookup IS NOT NULL;

-- Sessions: where an account is signed in. The token itself is only in the cookie. Purpose: to recognise the person from
-- request to request, and to show them where they are signed in. Deleted 90 days after the end.
CREATE TABLE identity_sessions (
    token_hash   {text}    PRIMARY KEY,
    account_id   {id}      NOT NULL,
    created_at   {instant} NOT NULL,
    last_seen_at {instant} NOT NULL,
    expires_at   {instant} NOT NULL,
    user_agent   {text}    NOT NULL,
    address      {text}    NOT NULL,
    ended_at     {instant}
);
CREATE INDEX identity_sessions_account ON identity_sessions (account_id, expires_at);

-- Failed sign-ins in a row, by account, by login nobody has, and by client address, each under a keyed hash: a login that
-- does not exist is locked like one that does. Purpose: to slow down guessing. Forgotten a day after the last failure.
CREATE TABLE identity_failures (
    key          {text}    PRIMARY KEY,
    count        {int}     NOT NULL,
    last_at      {instant} NOT NULL,
    locked_until {instant}
);
CREATE INDEX identity_failures_last ON identity_failures (last_at);
