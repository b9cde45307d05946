-- +goose Up
-- The package internal/person writes these tables, no other does.

create table authority (
    id          bigint generated always as identity primary key,
    name        text not null,
    native_name text not null default '',
    country     text not null,
    kind        text not null,
    -- folded: Latin letters, lower case, no marks; names in every spelling we know
    search      text not null,
    constraint authority_name_key unique (country, name),
    constraint authority_country_check check (country ~ '^[A-Z]{2}$'),
    constraint authority_kind_check check (kind in ('city', 'region')),
    constraint authority_name_check check (name <> '')
);

-- A person is an address that proved it can read its mail. What somebody says
-- of themselves for one event (name, function, authority) stands on the
-- registration: it differs from event to event and is erased with it.
create table person (
    id         bigint generated always as identity primary key,
    email      text not null,
    created_at timestamptz not null default now(),
    constraint person_email_key unique (email),
    constraint person_email_check check (email = lower(email) and position('@' in email) > 1)
);
