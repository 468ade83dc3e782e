-- What one client of SCIM calls an officer it brought in, and whether it deleted them. Purpose: each system finds people under its own
-- number. Deleted with the account.
CREATE TABLE identity_provisioned (
    client_id   {id}      NOT NULL,
    account_id  {id}      NOT NULL,
    external_id {text},
    deleted_at  {instant},
    PRIMARY KEY (client_id, account_id)
);
CREATE UNIQUE INDEX identity_provisioned_external ON identity_provisioned (client_id, external_id) WHERE external_id IS NOT NULL;
CREATE INDEX identity_provisioned_account ON identity_provisioned (account_id);

-- Where a system takes our officers (SCIM), with its own token, encrypted; and where it says whether it is well.
CREATE TABLE identity_system_links (
    client_id      {id}    PRIMARY KEY,
    scim_address   {text},
    scim_token     {bytes},
    health_address {text}
);

-- How a system was at the last look, and since when.
CREATE TABLE identity_system_health (
    client_id  {id}      PRIMARY KEY,
    state      {int}     NOT NULL,
    since      {instant} NOT NULL,
    checked_at {instant} NOT NULL,
    failures   {int}     NOT NULL,
    took_ms    {int}     NOT NULL,
    said       {text}    NOT NULL
);

-- Which officers a system is still to be told of, and under which id it knows them. Purpose: each change reaches each system, in order.
-- Deleted with the account.
CREATE TABLE identity_pushes (
    client_id   {id}      NOT NULL,
    account_id  {id}      NOT NULL,
    remote_id   {text},
    wanted      {int}     NOT NULL,
    done        {int}     NOT NULL,
    attempts    {int}     NOT NULL,
    next_try_at {instant} NOT NULL,
    pushed_at   {instant},
    last_error  {text},
    PRIMARY KEY (client_id, account_id)
);
CREATE INDEX identity_pushes_due ON identity_pushes (next_try_at) WHERE wanted > done;
