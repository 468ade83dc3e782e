-- The province as data with validity dates. Officers' names and posts are public (Law on Access to Information).
CREATE TABLE directory_state (
    id      {id}    PRIMARY KEY,
    version {int}   NOT NULL,
    head    {bytes} NOT NULL
);

CREATE TABLE directory_units (
    id         {id}   PRIMARY KEY,
    code       {text} NOT NULL UNIQUE,
    parent_id  {id},
    kind       {text} NOT NULL,
    type       {text} NOT NULL,
    name       {text} NOT NULL,
    full_name  {text} NOT NULL,
    authority  {text} NOT NULL,
    short_code {text} NOT NULL,
    valid_from {date} NOT NULL,
    valid_to   {date}
);

CREATE TABLE directory_officers (
    id        {id}   PRIMARY KEY,
    full_name {text} NOT NULL,
    sort_key  {text} NOT NULL,
    gender    {text} NOT NULL,
    email     {text} NOT NULL,
    active    {bool} NOT NULL
);

CREATE TABLE directory_positions (
    id         {id}   PRIMARY KEY,
    officer_id {id}   NOT NULL,
    unit_id    {id}   NOT NULL,
    seat_unit_id {id} NOT NULL,
    position_key {text} NOT NULL,
    title      {text} NOT NULL,
    permits    {text} NOT NULL,
    subtree    {bool} NOT NULL,
    valid_from {date} NOT NULL,
    valid_to   {date}
);
CREATE INDEX directory_positions_officer ON directory_positions (officer_id);
CREATE INDEX directory_positions_unit ON directory_positions (unit_id);

CREATE TABLE directory_delegations (
    id          {id}      PRIMARY KEY,
    position_id {id}      NOT NULL,
    officer_id  {id}      NOT NULL,
    permits     {text}    NOT NULL,
    from_at     {instant} NOT NULL,
    until_at    {instant} NOT NULL,
    reason      {text}    NOT NULL,
    revoked_at  {instant}
);
CREATE INDEX directory_delegations_officer ON directory_delegations (officer_id);
