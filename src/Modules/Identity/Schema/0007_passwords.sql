-- A password that an administrator gave (mật khẩu tạm) is good until then, for one sign-in, and must be changed in it.
ALTER TABLE identity_accounts ADD COLUMN temporary_until {instant};

-- Somebody forgot their password (quên mật khẩu): what was typed, encrypted, whether anybody has such an account or not, and the code's
-- fate. The code follows from the id by a key, and the name of the request is only in the cookie. Purpose: to let the person choose
-- another password. Deleted after a day.
CREATE TABLE identity_password_resets (
    id         {id}      PRIMARY KEY,
    token_hash {text}    NOT NULL UNIQUE,
    typed      {bytes}   NOT NULL,
    account_id {id},
    asked_at   {instant} NOT NULL,
    taken_at   {instant},
    sent_at    {instant},
    failures   {int}     NOT NULL,
    used_at    {instant}
);
CREATE INDEX identity_password_resets_waiting ON identity_password_resets (asked_at) WHERE sent_at IS NULL;
CREATE INDEX identity_password_resets_account ON identity_password_resets (account_id, sent_at) WHERE account_id IS NOT NULL;

-- Computers shared at a counter (máy quầy), each with the name an administrator gave it. The token is only in the browser there.
CREATE TABLE identity_counters (
    id            {id}      PRIMARY KEY,
    version       {int}     NOT NULL,
    head          {bytes}   NOT NULL,
    token_hash    {text}    NOT NULL UNIQUE,
    unit_id       {id}      NOT NULL,
    name          {text}    NOT NULL,
    registered_at {instant} NOT NULL,
    ended_at      {instant}
);
CREATE INDEX identity_counters_unit ON identity_counters (unit_id);

-- Who comes back by PIN at which counter, on the day they signed in there with their password. The PIN is a keyed hash, bound to both.
-- Purpose: officers take turns at one computer in seconds. Deleted 30 days after the last such day.
CREATE TABLE identity_counter_pins (
    counter_id {id}   NOT NULL,
    account_id {id}   NOT NULL,
    pin_hash   {text} NOT NULL,
    day        {date} NOT NULL,
    failures   {int}  NOT NULL,
    PRIMARY KEY (counter_id, account_id)
);
CREATE INDEX identity_counter_pins_account ON identity_counter_pins (account_id);

-- A session at a counter locks itself when nobody used it for a while; one is locked by hand anywhere (khóa máy).
ALTER TABLE identity_sessions ADD COLUMN counter_id {id};
ALTER TABLE identity_sessions ADD COLUMN active_at {instant};
ALTER TABLE identity_sessions ADD COLUMN locked_at {instant};

-- What stood typed in a page when its session was locked, encrypted. Purpose: nothing typed is lost by a lock. Deleted when the same
-- person opens the page again, else after a day.
CREATE TABLE identity_kept_forms (
    account_id {id}      NOT NULL,
    path       {text}    NOT NULL,
    fields     {bytes}   NOT NULL,
    kept_at    {instant} NOT NULL,
    PRIMARY KEY (account_id, path)
);
