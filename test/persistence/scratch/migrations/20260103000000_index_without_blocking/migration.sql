create index concurrently leadership_person_idx on leadership (person);
