-- +goose Up
-- The package internal/mail writes this table, no other does.

create table mail (
    id              bigint generated always as identity primary key,
    -- one mail per key, however often the deed behind it is repeated
    key             text not null,
    kind            text not null,
    recipient       text not null,
    locale          text not null,
    -- what the template of this kind needs; rendered when it is sent
    data            jsonb not null,
    event_id        bigint,
    registration_id bigint,
    state           text not null default 'queued',
    attempts        int not null default 0,
    next_at         timestamptz not null,
    last_error      text not null default '',
    -- the part of Message-ID before the @; made with the row, so that a letter
    -- sent twice is one letter to whoever gets it
    message_id      text not null,
    -- the From line it was sent or kept with
    sender          text not null default '',
    created_at      timestamptz not null,
    sent_at         timestamptz,
    constraint mail_key_key unique (key),
    constraint mail_state_check check (state in ('queued', 'kept', 'sent', 'failed')),
    constraint mail_sent_check check ((state = 'sent') = (sent_at is not null))
);

create index mail_due_idx on mail (next_at, id) where state = 'queued';
create index mail_registration_idx on mail (registration_id) where registration_id is not null;
create index mail_failed_idx on mail (event_id, id) where state = 'failed';
