-- Charges: what is to be paid for a dossier, by which rule. Purpose: to take the fee the law asks for, and no more; kept 10 years (accounting law).
CREATE TABLE payments_charges (
    id               {id}      PRIMARY KEY,
    dossier_id       {id}      NOT NULL UNIQUE,
    dossier_code     {text}    NOT NULL UNIQUE,
    title            {text}    NOT NULL,
    procedure_version_id {id}  NOT NULL,
    unit_id          {id}      NOT NULL,
    desk_unit_id     {id}      NOT NULL,
    payer            {text}    NOT NULL,
    payer_account_id {id},
    payer_key        {text}    NOT NULL,
    is_online        {bool}    NOT NULL,
    full_vnd         {money}   NOT NULL,
    amount_vnd       {money}   NOT NULL,
    paid_vnd         {money}   NOT NULL,
    subjects         {text}    NOT NULL,
    rule_subject     {int},
    basis            {text},
    evidence         {text},
    claimed          {int},
    claimed_note     {text},
    status           {int}     NOT NULL,
    raised_at        {instant} NOT NULL,
    raised_on        {date}    NOT NULL,
    requested_at     {instant},
    settled_at       {instant},
    version          {int}     NOT NULL,
    head             {bytes}   NOT NULL
);
CREATE INDEX payments_charges_unit ON payments_charges (unit_id, status, raised_at);

-- Orders: what was asked of the payment platform, each under a reference used once.
CREATE TABLE payments_orders (
    id          {id}      PRIMARY KEY,
    reference   {text}    NOT NULL UNIQUE,
    charge_id   {id}      NOT NULL,
    amount_vnd  {money}   NOT NULL,
    state       {int}     NOT NULL,
    platform_id {text},
    bin         {text},
    account     {text},
    address     {text},
    made_at     {instant} NOT NULL,
    expires_at  {instant} NOT NULL,
    ask_at      {instant} NOT NULL,
    asked       {int}     NOT NULL
);
CREATE INDEX payments_orders_charge ON payments_orders (charge_id, made_at);
CREATE INDEX payments_orders_open ON payments_orders (state, ask_at);

-- Payments: money that came, in whatever way. Purpose: to account for it to the payer and to the treasury; kept 10 years (accounting law).
CREATE TABLE payments_payments (
    id           {id}      PRIMARY KEY,
    unit_id      {id}      NOT NULL,
    desk_unit_id {id}      NOT NULL,
    charge_id    {id},
    dossier_code {text},
    payer        {text}    NOT NULL,
    way          {int}     NOT NULL,
    method       {text}    NOT NULL,
    reference    {text}    NOT NULL,
    platform_id  {text}    UNIQUE,
    slip         {text},
    shift_id     {id},
    taken_by     {text}    NOT NULL,
    amount_vnd   {money}   NOT NULL,
    applied_vnd  {money}   NOT NULL,
    refunded_vnd {money}   NOT NULL,
    state        {int}     NOT NULL,
    settled      {bool}    NOT NULL,
    paid_at      {instant} NOT NULL,
    platform_on  {date},
    taken_at     {instant} NOT NULL,
    taken_on     {date}    NOT NULL,
    version      {int}     NOT NULL,
    head         {bytes}   NOT NULL
);
CREATE INDEX payments_payments_charge ON payments_payments (charge_id);
CREATE INDEX payments_payments_day ON payments_payments (unit_id, taken_on, taken_at);
CREATE INDEX payments_payments_open ON payments_payments (unit_id, settled, taken_at);
CREATE INDEX payments_payments_platform_day ON payments_payments (platform_on);
CREATE INDEX payments_payments_shift ON payments_payments (shift_id);

