-- Orders at the public post. Purpose: to fetch papers from the applicant and to bring the result; name, phone and address encrypted and erased 1 year after the end, the rest kept 10 years (accounting law).
CREATE TABLE post_orders (
    id              {id}      PRIMARY KEY,
    reference       {text}    NOT NULL UNIQUE,
    dossier_id      {id}      NOT NULL,
    dossier_code    {text}    NOT NULL,
    title           {text}    NOT NULL,
    kind            {int}     NOT NULL,
    number          {int}     NOT NULL,
    unit_id         {id}      NOT NULL,
    desk_unit_id    {id}      NOT NULL,
    account_id      {id},
    number_key      {text}    NOT NULL,
    person          {bytes}   NOT NULL,
    state           {int}     NOT NULL,
    tracking_number {text}    UNIQUE,
    price_vnd       {money},
    pay_at_door     {bool}    NOT NULL,
    cod_vnd         {money}   NOT NULL,
    collected_vnd   {money}   NOT NULL,
    collected_on    {date},
    settled_vnd     {money},
    settled_on      {date},
    reason          {text},
    heard           {int}     NOT NULL,
    list_id         {id},
    asked_at        {instant} NOT NULL,
    asked_by        {text}    NOT NULL,
    accepted_at     {instant},
    picked_up_at    {instant},
    in_transit_at   {instant},
    delivered_at    {instant},
    failed_at       {instant},
    came_back_at    {instant},
    ended_at        {instant},
    forgotten_at    {instant},
    telling         {int}     NOT NULL,
    tries           {int}     NOT NULL,
    tell_at         {instant} NOT NULL,
    last_error      {text},
    ask_at          {instant} NOT NULL,
    asked           {int}     NOT NULL,
    version         {int}     NOT NULL,
    head            {bytes}   NOT NULL
);
CREATE UNIQUE INDEX post_orders_number ON post_orders (dossier_id, kind, number);
CREATE INDEX post_orders_unit ON post_orders (unit_id, state, asked_at);
CREATE INDEX post_orders_telling ON post_orders (telling, tell_at);
CREATE INDEX post_orders_asking ON post_orders (state, ask_at);
CREATE INDEX post_orders_collected ON post_orders (collected_on);
CREATE INDEX post_orders_list ON post_orders (list_id);

-- Lists of what a desk handed to a postman. Purpose: to prove who had the results when; kept 10 years.
CREATE TABLE post_lists (
    id           {id}      PRIMARY KEY,
    unit_id      {id}      NOT NULL,
    desk_unit_id {id}      NOT NULL,
    officer_name {text}    NOT NULL,
    postman      {text}    NOT NULL,
    orders       {int}     NOT NULL,
    made_at      {instant} NOT NULL,
    made_on      {date}    NOT NULL,
    version      {int}     NOT NULL,
    head         {bytes}   NOT NULL
);
CREATE INDEX post_lists_unit ON post_lists (unit_id, made_at);

-- Days of the post's settlement that were compared, and where its books and ours differ.
CREATE TABLE post_days (
    day        {date}    PRIMARY KEY,
    read_at    {instant} NOT NULL,
    ours_vnd   {money}   NOT NULL,
    theirs_vnd {money}   NOT NULL,
    orders     {int}     NOT NULL
);
CREATE TABLE post_differences (
    id              {id}      PRIMARY KEY,
    unit_id         {id}      NOT NULL,
    day             {date}    NOT NULL,
    kind            {int}     NOT NULL,
    reference       {text}    NOT NULL,
    tracking_number {text}    NOT NULL,
    dossier_code    {text},
    ours_vnd        {money},
    theirs_vnd      {money},
    found_at        {instant} NOT NULL,
    mended_at       {instant},
    mended_by       {text},
    reason          {text},
    version         {int}     NOT NULL,
    head            {bytes}   NOT NULL
);
CREATE INDEX post_differences_unit ON post_differences (unit_id, day);
