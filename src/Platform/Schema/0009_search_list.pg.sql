-- What the index of search has not sorted in yet stands in one list, which every search reads to its end: a short one.
ALTER INDEX search_documents_tokens SET (gin_pending_list_limit = 64);
