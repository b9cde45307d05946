-- +goose Up
-- Lists as they stood when an activity or a half-day began, and what stands above
-- them. internal/presence writes these.

create table sheet (
    id          bigint generated always as identity,
    event_id    bigint not null constraint sheet_event_fkey references event (id),
    activity_id bigint not null constraint sheet_activity_fkey references activity (id),
    -- '' of an activity; of the whole event a half-day: '2012-12-17-am'
    slot        text not null default '',
    -- the start for which it was frozen; the programme may move later
    starts_at   timestamptz not null,
    frozen_at   timestamptz not null,
    -- SHA-256 of the list as it is downloaded (CSV)
    checksum    bytea not null,
    constraint sheet_pkey primary key (id),
    constraint sheet_key unique (activity_id, slot),
    constraint sheet_slot_check check (slot ~ '^(|[0-9]{4}-[0-9]{2}-[0-9]{2}-(am|pm))$'),
    constraint sheet_checksum_check check (length(checksum) = 32)
);

create index sheet_event_idx on sheet (event_id);

-- The people of a frozen list in its order. What stands here is a proof for those
-- who pay for the event: it changes with nothing, and outlives the registration.
create table sheet_row (
    sheet_id        bigint not null constraint sheet_row_sheet_fkey references sheet (id),
    number          int not null,
    registration_id bigint not null,
    reference       text not null,
    name            text not null,
    latin           text not null,
    body            text not null,
    country         text not null,
    function        text not null,
    email           text not null,
    constraint sheet_row_pkey primary key (sheet_id, number)
);

-- The numbers of those who came after a list was frozen. Once seen, a number means
-- the same person on every later copy, also when somebody before them has left.
create table sheet_added (
    sheet_id        bigint not null constraint sheet_added_sheet_fkey references sheet (id),
    registration_id bigint not null constraint sheet_added_registration_fkey references registration (id) on delete cascade,
    number          int not null,
    constraint sheet_added_pkey primary key (sheet_id, registration_id),
    constraint sheet_added_number_key unique (sheet_id, number)
);

-- The project that pays for an event, as its sheets name it.
create table sheet_header (
    event_id   bigint not null constraint sheet_header_event_fkey references event (id),
    project    text not null default '',
    number     text not null default '',
    funding    text not null default '',
    updated_at timestamptz not null,
    constraint sheet_header_pkey primary key (event_id)
);

-- PNG or JPEG, checked before it is kept.
create table sheet_logo (
    id       bigint generated always as identity,
    event_id bigint not null constraint sheet_logo_event_fkey references event (id),
    body     bytea not null,
    constraint sheet_logo_pkey primary key (id),
    constraint sheet_logo_size_check check (length(body) between 1 and 524288)
);

create index sheet_logo_event_idx on sheet_logo (event_id, id);

-- What was marked last on one list.
create index presence_history_list_idx on presence_history (activity_id, slot, at desc);
