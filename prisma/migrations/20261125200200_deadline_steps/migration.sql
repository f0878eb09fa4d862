-- How the end of a term came about, step by step, and since when it stands still. Rows of before have their ground alone.
set lock_timeout = '5s';

alter table deadline add column suspended_since date, add column steps jsonb not null default '[]';
alter table deadline add constraint deadline_steps_listed check (jsonb_typeof(steps) = 'array');
