-- The indicators shared with the Government, one report a period. No personal data. Acts in legal time.
CREATE TABLE exchange_reports (
    id         {id}      PRIMARY KEY,
    unit_id    {id}      NOT NULL,
    kind       {int}     NOT NULL,
    period     {text}    NOT NULL UNIQUE,
    first_day  {date}    NOT NULL,
    last_day   {date}    NOT NULL,
    opened_at  {instant} NOT NULL,
    due_at     {instant} NOT NULL,
    state      {int}     NOT NULL,
    edition    {int}     NOT NULL,
    version    {int}     NOT NULL,
    head       {bytes}   NOT NULL
);
CREATE INDEX exchange_reports_last ON exchange_reports (kind, last_day);

-- The values of a report as they are drafted or were sent; what was sent is never changed.
CREATE TABLE exchange_report_editions (
    report_id {id}      NOT NULL,
    number    {int}     NOT NULL,
    reason    {text}    NOT NULL,
    lines     {json}    NOT NULL,
    sent_at   {instant},
    PRIMARY KEY (report_id, number)
);

-- What each receiver said of each edition that was sent.
CREATE TABLE exchange_report_receipts (
    report_id   {id}   NOT NULL,
    number      {int}  NOT NULL,
    receiver    {text} NOT NULL,
    entry_id    {id}   NOT NULL,
    state       {int}  NOT NULL,
    reference   {text} NOT NULL,
    errors      {json} NOT NULL,
    answered_at {instant},
    PRIMARY KEY (report_id, number, receiver)
);
CREATE INDEX exchange_report_receipts_entry ON exchange_report_receipts (entry_id);
