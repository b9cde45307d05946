-- +goose Up
-- Print packs: all papers of an event in one file, made in the background.
-- internal/paper writes these.

create table pack (
    id         bigint generated always as identity primary key,
    event_id   bigint not null constraint pack_event_fkey references event (id) on delete cascade,
    account_id bigint,
    lang       text not null,
    state      text not null default 'queued',
    asked_at   timestamptz not null,
    -- the last sign of life of who makes it; silent for long, another program may
    beat_at    timestamptz not null,
    -- each try writes parts of its own, so that two of them never mix
    attempt    int not null default 0,
    done       int not null default 0,
    total      int not null default 0,
    -- the paper that is being drawn
    step       text not null default '',
    ended_at   timestamptz,
    size       bigint not null default 0,
    warnings   jsonb not null default '[]',
    constraint pack_state_check check (state in ('queued', 'running', 'done', 'failed')),
    constraint pack_ended_check check ((state in ('done', 'failed')) = (ended_at is not null)),
    constraint pack_done_check check (done between 0 and total)
);

-- One at a time for an event: a second click finds the first one's.
create unique index pack_open_key on pack (event_id) where state in ('queued', 'running');
create index pack_event_idx on pack (event_id, id);

create table pack_part (
    pack_id bigint not null constraint pack_part_pack_fkey references pack (id) on delete cascade,
    attempt int not null,
    n       int not null,
    body    bytea not null,
    constraint pack_part_pkey primary key (pack_id, attempt, n)
);

-- The badges of a pack that nobody has taken yet: not printed, and gone with it.
alter table print add column pack_id bigint constraint print_pack_fkey references pack (id) on delete cascade;
create index print_pack_idx on print (pack_id) where pack_id is not null;

-- PDFs do not get smaller
alter table pack_part alter column body set storage external;
