-- Tasks leaders give to units and officers. Purpose: who does what by when, and how it ended; kept 10 years.
-- What and about_title may name a person; names of officers and units are public, as of then.
CREATE TABLE assignments_assignments (
    id              {id}      PRIMARY KEY,
    code            {text}    NOT NULL UNIQUE,
    what            {text}    NOT NULL,
    urgency         {int}     NOT NULL,
    status          {int}     NOT NULL,
    about_kind      {text},
    about_id        {id},
    about_code      {text},
    about_title     {text},
    about_link      {text},
    given_by        {id}      NOT NULL,
    given_by_account {id}     NOT NULL,
    given_by_name   {text}    NOT NULL,
    given_position_id {id}    NOT NULL,
    given_title     {text}    NOT NULL,
    given_unit_id   {id}      NOT NULL,
    given_at        {instant} NOT NULL,
    unit_id         {id}      NOT NULL,
    unit_name       {text}    NOT NULL,
    officer_id      {id},
    officer_name    {text},
    clock           {text}    NOT NULL,
    due_at          {instant} NOT NULL,
    report          {text},
    reported_at     {instant},
    reported_by     {text},
    on_time         {bool},
    asked_until     {date},
    asked_reason    {text},
    extensions      {int}     NOT NULL,
    rating          {int},
    ended_at        {instant},
    ended_reason    {text},
    version         {int}     NOT NULL,
    head            {bytes}   NOT NULL
);
CREATE INDEX assignments_given_open ON assignments_assignments (given_by, due_at, id) WHERE ended_at IS NULL;
CREATE INDEX assignments_given_ended ON assignments_assignments (given_by, ended_at, id) WHERE ended_at IS NOT NULL;
CREATE INDEX assignments_unit_open ON assignments_assignments (unit_id, due_at, id) WHERE ended_at IS NULL;
CREATE INDEX assignments_unit_ended ON assignments_assignments (unit_id, ended_at, id) WHERE ended_at IS NOT NULL;
CREATE INDEX assignments_about ON assignments_assignments (about_id, unit_id) WHERE about_id IS NOT NULL;

-- The units that help the main one (phối hợp).
CREATE TABLE assignments_joint_units (
    assignment_id  {id}   NOT NULL,
    unit_id        {id}   NOT NULL,
    unit_name      {text} NOT NULL,
    contributed_at {instant},
    PRIMARY KEY (assignment_id, unit_id)
);
CREATE INDEX assignments_joint_unit ON assignments_joint_units (unit_id);
