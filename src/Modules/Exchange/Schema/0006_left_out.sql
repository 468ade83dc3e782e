-- What a partner was not told, as an operator decided: the subject of its entry in the journal. It stays when the parcel is swept. No personal data.
CREATE TABLE exchange_left_out (
    id          {id}      PRIMARY KEY,
    carrier     {text}    NOT NULL,
    code        {text}    NOT NULL,
    event       {text}    NOT NULL,
    left_out_at {instant} NOT NULL,
    version     {int}     NOT NULL,
    head        {bytes}   NOT NULL
);