-- Receipts, numbered without gaps in each desk and year: the number is given last before the commit. Purpose: the payer's proof; kept 10 years (accounting law).
CREATE TABLE payments_receipts (
    id            {id}      PRIMARY KEY,
    unit_id       {id}      NOT NULL,
    desk_unit_id  {id}      NOT NULL,
    year          {int}     NOT NULL,
    number        {int},
    payment_id    {id}      NOT NULL,
    charge_id     {id}      NOT NULL,
    dossier_code  {text}    NOT NULL,
    payer         {text}    NOT NULL,
    title         {text}    NOT NULL,
    amount_vnd    {money}   NOT NULL,
    full_vnd      {money}   NOT NULL,
    rule_subject  {int},
    basis         {text},
    way           {int}     NOT NULL,
    issued_at     {instant} NOT NULL,
    issued_by     {text}    NOT NULL,
    cancelled_at  {instant},
    cancelled_by  {text},
    cancel_reason {text},
    version       {int}     NOT NULL,
    head          {bytes}   NOT NULL
);
CREATE UNIQUE INDEX payments_receipts_number ON payments_receipts (desk_unit_id, year, number);
CREATE INDEX payments_receipts_payment ON payments_receipts (payment_id);
CREATE INDEX payments_receipts_charge ON payments_receipts (charge_id, issued_at);

CREATE TABLE payments_series (
    desk_unit_id {id}  NOT NULL,
    year         {int} NOT NULL,
    last         {int} NOT NULL,
    PRIMARY KEY (desk_unit_id, year)
);

-- Shifts of cashiers: what the drawer should hold and what was counted. Purpose: to know who had which money; kept 10 years (accounting law).
CREATE TABLE payments_shifts (
    id           {id}      PRIMARY KEY,
    unit_id      {id}      NOT NULL,
    desk_unit_id {id}      NOT NULL,
    officer_id   {id}      NOT NULL,
    officer_name {text}    NOT NULL,
    opening_vnd  {money}   NOT NULL,
    opened_at    {instant} NOT NULL,
    opened_on    {date}    NOT NULL,
    closed_at    {instant},
    expected_vnd {money},
    counted_vnd  {money},
    counts       {text},
    reason       {text},
    version      {int}     NOT NULL,
    head         {bytes}   NOT NULL
);
CREATE UNIQUE INDEX payments_shifts_open ON payments_shifts (officer_id) WHERE closed_at IS NULL;
CREATE INDEX payments_shifts_unit ON payments_shifts (unit_id, opened_at);

-- Refunds. Purpose: to give back what was paid too much; kept 10 years (accounting law).
CREATE TABLE payments_refunds (
    id         {id}      PRIMARY KEY,
    unit_id    {id}      NOT NULL,
    payment_id {id}      NOT NULL,
    amount_vnd {money}   NOT NULL,
    way        {int}     NOT NULL,
    state      {int}     NOT NULL,
    reason     {text}    NOT NULL,
    shift_id   {id},
    asked_by   {text}    NOT NULL,
    asked_at   {instant} NOT NULL,
    ended_at   {instant},
    said       {text},
    version    {int}     NOT NULL,
    head       {bytes}   NOT NULL
);
CREATE INDEX payments_refunds_payment ON payments_refunds (payment_id);
CREATE INDEX payments_refunds_state ON payments_refunds (state, asked_at);
CREATE INDEX payments_refunds_shift ON payments_refunds (shift_id);

-- Days of the platform that were compared, and the differences that were found.
CREATE TABLE payments_days (
    day        {date}    PRIMARY KEY,
    read_at    {instant} NOT NULL,
    hash       {text}    NOT NULL,
    ours       {int}     NOT NULL,
    ours_vnd   {money}   NOT NULL,
    theirs     {int}     NOT NULL,
    theirs_vnd {money}   NOT NULL
);
CREATE TABLE payments_differences (
    id          {id}      PRIMARY KEY,
    unit_id     {id}      NOT NULL,
    day         {date}    NOT NULL,
    kind        {int}     NOT NULL,
    platform_id {text}    NOT NULL,
    reference   {text}    NOT NULL,
    method      {text}    NOT NULL,
    ours_vnd    {money},
    theirs_vnd  {money},
    paid_at     {instant} NOT NULL,
    found_at    {instant} NOT NULL,
    mended_at   {instant},
    mended_by   {text},
    reason      {text},
    version     {int}     NOT NULL,
    head        {bytes}   NOT NULL
);
CREATE INDEX payments_differences_unit ON payments_differences (unit_id, day);
