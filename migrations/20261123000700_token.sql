-- +goose Up
-- The package internal/account writes these tables, no other does.

-- How programs come in. The token itself is stored nowhere.
create table token (
    id           bigint generated always as identity primary key,
    account_id   bigint not null constraint token_account_fkey references account (id) on delete cascade,
    name         text not null,
    -- SHA-256 of the token
    hash         bytea not null,
    -- its first characters, by which people know it again
    prefix       text not null,
    scopes       text[] not null,
    -- null: all that the account may see, also later
    event_ids    bigint[],
    created_at   timestamptz not null,
    -- to the hour
    last_used_at timestamptz,
    expires_at   timestamptz,
    revoked_at   timestamptz,
    constraint token_hash_key unique (hash),
    constraint token_name_check check (name <> ''),
    constraint token_scopes_check check (cardinality(scopes) > 0 and scopes <@ array['read', 'register', 'partner'])
);

create index token_account_idx on token (account_id);

-- What a program sent with an Idempotency-Key, so that the same key with
-- something else is refused. The outcomes stand in outcome.
create table token_key (
    account_id  bigint not null constraint token_key_account_fkey references account (id) on delete cascade,
    key         text not null,
    -- SHA-256 of the request
    fingerprint bytea not null,
    created_at  timestamptz not null,
    constraint token_key_pkey primary key (account_id, key)
);

create index token_key_age_idx on token_key (created_at);
