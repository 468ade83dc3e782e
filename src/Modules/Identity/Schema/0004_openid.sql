-- The name (sid) under which other systems know a session. It stays the same when the person signs in once more in the same browser,
-- and says nothing about the token. How sure the sign-in was (acr) goes with it.
ALTER TABLE identity_sessions ADD COLUMN sid {text} NOT NULL DEFAULT '';
ALTER TABLE identity_sessions ADD COLUMN acr {text} NOT NULL DEFAULT 'urn:nhatle:acr:password';
UPDATE identity_sessions SET sid = substr(token_hash, 1, 32);
CREATE INDEX identity_sessions_sid ON identity_sessions (sid);

-- The systems of the province and of others that let people sign in here. Lists are separated by spaces, addresses by line breaks.
CREATE TABLE identity_clients (
    id                 {id}      PRIMARY KEY,
    version            {int}     NOT NULL,
    head               {bytes}   NOT NULL,
    client_id          {text}    NOT NULL UNIQUE,
    name               {text}    NOT NULL,
    kind               {int}     NOT NULL,
    redirect_uris      {text}    NOT NULL,
    post_logout_uris   {text}    NOT NULL,
    back_channel_uri   {text},
    secret_hash        {text},
    scopes             {text}    NOT NULL,
    grants             {text}    NOT NULL,
    signing_alg        {text}    NOT NULL,
    audience           {text}    NOT NULL,
    launch_address     {text}    NOT NULL,
    icon               {text}    NOT NULL,
    for_officers       {bool}    NOT NULL,
    for_citizens       {bool}    NOT NULL,
    active             {bool}    NOT NULL,
    registered_at      {instant} NOT NULL
);

-- Keys that sign tokens, the private half wrapped. Kept 40 days after another took over, so that a sign-out may still name an old token.
CREATE TABLE identity_signing_keys (
    id         {id}      PRIMARY KEY,
    version    {int}     NOT NULL,
    head       {bytes}   NOT NULL,
    alg        {text}    NOT NULL,
    wrapped    {bytes}   NOT NULL,
    made_at    {instant} NOT NULL,
    signs_from {instant} NOT NULL
);

-- Which system a session opened. Purpose: to sign the person out there when they sign out here.
-- Deleted 90 days after its end.
CREATE TABLE identity_client_sessions (
    id           {id}      PRIMARY KEY,
    version      {int}     NOT NULL,
    head         {bytes}   NOT NULL,
    sid          {text}    NOT NULL,
    client_id    {id}      NOT NULL,
    account_id   {id}      NOT NULL,
    signed_in_at {instant} NOT NULL,
    ended_at     {instant}
);
CREATE UNIQUE INDEX identity_client_sessions_open ON identity_client_sessions (sid, client_id) WHERE ended_at IS NULL;
CREATE INDEX identity_client_sessions_account ON identity_client_sessions (account_id) WHERE ended_at IS NULL;
CREATE INDEX identity_client_sessions_ended ON identity_client_sessions (ended_at) WHERE ended_at IS NOT NULL;

-- What a person let a system have: one code, then the family of refresh tokens that follow from it. The tokens follow from the id
-- by a key: they are not here. Purpose: tokens work once, and end with the session. Deleted 30 days after the last of them has expired.
CREATE TABLE identity_authorizations (
    id                 {id}      PRIMARY KEY,
    client_session_id  {id}      NOT NULL,
    client_id          {id}      NOT NULL,
    account_id         {id}      NOT NULL,
    officer_id         {id},
    sid                {text}    NOT NULL,
    scopes             {text}    NOT NULL,
    nonce              {text}    NOT NULL,
    acr                {text}    NOT NULL,
    auth_at            {instant} NOT NULL,
    redirect_uri       {text}    NOT NULL,
    code_challenge     {text}    NOT NULL,
    code_expires_at    {instant} NOT NULL,
    code_used_at       {instant},
    refresh_number     {int}     NOT NULL,
    refresh_expires_at {instant} NOT NULL,
    offline            {bool}    NOT NULL,
    ended_at           {instant}
);
CREATE INDEX identity_authorizations_session ON identity_authorizations (client_session_id);
CREATE INDEX identity_authorizations_account ON identity_authorizations (account_id);
CREATE INDEX identity_authorizations_expired ON identity_authorizations (refresh_expires_at);

-- What a person agreed to tell a system of others. Purpose: not to ask twice, and to let them take it back.
-- Deleted when they take it back.
CREATE TABLE identity_consents (
    account_id {id}      NOT NULL,
    client_id  {id}      NOT NULL,
    scopes     {text}    NOT NULL,
    given_at   {instant} NOT NULL,
    PRIMARY KEY (account_id, client_id)
);
