import type { Machine } from '@grants/domain';
import { statement, type Queryable } from '@grants/persistence';
import { forEachMachine } from '../shared/for-each-machine.js';

/** A version of a lifecycle by which the database judges moves. */
export interface JudgedVersion {
  readonly version: number;
  readonly commands: readonly string[];
  readonly states: readonly string[];
}

const versions = statement(
  'lifecycle_versions',
  `select machine_version as version, array_agg(distinct command order by command) as commands,
          array_agg(distinct to_status order by to_status) as states
     from lifecycle_transition where machine = $1 group by machine_version order by machine_version`,
);

/** The versions of a lifecycle that the database knows, the oldest first. */
export function versionsInDatabase(on: Queryable, machine: Machine): Promise<JudgedVersion[]> {
  return on.query<JudgedVersion>(versions(machine));
}

/** How many cases are in a state now, and a few of them. */
export interface RunningCases {
  readonly state: string;
  readonly cases: number;
  readonly examples: readonly string[];
}

const running = forEachMachine(
  'running_cases',
  (machine) => `select state, cases, array(select reference from (
         select reference from ${machine} where status = state limit 5) few order by reference) as examples
  from (select status as state, count(*)::integer as cases from ${machine} group by status) counted order by state`,
);

/** The cases of a machine by the state that they are in. */
export function runningCases(on: Queryable, machine: Machine): Promise<RunningCases[]> {
  return on.query<RunningCases>(running(machine));
}
