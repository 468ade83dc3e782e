-- A sign-in by the national electronic identity that is under way: what its answer must agree with. State and browser are hashes, the
-- values themselves are only in the address and in the cookie. Purpose: an answer nobody here asked for signs nobody in. Deleted
-- when the answer comes, else with the next sign-in of anybody after ten minutes.
CREATE TABLE identity_national_sign_ins (
    state_hash   {text}    PRIMARY KEY,
    browser_hash {text}    NOT NULL,
    nonce        {text}    NOT NULL,
    verifier     {text}    NOT NULL,
    return_to    {text}    NOT NULL,
    english      {bool}    NOT NULL,
    asked        {int}     NOT NULL,
    account_id   {id},
    begun_at     {instant} NOT NULL,
    expires_at   {instant} NOT NULL
);
CREATE INDEX identity_national_sign_ins_expired ON identity_national_sign_ins (expires_at);

-- Whose account at the national electronic identity opens which account here, and what was said of the person there last. The subject is
-- a keyed hash. Purpose: one person, one account, and name and birthday as the state says them. Kept with the account.
CREATE TABLE identity_national_links (
    account_id   {id}      PRIMARY KEY,
    subject_key  {text}    NOT NULL UNIQUE,
    name         {text}    NOT NULL,
    born_on      {text}    NOT NULL,
    level        {int}     NOT NULL,
    linked_at    {instant} NOT NULL,
    confirmed_at {instant} NOT NULL
);

-- How sure the state is that a session is the person's: 0 our own account only, 1 and 2 the levels of the national electronic identity.
ALTER TABLE identity_sessions ADD COLUMN assurance {int} NOT NULL DEFAULT 0;
ALTER TABLE identity_half_sign_ins ADD COLUMN assurance {int} NOT NULL DEFAULT 0;
