-- The catalogue as one journalled subject: every import is an entry of it.
CREATE TABLE catalogue_state (
    id      {id}    PRIMARY KEY,
    version {int}   NOT NULL,
    head    {bytes} NOT NULL
);

-- Procedures (thủ tục hành chính), as the newest version says. Public by law (NĐ 63/2010); no personal data.
CREATE TABLE catalogue_procedures (
    id                    {id}    PRIMARY KEY,
    code                  {text}  NOT NULL UNIQUE,
    name                  {text}  NOT NULL,
    everyday_name         {text}  NOT NULL,
    english_name          {text},
    english_everyday_name {text},
    field                 {text}  NOT NULL,
    life_event            {text},
    level                 {int},
    deciding_unit_code    {text},
    search_text           {text}  NOT NULL,
    origin                {int}   NOT NULL,
    source_hash           {text},
    published_version_id  {id},
    latest_version_id     {id}    NOT NULL,
    latest_number         {int}   NOT NULL,
    needs                 {json}  NOT NULL,
    version               {int}   NOT NULL,
    head                  {bytes} NOT NULL
);

-- Versions of a procedure: the content never changes; a dossier keeps the one it was filed under. Kept for ever.
CREATE TABLE catalogue_versions (
    id           {id}      PRIMARY KEY,
    procedure_id {id}      NOT NULL,
    number       {int}     NOT NULL,
    content      {json}    NOT NULL,
    content_hash {text}    NOT NULL,
    status       {int}     NOT NULL,
    published_on {date},
    created_at   {instant} NOT NULL
);
CREATE UNIQUE INDEX catalogue_versions_number ON catalogue_versions (procedure_id, number);
