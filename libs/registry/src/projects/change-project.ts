import { InvalidInput, normalisedNumber, RuleBroken, type InputError } from '@grants/domain';
import type { Database } from '@grants/persistence';
import { keysOf } from '../shared/references-store.js';
import { found, runRecord, type SavedRecord } from '../shared/run-record.js';
import { requireVersion, type StepMoment } from '../shared/run-step.js';
import {
  beginLeadership,
  changeProject,
  endLeadership,
  projectRecord,
  type AppointLeaderInput,
  type ChangeProjectInput,
  type DismissLeaderInput,
} from './project-record-store.js';

/** Retitles a project, or records its number or file number as issued. NL: projectnummer, dossiernummer. */
export class ChangeProject {
  constructor(private readonly db: Database) {}

  execute(input: ChangeProjectInput, moment: StepMoment): Promise<SavedRecord> {
    return runRecord(this.db, input, moment, async (tx) => {
      const errors = (['number', 'fileNumber'] as const).flatMap((field): InputError[] => {
        const isFound = typeof input[field] !== 'string' || normalisedNumber(input[field]) !== '';
        return isFound ? [] : [{ pointer: `/${field}`, detail: 'must have a digit or a letter' }];
      });
      if (errors.length > 0) throw new InvalidInput(errors);
      const project = found('project', input.reference, await projectRecord(tx, input.reference));
      requireVersion('project', project, input.version);
      return changeProject(tx, project, input);
    });
  }
}

/** Appoints who leads a project from a day on; whoever led it until then no longer does. NL: projectleider, penvoerder. */
export class AppointLeader {
  constructor(private readonly db: Database) {}

  execute(input: AppointLeaderInput, moment: StepMoment): Promise<{ reference: string }> {
    return runRecord(this.db, input, moment, async (tx) => {
      const project = found('project', input.project, await projectRecord(tx, input.project));
      const id = await keysOf(tx, {
        '/person': ['person', input.person],
        '/organisation': ['organisation', input.organisation],
      });
      await endLeadership(tx, project.id, input.validFrom);
      const keys = { personId: id('/person'), organisationId: id('/organisation') };
      await beginLeadership(tx, project.id, keys, input.validFrom);
      return { reference: project.reference };
    });
  }
}

/** Records that somebody no longer leads a project; it can be without a leader, and its recipient stays bound. */
export class DismissLeader {
  constructor(private readonly db: Database) {}

  execute(input: DismissLeaderInput, moment: StepMoment): Promise<{ reference: string }> {
    return runRecord(this.db, input, moment, async (tx) => {
      const project = found('project', input.project, await projectRecord(tx, input.project));
      const id = await keysOf(tx, { '/person': ['person', input.person] });
      if ((await endLeadership(tx, project.id, input.validTo, id('/person'))) === 0) {
        throw new RuleBroken(['not_leading'], `${input.person} does not lead the project`);
      }
      return { reference: project.reference };
    });
  }
}
