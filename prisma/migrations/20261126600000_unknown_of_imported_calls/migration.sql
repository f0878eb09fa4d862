-- Calls that came by import before this release: a note said in words what the file does not tell of them. Now each
-- such field says so itself, for what is shown of it to be empty.
set lock_timeout = '5s';

insert into provenance (subject_kind, subject_id, field, origin, source, checksum, line)
select said.subject_kind, said.subject_id, untold.field, 'unknown', said.source, said.checksum, said.line
  from provenance said
 cross join unnest(array['programme', 'programmeLine', 'type', 'accessMode', 'procedure', 'allocationMethod',
         'hasProjectIdeaStage', 'usesReferees', 'refereesNeeded', 'criteria', 'opensAt', 'closesAt', 'ceiling', 'ceilingFrom',
         'maxAmount', 'maxDurationMonths', 'maxApplicationsPerOrganisation', 'maxApplications', 'decisionTermWeeks',
         'startTermMonths', 'stateAidBasis', 'provisionsVersion', 'legalBasis', 'received']) as untold (field)
 where said.subject_kind = 'call' and said.field = '*' and said.note = 'programme, ceiling, opensAt and closesAt are unknown'
 order by said.id, untold.field;
