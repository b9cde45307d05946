-- +goose Up
-- The package internal/account writes these tables, no other does.

create table account (
    id            bigint generated always as identity primary key,
    email         text not null,
    name          text not null,
    role          text not null,
    partner_id    bigint constraint account_partner_fkey references partner (id),
    -- argon2id in PHC string form
    password_hash text not null,
    -- an account of the demo; `serve` refuses to start beside one
    demo          boolean not null default false,
    disabled_at   timestamptz,
    created_at    timestamptz not null,
    constraint account_email_key unique (email),
    constraint account_email_check check (email = lower(email)),
    constraint account_role_check check (role in ('organiser', 'desk', 'partner')),
    constraint account_partner_check check ((role = 'partner') = (partner_id is not null))
);

-- Which events an organiser or a desk may see. Partners see those they have an
-- agreement for.
create table account_event (
    account_id bigint not null references account (id) on delete cascade,
    event_id   bigint not null references event (id) on delete cascade,
    constraint account_event_pkey primary key (account_id, event_id)
);

-- Browser sessions; the key is the SHA-256 of the cookie's token.
create table session (
    token  text primary key,
    data   bytea not null,
    expiry timestamptz not null
);

create index session_expiry_idx on session (expiry);

-- A participant's way in: a six-digit code and a link, both sent by mail.
-- Ten minutes, five tries, single use (ASVS 6.5).
create table entry (
    id         bigint generated always as identity primary key,
    email      text not null,
    locale     text not null,
    -- where the person was going, a path of ours
    target     text not null,
    code_hash  bytea not null,
    link_hash  bytea not null,
    tries      int not null default 0,
    created_at timestamptz not null,
    expires_at timestamptz not null,
    used_at    timestamptz,
    constraint entry_link_key unique (link_hash),
    constraint entry_tries_check check (tries between 0 and 5)
);

create index entry_expiry_idx on entry (expires_at);
create index entry_email_idx on entry (email, created_at);

-- Who did what at the organisers' desk. Append-only; names no participant.
create table audit (
    id         bigint generated always as identity primary key,
    at         timestamptz not null,
    account_id bigint,
    action     text not null,
    object     text not null,
    detail     jsonb not null default '{}'
);
