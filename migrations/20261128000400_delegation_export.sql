-- +goose Up
-- The list of a delegation is a file of people too, and its coordinator has no account.
alter table export_log add column authority_id bigint references authority (id);
