-- What an editor has typed and not saved yet, so that neither an expired session nor a closed lid loses it; gone when the draft is saved.
CREATE TABLE catalogue_typed (
    account_id {id}      NOT NULL,
    version_id {id}      NOT NULL,
    revision   {int}     NOT NULL,
    fields     {json}    NOT NULL,
    typed_at   {instant} NOT NULL,
    PRIMARY KEY (account_id, version_id)
);
