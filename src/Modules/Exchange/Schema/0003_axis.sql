-- Agencies on the document axis, as its list had them last. No personal data.
CREATE TABLE exchange_axis_agencies (
    id      {text}    PRIMARY KEY,
    name    {text}    NOT NULL,
    is_ours {bool}    NOT NULL,
    seen_at {instant} NOT NULL
);

-- Documents to and from other agencies. Purpose: to carry official documents and to prove what was sent and taken; kept as the documents are (10 years at
-- least). Subject, content and names of signers may be personal data. Times are legal, but said_at, which is
-- that of the receiver.
CREATE TABLE exchange_packets (
    id               {id}      PRIMARY KEY,
    unit_id          {id}      NOT NULL,
    unit_name        {text}    NOT NULL,
    direction        {int}     NOT NULL,
    state            {int}     NOT NULL,
    document_id      {text}    NOT NULL,
    axis_id          {text}    NOT NULL,
    from_id          {text}    NOT NULL,
    to_id            {text}    NOT NULL,
    from_name        {text}    NOT NULL,
    business         {int}     NOT NULL,
    about            {text}    NOT NULL,
    about_id         {id},
    root_id          {id}      NOT NULL,
    reason           {text}    NOT NULL,
    number           {text}    NOT NULL,
    notation         {text}    NOT NULL,
    type_name        {text}    NOT NULL,
    issued_on        {date},
    place            {text}    NOT NULL,
    subject          {text}    NOT NULL,
    content          {text}    NOT NULL,
    priority         {int}     NOT NULL,
    due_on           {date},
    signer_position  {text}    NOT NULL,
    signer_name      {text}    NOT NULL,
    at               {instant} NOT NULL,
    hash             {text}    NOT NULL,
    size             {int}     NOT NULL,
    sent_entry_id    {id},
    followed         {int},
    asked_by_id      {id},
    fault_code       {text},
    fault_why        {text},
    receiver_count   {int}     NOT NULL,
    taken_count      {int}     NOT NULL,
    done_count       {int}     NOT NULL,
    refused_count    {int}     NOT NULL,
    version          {int}     NOT NULL,
    head             {bytes}   NOT NULL
);
CREATE INDEX exchange_packets_list ON exchange_packets (unit_id, direction, at);
CREATE INDEX exchange_packets_document ON exchange_packets (document_id);
CREATE INDEX exchange_packets_hash ON exchange_packets (hash);
CREATE INDEX exchange_packets_entry ON exchange_packets (sent_entry_id) WHERE sent_entry_id IS NOT NULL;
CREATE UNIQUE INDEX exchange_packets_taken ON exchange_packets (axis_id, to_id) WHERE direction = 2;
CREATE UNIQUE INDEX exchange_packets_sent ON exchange_packets (document_id) WHERE direction = 1;

-- To whom a packet goes, and how far each of them has come. No personal data.
CREATE TABLE exchange_packet_receivers (
    packet_id {id}   NOT NULL,
    organ_id  {text} NOT NULL,
    name      {text} NOT NULL,
    place     {int}  NOT NULL,
    status    {int},
    at        {instant},
    PRIMARY KEY (packet_id, organ_id)
);

-- What receivers said of what we sent, and what we said of what we received. The name of the officer who did it is personal data.
CREATE TABLE exchange_packet_statuses (
    packet_id  {id}      NOT NULL,
    message_id {text}    NOT NULL,
    place      {int}     NOT NULL,
    organ_id   {text}    NOT NULL,
    status     {int}     NOT NULL,
    said       {text}    NOT NULL,
    staff      {text}    NOT NULL,
    at         {instant} NOT NULL,
    said_at    {instant} NOT NULL,
    PRIMARY KEY (packet_id, message_id)
);

CREATE TABLE exchange_packet_files (
    id         {id}   PRIMARY KEY,
    packet_id  {id}   NOT NULL,
    place      {int}  NOT NULL,
    name       {text} NOT NULL,
    media_type {text} NOT NULL,
    size       {int}  NOT NULL,
    hash       {text} NOT NULL
);
CREATE INDEX exchange_packet_files_packet ON exchange_packet_files (packet_id, place);
CREATE INDEX exchange_packet_files_hash ON exchange_packet_files (hash);
