-- +goose Up
-- What a rush writes, with fewer index entries a registration (places.md, B1).

-- Asked by person, whatever the event: a plan made while the tables were empty
-- must have no index by event to read from end to end.
drop index registration_live_key;
create unique index registration_live_key on registration (person_id, event_id) where state <> 'withdrawn';

-- Whoever comes from another organisation counts in no delegation.
drop index registration_authority_idx;
create index registration_authority_idx on registration (event_id, authority_id) where state <> 'withdrawn' and authority_id is not null;

-- The list of an activity is read through the registrations of its event.
drop index place_held_idx;

-- Outcomes are kept for a day and purged once an hour: that may read them all.
drop index outcome_age_idx;

-- A deed is only ever looked up by its registration.
alter table history drop constraint history_pkey, add constraint history_pkey primary key (registration_id, id);
drop index history_registration_idx;

-- Both are read whole or not at all: as json they are kept as they were written,
-- and need not be taken apart first.
alter table mail alter column data type json;
alter table outcome alter column outcome type json;
