-- +goose Up
-- The package internal/event writes these tables, no other does.
-- Texts that people read are jsonb objects: language tag to text.

create table event (
    id                 bigint generated always as identity primary key,
    slug               text not null,
    status             text not null,
    title              jsonb not null,
    outcome            text not null default '',
    country            text not null,
    city               text not null,
    timezone           text not null,
    venue              jsonb not null default '{}',
    starts_at          timestamptz not null,
    ends_at            timestamptz not null,
    opens_at           timestamptz not null,
    closes_at          timestamptz not null,
    changes_until      timestamptz not null,
    max_per_delegation int not null default 0,
    default_locale     text not null,
    locales            text[] not null,
    outcome_steps      jsonb not null default '[]',
    -- sample data says so wherever it shows
    sample             boolean not null default false,
    updated_at         timestamptz not null,
    constraint event_slug_key unique (slug),
    constraint event_slug_check check (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$'),
    constraint event_status_check check (status in ('draft', 'published', 'cancelled')),
    constraint event_times_check check (starts_at < ends_at and opens_at < closes_at)
);

create table room (
    id       bigint generated always as identity primary key,
    event_id bigint not null references event (id) on delete cascade,
    code     text not null,
    name     text not null,
    capacity int not null,
    booths   int not null default 0,
    constraint room_code_key unique (event_id, code),
    constraint room_capacity_check check (capacity >= 0)
);

-- Everything that has a time and may have places. The event itself is the
-- activity of kind 'event': holding a place on it is being registered.
create table activity (
    id                bigint generated always as identity primary key,
    event_id          bigint not null references event (id) on delete cascade,
    code              text not null,
    kind              text not null,
    title             jsonb not null,
    starts_at         timestamptz not null,
    ends_at           timestamptz not null,
    room_id           bigint constraint activity_room_fkey references room (id),
    location          text not null default '',
    -- a person holds at most one activity of a block; '' belongs to none
    block             text not null default '',
    track             text not null default '',
    interpretation    text[] not null default '{}',
    -- true: participants choose it and it has places (a row in counter)
    chosen            boolean not null default false,
    vehicle           text not null default '',
    meeting_point     text not null default '',
    guide_languages   text[] not null default '{}',
    wheelchair_spaces int not null default 0,
    reserved_staff    int not null default 0,
    position          int not null default 0,
    constraint activity_code_key unique (event_id, code),
    constraint activity_kind_check check (kind in ('event', 'service', 'plenary', 'workshop', 'trip', 'meal', 'social')),
    constraint activity_times_check check (starts_at < ends_at),
    constraint activity_seats_check check (wheelchair_spaces >= 0 and reserved_staff >= 0)
);

create table partner (
    id   bigint generated always as identity primary key,
    code text not null,
    name text not null,
    constraint partner_code_key unique (code)
);

-- What a partner of an event may receive of the people who agree to it.
-- (domain.md DP-14: an agreement on file with purpose, fields and end.)
create table agreement (
    event_id   bigint not null references event (id) on delete cascade,
    partner_id bigint not null references partner (id),
    role       text not null,
    fields     text[] not null,
    ends_at    timestamptz not null,
    constraint agreement_pkey primary key (event_id, partner_id),
    constraint agreement_fields_check check (fields <@ array['name', 'authority', 'country', 'function', 'email'] and fields <> '{}')
);
