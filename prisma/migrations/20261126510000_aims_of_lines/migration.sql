-- A line of a programme contributes to policy objectives too. NL: beleidsdoelstelling.
set lock_timeout = '5s';

create table programme_line_policy_objective (
  programme_line_id uuid not null references programme_line on delete restrict on update restrict,
  policy_objective_id uuid not null references policy_objective on delete restrict on update restrict,
  primary key (programme_line_id, policy_objective_id)
);
grant select on programme_line_policy_objective to registry_app, registry_reader;
grant insert, delete on programme_line_policy_objective to registry_app;
