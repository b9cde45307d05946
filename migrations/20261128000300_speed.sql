-- +goose Up
-- What a rush writes, with fewer index entries a registration (places.md, B1).

-- Asked by person, whatever the event: a plan made while the tables were empty
-- must have no index by event to read from end to end.
drop index registration_live_key;
create unique index registration_live_key on registration (person_id, event_id) where state <> 'withdrawn';
