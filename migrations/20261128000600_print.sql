-- +goose Up
-- The package internal/paper writes these tables, no other does.

-- Every paper that was made of people: who made it, when, and of whom. Append-only.
create table print (
    id         bigint generated always as identity primary key,
    event_id   bigint not null constraint print_event_fkey references event (id) on delete cascade,
    at         timestamptz not null,
    -- null: the command line
    account_id bigint constraint print_account_fkey references account (id),
    -- 'badges', and a word of its own for every other paper
    kind       text not null,
    -- which of the people and how; names nobody
    selection  jsonb not null default '{}',
    people     int not null,
    -- of the file
    sha256     bytea not null,
    constraint print_kind_check check (kind <> ''),
    constraint print_people_check check (people >= 0),
    constraint print_sha256_check check (octet_length(sha256) = 32)
);

create index print_event_idx on print (event_id, id desc);

-- Whose badges were on a print, and hashes of what stood on them: whoever has
-- another hash today needs another badge.
create table printed_badge (
    print_id        bigint not null constraint printed_badge_print_fkey references print (id) on delete cascade,
    registration_id bigint not null constraint printed_badge_registration_fkey references registration (id) on delete cascade,
    wording         bytea not null,
    -- null: their own programme did not stand on it
    programme       bytea,
    constraint printed_badge_pkey primary key (print_id, registration_id)
);

create index printed_badge_registration_idx on printed_badge (registration_id, print_id desc);

-- How an event's badges look beside the designs that come with the program.
create table badge_design (
    event_id   bigint not null constraint badge_design_event_fkey references event (id) on delete cascade,
    name       text not null,
    body       jsonb not null,
    updated_at timestamptz not null,
    updated_by bigint constraint badge_design_account_fkey references account (id),
    constraint badge_design_pkey primary key (event_id, name),
    constraint badge_design_name_check check (name ~ '^[a-z0-9]+(-[a-z0-9]+)*$' and length(name) <= 40)
);

-- Which design a role has; the role '' is everybody whose role has none.
create table badge_choice (
    event_id bigint not null constraint badge_choice_event_fkey references event (id) on delete cascade,
    role     text not null,
    design   text not null,
    constraint badge_choice_pkey primary key (event_id, role)
);
