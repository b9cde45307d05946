-- +goose Up
-- The package internal/export writes this table, no other does.

-- Every file of people that left the house (DP-15). Append-only.
create table export_log (
    id         bigint generated always as identity primary key,
    event_id   bigint not null references event (id),
    -- null: an organiser's own download
    partner_id bigint references partner (id),
    account_id bigint,
    at         timestamptz not null,
    format     text not null,
    fields     text[] not null,
    rows       int not null,
    sha256     text not null,
    constraint export_log_format_check check (format in ('csv', 'csv-excel', 'xlsx', 'json'))
);

create index export_log_event_idx on export_log (event_id, id desc);
