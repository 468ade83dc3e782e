-- The number was proved by a paper that an official saw; who registers by phone has not proved it yet. Accounts of before this were all opened with it.
ALTER TABLE identity_accounts ADD COLUMN number_checked {bool} NOT NULL DEFAULT TRUE;

-- Registrations that await their code: what becomes the account. Number and phone are encrypted, and found again by a keyed hash. The
-- code that was sent follows from the row by a key: it is not here. Purpose: an account for who has the phone at hand.
-- Deleted a day after the code was sent.
CREATE TABLE identity_registrations (
    id                    {id}      PRIMARY KEY,
    version               {int}     NOT NULL,
    head                  {bytes}   NOT NULL,
    code_id               {id}      NOT NULL,
    citizen_number        {bytes}   NOT NULL,
    citizen_number_lookup {text}    NOT NULL,
    full_name             {text}    NOT NULL,
    born_on               {text}    NOT NULL,
    phone                 {bytes}   NOT NULL,
    phone_lookup          {text}    NOT NULL,
    sent_at               {instant} NOT NULL,
    failures              {int}     NOT NULL,
    ended_at              {instant}
);
CREATE INDEX identity_registrations_number ON identity_registrations (citizen_number_lookup, sent_at);
CREATE INDEX identity_registrations_phone ON identity_registrations (phone_lookup, sent_at);
CREATE INDEX identity_registrations_sent ON identity_registrations (sent_at);

-- Accounts opened at a desk whose owner has not chosen a password yet. The code on the slip follows from the id by a key: it is not
-- here. Purpose: an account for who has no phone. Deleted when the owner has chosen a password.
CREATE TABLE identity_activations (
    account_id {id}      PRIMARY KEY,
    id         {id}      NOT NULL,
    unit_id    {id}      NOT NULL,
    made_by    {id}      NOT NULL,
    made_at    {instant} NOT NULL,
    expires_at {instant} NOT NULL
);

-- Who acts for whom (đại diện): a parent or guardian for a child, a legal representative for an enterprise, with what proves it.
-- The child's number is encrypted. Purpose: to file and read dossiers for who cannot or is no natural person (Civil Code 2015, Articles 136
-- and 137). Kept 10 years after it has ended, like the dossiers filed under it.
CREATE TABLE identity_representations (
    id                {id}      PRIMARY KEY,
    version           {int}     NOT NULL,
    head              {bytes}   NOT NULL,
    kind              {int}     NOT NULL,
    relation          {int}     NOT NULL,
    account_id        {id}      NOT NULL,
    account_name      {text}    NOT NULL,
    name              {text}    NOT NULL,
    number            {bytes}   NOT NULL,
    number_key        {text}    NOT NULL,
    born_on           {date},
    unit_id           {id}      NOT NULL,
    evidence          {text}    NOT NULL,
    file_hash         {text},
    file_name         {text},
    file_media_type   {text},
    file_size         {int}     NOT NULL,
    state             {int}     NOT NULL,
    asked_at          {instant} NOT NULL,
    decided_at        {instant},
    ends_on           {date}    NOT NULL,
    ended_at          {instant},
    reason            {text}
);
CREATE INDEX identity_representations_account ON identity_representations (account_id, state);
CREATE INDEX identity_representations_number ON identity_representations (number_key, state);
CREATE INDEX identity_representations_unit ON identity_representations (unit_id, state, asked_at);
CREATE INDEX identity_representations_file ON identity_representations (file_hash) WHERE file_hash IS NOT NULL;
