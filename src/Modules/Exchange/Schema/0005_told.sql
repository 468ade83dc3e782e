-- Which records a partner is told of, and up to which entry its acts are laid down: what is lacking is laid down from here, also when the parcels that
-- were sent are swept. laid_seq 0: its beginning was never told. No personal data.
CREATE TABLE exchange_told (
    carrier    {text} NOT NULL,
    subject_id {id}   NOT NULL,
    laid_seq   {int}  NOT NULL,
    PRIMARY KEY (carrier, subject_id)
);
INSERT INTO exchange_told (carrier, subject_id, laid_seq)
SELECT carrier, subject_id, CASE WHEN MIN(seq) = 1 OR MAX(CASE WHEN state = 2 THEN 1 ELSE 0 END) = 1 THEN MAX(seq) ELSE 0 END FROM exchange_parcels GROUP BY carrier, subject_id;

-- How many records that are, counted as they are added; and how far what is older than the connection has been looked at (the journal, in its order).
CREATE TABLE exchange_carriers (
    carrier         {text} PRIMARY KEY,
    held            {int}  NOT NULL,
    earlier_at      {instant},
    earlier_id      {id},
    earlier_laid    {int}  NOT NULL,
    earlier_done_at {instant}
);
INSERT INTO exchange_carriers (carrier, held, earlier_laid) SELECT carrier, COUNT(*), 0 FROM exchange_told GROUP BY carrier;

-- What has been left out is swept by the time of its last try, as what was sent is by the time it was sent.
CREATE INDEX exchange_parcels_left_out ON exchange_parcels (carrier, next_try_at) WHERE state = 4;

-- Certificates that run out soon, as the operators were told: ours, those of the authorities, those of partners. No personal data.
CREATE TABLE exchange_expiring (
    id        {id}      PRIMARY KEY,
    key_id    {text}    NOT NULL UNIQUE,
    owner     {text}    NOT NULL,
    whose     {int}     NOT NULL,
    until     {instant} NOT NULL,
    days      {int}     NOT NULL,
    told_at   {instant} NOT NULL,
    ended_at  {instant},
    version   {int}     NOT NULL,
    head      {bytes}   NOT NULL
);

-- What the root of its batch stands over, of this message alone: so that the one that was changed can be named. Null for what was closed before this was kept.
ALTER TABLE exchange_messages ADD COLUMN leaf_hash {bytes};
