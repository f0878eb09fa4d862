-- Two projects can be related again after their relation has ended; at no moment are they so twice.
set lock_timeout = '5s';

-- What the unique index allowed cannot overlap, so every relation that is there fits.
alter table project_relation add constraint project_relation_overlap exclude using gist (
  kind with =, from_project_id with =, to_project_id with =, daterange(valid_from, valid_to) with &&);
drop index project_relation_kind_from_project_id_to_project_id_key;
