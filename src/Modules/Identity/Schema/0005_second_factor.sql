-- The second factor of an account (xác thực hai bước): the secret shared with the app on the person's phone, encrypted, and the last step
-- whose code was taken. A secret that awaits its first code stands beside the one in use. Purpose: a stolen password opens nothing.
-- Deleted when the person removes it.
CREATE TABLE identity_second_factors (
    account_id {id}      PRIMARY KEY,
    secret     {bytes},
    since      {instant},
    last_step  {int}     NOT NULL,
    offered    {bytes},
    offered_at {instant}
);

-- Recovery codes, for who has lost the phone: a keyed hash each, good once. Purpose: that of the second factor. Deleted with it.
CREATE TABLE identity_recovery_codes (
    code_hash  {text}    PRIMARY KEY,
    account_id {id}      NOT NULL,
    used_at    {instant}
);
CREATE INDEX identity_recovery_codes_account ON identity_recovery_codes (account_id);

-- The password was right and the code is awaited; the token itself is only in the cookie. Purpose: to finish the sign-in within ten
-- minutes. Deleted when it is finished, else with the next sign-in of anybody after that.
CREATE TABLE identity_half_sign_ins (
    token_hash {text}    PRIMARY KEY,
    account_id {id}      NOT NULL,
    expires_at {instant} NOT NULL
);
CREATE INDEX identity_half_sign_ins_expired ON identity_half_sign_ins (expires_at);

-- When a code was last entered in a session: acts of weight ask how long ago that was.
ALTER TABLE identity_sessions ADD COLUMN code_at {instant};

-- When a person who must have a second factor was first told so; the days of grace run from there.
ALTER TABLE identity_accounts ADD COLUMN second_asked_at {instant};
