-- +goose Up
-- For the guide of a field trip, in E.164; erased a day after the event's last
-- trip (domain.md 3.4). internal/registration writes it.
alter table registration
    add column phone text not null default '',
    add constraint registration_phone_check check (phone = '' or phone ~ '^\+[1-9][0-9]{6,14}$');

-- Which lists of participants were issued as final. The checksum tells whether
-- what is on the list is still the same; it holds no name. internal/paper writes it.
create table participant_list (
    event_id  bigint not null constraint participant_list_event_fkey references event (id) on delete cascade,
    version   int not null,
    issued_at timestamptz not null,
    issued_by bigint not null constraint participant_list_account_fkey references account (id),
    checksum  bytea not null,
    constraint participant_list_pkey primary key (event_id, version),
    constraint participant_list_version_check check (version > 0)
);
