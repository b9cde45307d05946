-- +goose Up
-- Who was there. internal/presence writes these.

create table presence (
    registration_id bigint not null constraint presence_registration_fkey references registration (id) on delete cascade,
    activity_id     bigint not null constraint presence_activity_fkey references activity (id),
    -- '' of an activity; the way 'out' and 'back' of a field trip; of the whole
    -- event a half-day: '2012-12-17-am'
    slot            text not null default '',
    -- cleared: marked by mistake, nothing is known
    state           text not null,
    -- from the signed sheet, by a scanner, or at the door when they came unannounced
    how             text not null,
    account_id      bigint,
    at              timestamptz not null,
    constraint presence_pkey primary key (registration_id, activity_id, slot),
    constraint presence_slot_check check (slot ~ '^(|out|back|[0-9]{4}-[0-9]{2}-[0-9]{2}-(am|pm))$'),
    constraint presence_state_check check (state in ('present', 'absent', 'cleared')),
    constraint presence_how_check check (how in ('sheet', 'scan', 'door'))
);

create index presence_activity_idx on presence (activity_id, slot);

-- Every mark and every correction, in order.
create table presence_history (
    id              bigint generated always as identity,
    registration_id bigint not null constraint presence_history_registration_fkey references registration (id) on delete cascade,
    activity_id     bigint not null,
    slot            text not null,
    state           text not null,
    how             text not null,
    account_id      bigint,
    at              timestamptz not null,
    constraint presence_history_pkey primary key (registration_id, id)
);
