-- Passkeys (khóa truy cập) of an account: the public half of each key, whose private half never leaves the person's device or vault, with
-- the counter the device told last. Purpose: to sign in without a password that could be stolen. Deleted when the person removes it.
CREATE TABLE identity_passkeys (
    id                 {id}      PRIMARY KEY,
    account_id         {id}      NOT NULL,
    credential_id      {text}    NOT NULL UNIQUE,
    public_key         {bytes}   NOT NULL,
    sign_count         {int}     NOT NULL,
    transports         {text}    NOT NULL,
    is_backup_eligible {bool}    NOT NULL,
    is_backed_up       {bool}    NOT NULL,
    name               {text}    NOT NULL,
    added_at           {instant} NOT NULL,
    last_used_at       {instant}
);
CREATE INDEX identity_passkeys_account ON identity_passkeys (account_id);

-- Challenges that were answered, by their hash: each is taken once. They are not kept before that: the browser brings them, signed by us.
-- Deleted when they have expired, with the next one.
CREATE TABLE identity_passkey_challenges (
    hash       {text}    PRIMARY KEY,
    expires_at {instant} NOT NULL
);
CREATE INDEX identity_passkey_challenges_expired ON identity_passkey_challenges (expires_at);
