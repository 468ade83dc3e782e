-- Search by officials. Purpose: to find a record by code, name, number or phone; kept as long as the record.
-- names: folded words of the people. words: the tokens of the index, see SearchTokens; numbers and phones only as keyed hashes.
-- id grows as records come, so newest first is the index's own order read backwards.
CREATE TABLE search_documents (
    id         INTEGER   PRIMARY KEY,
    subject_id {id}      NOT NULL UNIQUE,
    kind       {text}    NOT NULL,
    unit_id    {id}      NOT NULL,
    at         {instant} NOT NULL,
    title      {text}    NOT NULL,
    person     {text}    NOT NULL,
    code       {text}    NOT NULL,
    link       {text}    NOT NULL,
    names      {text}    NOT NULL,
    words      {text}    NOT NULL
);
CREATE VIRTUAL TABLE search_words USING fts5(words, content='search_documents', content_rowid='id', tokenize="ascii tokenchars '_'", detail=none, columnsize=0);
CREATE TRIGGER search_documents_added AFTER INSERT ON search_documents BEGIN
    INSERT INTO search_words (rowid, words) VALUES (new.id, new.words);
END;
CREATE TRIGGER search_documents_removed AFTER DELETE ON search_documents BEGIN
    INSERT INTO search_words (search_words, rowid, words) VALUES ('delete', old.id, old.words);
END;
CREATE TRIGGER search_documents_changed AFTER UPDATE OF words ON search_documents BEGIN
    INSERT INTO search_words (search_words, rowid, words) VALUES ('delete', old.id, old.words);
    INSERT INTO search_words (rowid, words) VALUES (new.id, new.words);
END;
