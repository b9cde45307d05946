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

-- What places, history and registrations refer to is locked or made by the
-- transaction that writes them: the desk's lock on the counters keeps activities
-- and events from being deleted, and people are locked as they are looked up. To
-- ask that once more for every row took a quarter of the server's time. Asked from
-- the other side, it costs nothing until somebody deletes.
alter table place drop constraint place_activity_id_fkey, drop constraint place_registration_id_fkey;
alter table registration drop constraint registration_event_fkey, drop constraint registration_person_fkey;
alter table history drop constraint history_registration_id_fkey;

-- +goose StatementBegin
create function counter_keeps_places() returns trigger language plpgsql as $$
begin
    if exists (select from place where activity_id = old.activity_id) then
        raise foreign_key_violation using constraint = 'place_activity_fkey', message = format('people have places on activity %s', old.activity_id);
    end if;
    return old;
end $$;
-- +goose StatementEnd
create trigger counter_keeps_places before delete on counter for each row execute function counter_keeps_places();

-- +goose StatementBegin
create function registration_takes_all() returns trigger language plpgsql as $$
begin
    perform from counter where event_id = old.event_id order by activity_id for no key update;
    delete from place where registration_id = old.id;
    delete from history where registration_id = old.id;
    return old;
end $$;
-- +goose StatementEnd
create trigger registration_takes_all before delete on registration for each row execute function registration_takes_all();

-- +goose StatementBegin
create function person_keeps_registrations() returns trigger language plpgsql as $$
begin
    if exists (select from registration where person_id = old.id) then
        raise foreign_key_violation using constraint = 'registration_person_fkey', message = format('person %s has registrations', old.id);
    end if;
    return old;
end $$;
-- +goose StatementEnd
create trigger person_keeps_registrations before delete on person for each row execute function person_keeps_registrations();
