-- Search by officials. Purpose: to find a record by code, name, number or phone; kept as long as the record.
-- names: folded words of the people. words: the tokens of the index, see SearchTokens; numbers and phones only as keyed hashes.
CREATE TABLE search_documents (
    subject_id {id}      PRIMARY KEY,
    kind       {text}    NOT NULL,
    unit_id    {id}      NOT NULL,
    at         {instant} NOT NULL,
    title      {text}    NOT NULL,
    person     {text}    NOT NULL,
    code       {text}    NOT NULL,
    link       {text}    NOT NULL,
    names      {text}    NOT NULL,
    words      {text}    NOT NULL,
    tokens     tsvector  GENERATED ALWAYS AS (array_to_tsvector(string_to_array(words, ' '))) STORED
);
CREATE INDEX search_documents_tokens ON search_documents USING gin (tokens);
CREATE INDEX search_documents_at ON search_documents (at);
