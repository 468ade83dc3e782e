-- Dossiers. Purpose: to settle the matter asked for (NĐ 61/2018); kept as the archive law says for the procedure.
-- The applicant's number and phone are encrypted; the form may hold other people's data and is encrypted as a whole.
CREATE TABLE services_dossiers (
    id                   {id}      PRIMARY KEY,
    code                 {text}    NOT NULL UNIQUE,
    procedure_code       {text}    NOT NULL,
    procedure_version_id {id}      NOT NULL,
    title                {text}    NOT NULL,
    person               {text}    NOT NULL,
    unit_id              {id}      NOT NULL,
    received_unit_id     {id}      NOT NULL,
    helped_unit_id       {id},
    channel              {int}     NOT NULL,
    status               {int}     NOT NULL,
    step                 {text},
    applicant_account_id {id},
    applicant_name       {text}    NOT NULL,
    applicant_number     {bytes}   NOT NULL,
    applicant_number_key {text}    NOT NULL,
    applicant_phone      {bytes}   NOT NULL,
    form                 {bytes}   NOT NULL,
    flow                 {json}    NOT NULL,
    limit_value          {int}     NOT NULL,
    limit_unit           {int}     NOT NULL,
    fee                  {money}   NOT NULL,
    filed_at             {instant} NOT NULL,
    filed_on             {date}    NOT NULL,
    accepted_at          {instant},
    clock                {json},
    due_at               {instant},
    supplement_asked     {text},
    supplements          {int}     NOT NULL,
    processed_by         {id},
    finished_at          {instant},
    returned_at          {instant},
    ended_reason         {text},
    stars                {int},
    rating_comment       {text},
    version              {int}     NOT NULL,
    head                 {bytes}   NOT NULL
);
CREATE INDEX services_dossiers_unit ON services_dossiers (unit_id, status, due_at);
CREATE INDEX services_dossiers_applicant ON services_dossiers (applicant_account_id, filed_at);
CREATE INDEX services_dossiers_number ON services_dossiers (applicant_number_key);

CREATE TABLE services_papers (
    id         {id}      PRIMARY KEY,
    dossier_id {id}      NOT NULL,
    role       {int}     NOT NULL,
    key        {text}    NOT NULL,
    name       {text}    NOT NULL,
    file_name  {text}    NOT NULL,
    hash       {text}    NOT NULL,
    media_type {text}    NOT NULL,
    size       {int}     NOT NULL,
    added_at   {instant} NOT NULL,
    added_by   {text}    NOT NULL
);
CREATE INDEX services_papers_dossier ON services_papers (dossier_id, added_at);

-- Drafts. Purpose: nothing typed is lost before filing; deleted 30 days after the last change. Answers are encrypted.
CREATE TABLE services_drafts (
    id                   {id}      PRIMARY KEY,
    account_id           {id}      NOT NULL,
    procedure_code       {text}    NOT NULL,
    procedure_version_id {id}      NOT NULL,
    title                {text}    NOT NULL,
    answers              {bytes}   NOT NULL,
    page                 {int}     NOT NULL,
    created_at           {instant} NOT NULL,
    changed_at           {instant} NOT NULL,
    filed_at             {instant}
);
CREATE INDEX services_drafts_account ON services_drafts (account_id, changed_at);

CREATE TABLE services_draft_files (
    id         {id}      PRIMARY KEY,
    draft_id   {id}      NOT NULL,
    key        {text}    NOT NULL,
    file_name  {text}    NOT NULL,
    hash       {text}    NOT NULL,
    media_type {text}    NOT NULL,
    size       {int}     NOT NULL,
    added_at   {instant} NOT NULL
);
CREATE INDEX services_draft_files_draft ON services_draft_files (draft_id);
