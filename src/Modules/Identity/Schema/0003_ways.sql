-- How a person wants to be told (cách nhận tin), beside the notices that everybody gets: SMS to the phone of the account, and e-mail
-- to an address they have confirmed. The address is encrypted. Purpose and retention: those of the account.
ALTER TABLE identity_accounts ADD COLUMN sms_wanted {bool} NOT NULL DEFAULT TRUE;
ALTER TABLE identity_accounts ADD COLUMN mail_wanted {bool} NOT NULL DEFAULT FALSE;
ALTER TABLE identity_accounts ADD COLUMN mail_address {bytes};
ALTER TABLE identity_accounts ADD COLUMN english {bool} NOT NULL DEFAULT FALSE;

-- An address on its way to being confirmed, one an account. The code that was sent there follows from the id by a key: it is not here.
-- Purpose: nobody gets letters they did not ask for. Deleted when confirmed, else a day after it was sent.
CREATE TABLE identity_mail_checks (
    account_id {id}      PRIMARY KEY,
    id         {id}      NOT NULL,
    address    {bytes}   NOT NULL,
    sent_at    {instant} NOT NULL,
    sent_today {int}     NOT NULL,
    failures   {int}     NOT NULL
);
CREATE INDEX identity_mail_checks_sent ON identity_mail_checks (sent_at);
