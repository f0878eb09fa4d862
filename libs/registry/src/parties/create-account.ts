import { InvalidInput, NotFound } from '@grants/domain';
import type { Database } from '@grants/persistence';
import { keysOf } from '../shared/references-store.js';
import { found, runRecord } from '../shared/run-record.js';
import type { StepMoment } from '../shared/run-step.js';
import {
  accountById,
  addAccount,
  addRole,
  endRole,
  funderOfProgramme,
  type AssignRoleInput,
  type CreateAccountInput,
  type EndRoleInput,
} from './account-store.js';

/** What has an opaque id for its reference: an account, which events name as their actor, or the assignment of a role. */
export interface OpaqueRecord {
  readonly id: string;
}

/** Lets somebody sign in whom an issuer of tokens knows. */
export class CreateAccount {
  constructor(private readonly db: Database) {}

  execute(input: CreateAccountInput, moment: StepMoment): Promise<OpaqueRecord> {
    return runRecord(this.db, input, moment, async (tx) => {
      const id = await keysOf(tx, { '/person': input.person === undefined ? undefined : ['person', input.person] });
      return addAccount(tx, input, input.person === undefined ? null : id('/person'));
    });
  }
}

/** Gives an account a role, between dates, within a funder or a programme. NL: rol, mandaat. */
export class AssignRole {
  constructor(private readonly db: Database) {}

  execute(input: AssignRoleInput, moment: StepMoment): Promise<OpaqueRecord> {
    return runRecord(this.db, input, moment, async (tx) => {
      found('account', input.account, await accountById(tx, input.account));
      const id = await keysOf(tx, {
        '/funder': input.funder === undefined ? undefined : ['funder', input.funder],
        '/programme': input.programme === undefined ? undefined : ['programme', input.programme],
      });
      const programmeId = input.programme === undefined ? null : id('/programme');
      const funderId = input.funder === undefined ? null : id('/funder');
      if (programmeId !== null && funderId !== null && (await funderOfProgramme(tx, programmeId)) !== funderId) {
        throw new InvalidInput([{ pointer: '/programme', detail: `is not a programme of ${input.funder}` }]);
      }
      return addRole(tx, input, { funderId, programmeId });
    });
  }
}

/** Ends a role on a day; access ends with it. */
export class EndRole {
  constructor(private readonly db: Database) {}

  execute(input: EndRoleInput, moment: StepMoment): Promise<OpaqueRecord> {
    return runRecord(this.db, {}, moment, async (tx) => {
      if (!(await endRole(tx, input))) throw new NotFound('role', input.assignment);
      return { id: input.assignment };
    });
  }
}
