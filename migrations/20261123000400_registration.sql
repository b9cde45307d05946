-- +goose Up
-- The package internal/registration writes these tables, no other does.

-- One narrow row per activity with places: the row every decision locks.
-- fillfactor 10 leaves room for in-page updates (HOT) of the hottest rows.
create table counter (
    activity_id bigint primary key references activity (id) on delete cascade,
    event_id    bigint not null,
    capacity    int not null,
    -- how many places are held beyond the capacity since it was lowered
    grace       int not null default 0,
    taken       int not null default 0,
    waiting     int not null default 0,
    next_queue  bigint not null default 1,
    constraint counter_capacity_check check (capacity >= 0),
    constraint counter_taken_check check (taken >= 0 and taken <= capacity + grace),
    constraint counter_grace_check check (grace = greatest(0, taken - capacity)),
    constraint counter_waiting_check check (waiting >= 0)
) with (fillfactor = 10);

create index counter_event_idx on counter (event_id);

create sequence registration_id_seq;

create table registration (
    id           bigint primary key default nextval('registration_id_seq'),
    event_id     bigint not null,
    person_id    bigint not null constraint registration_person_fkey references person (id),
    -- what people quote on the telephone; names nobody
    reference    text not null,
    state        text not null,
    role         text not null default 'participant',
    given_name   text not null,
    family_name  text not null default '',
    badge_name   text not null,
    latin_name   text not null default '',
    authority_id bigint constraint registration_authority_fkey references authority (id),
    organisation text not null default '',
    country      text not null,
    function     text not null default '',
    languages    text[] not null default '{}',
    locale       text not null,
    -- folded: names, authority, organisation, reference; for the search box
    search       text not null,
    -- raised by every deed; SEQUENCE of the calendar entries (RFC 5545 3.8.7.4)
    sequence     int not null default 0,
    -- SHA-256 of the badge's token; the token itself is stored nowhere
    badge_hash   bytea not null,
    created_at   timestamptz not null,
    updated_at   timestamptz not null,
    constraint registration_event_fkey foreign key (event_id) references event (id),
    constraint registration_reference_key unique (reference),
    constraint registration_badge_key unique (badge_hash),
    constraint registration_state_check check (state in ('confirmed', 'waiting', 'withdrawn')),
    constraint registration_role_check check (role in ('participant', 'speaker', 'partner', 'staff', 'press')),
    constraint registration_country_check check (country ~ '^[A-Z]{2}$'),
    constraint registration_name_check check (given_name <> '' and badge_name <> ''),
    constraint registration_body_check check ((authority_id is null) <> (organisation = ''))
);

-- The same person has one live registration per event (places.md, rule 13).
create unique index registration_live_key on registration (event_id, person_id) where state <> 'withdrawn';
create index registration_event_idx on registration (event_id, state, id);
create index registration_authority_idx on registration (event_id, authority_id) where state <> 'withdrawn';
create index registration_person_idx on registration (person_id);

-- What a registration asked for and what became of it, one row an activity.
create table place (
    registration_id bigint not null references registration (id) on delete cascade,
    activity_id     bigint not null references activity (id),
    -- confirmed: holds a place. waiting: in the queue. wished: asked for by
    -- someone who still waits for the event itself. refused: asked for, not
    -- given. released: given up.
    state           text not null,
    -- join the queue when full
    may_wait        boolean not null default false,
    priority        int not null default 0,
    queue_no        bigint,
    -- why a place was refused: a code of internal/allocation and its facts
    reason          jsonb,
    changed_at      timestamptz not null,
    constraint place_pkey primary key (registration_id, activity_id),
    constraint place_state_check check (state in ('confirmed', 'waiting', 'wished', 'refused', 'released')),
    constraint place_queue_check check ((state = 'waiting') = (queue_no is not null)),
    constraint place_reason_check check ((state = 'refused') = (reason is not null))
);

create unique index place_queue_key on place (activity_id, queue_no) where state = 'waiting';
create index place_head_idx on place (activity_id, priority desc, queue_no) where state = 'waiting';
create index place_held_idx on place (activity_id) where state = 'confirmed';

-- The first outcome of every key, so that a repeat reads it (rule 13).
create table outcome (
    key             text primary key,
    event_id        bigint not null,
    registration_id bigint,
    outcome         jsonb not null,
    created_at      timestamptz not null
);

create index outcome_age_idx on outcome (created_at);

-- Every deed on a registration; replaying the moves gives the state (I11).
create table history (
    id              bigint generated always as identity primary key,
    event_id        bigint not null,
    registration_id bigint not null references registration (id) on delete cascade,
    at              timestamptz not null,
    actor           text not null,
    deed            text not null,
    moves           jsonb not null default '[]',
    constraint history_deed_check check (deed in ('submitted', 'changed', 'withdrawn', 'promoted', 'resized', 'consented'))
);

create index history_registration_idx on history (registration_id, id);

-- The words people agreed to, kept for ever as they were (DP-04).
create table consent_text (
    hash   bytea primary key,
    locale text not null,
    body   text not null
);

-- Append-only; the newest row of a purpose counts.
create table consent (
    id              bigint generated always as identity primary key,
    registration_id bigint not null references registration (id) on delete cascade,
    -- 'list' or 'partner:CODE'
    purpose         text not null,
    given           boolean not null,
    fields          text[] not null default '{}',
    text_hash       bytea not null constraint consent_text_fkey references consent_text (hash),
    at              timestamptz not null,
    channel         text not null,
    constraint consent_purpose_check check (purpose = 'list' or purpose like 'partner:%'),
    constraint consent_channel_check check (channel in ('web', 'api', 'import', 'paper'))
);

create index consent_registration_idx on consent (registration_id, purpose, id desc);
