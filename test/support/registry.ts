import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import {
  admissibilityItems,
  dateInAmsterdam,
  isHonouring,
  reasonsOf,
  lifecycles,
  plus,
  type AdmissibilityItem,
  type ApplicationStatus,
  type CallStatus,
  type DecisionKind,
  type DecisionStatus,
  type Machine,
  type ProjectStatus,
  type Role,
} from '@grants/domain';
import { Database, FileStore, newId, setStep, TextVault, type Actor } from '@grants/persistence';
import type { Clock } from '@grants/platform';
import {
  Registry,
  type ApplicationContent,
  type CallContent,
  type PrepareDecisionInput,
  type StepMoment,
} from '@grants/registry';
import type { QueryResultRow } from 'pg';
import { testDatabase, type TestDatabase } from './test-database.js';

/** Somebody who acts in a role, new each time. */
export function anActor(role: Role, personId: string | null = null): Actor {
  return { id: newId(), role, personId };
}
export const anOfficer = (): Actor => anActor('programme_officer');
export const aDecisionAuthority = (): Actor => anActor('decision_authority');
export const anApplicant = (personId: string | null = null): Actor => anActor('applicant', personId);
export const anAdministrator = (): Actor => anActor('administrator');
/** The clock that opens and closes calls. */
export const theClock = (): Actor => anActor('system');

/** A record as it was when it was made; `read` gives it as it is now. */
export interface Subject {
  readonly machine: Machine;
  readonly id: string;
  readonly reference: string;
  readonly version: number;
  readonly status: string;
}
export interface TestCall extends Subject {
  readonly machine: 'call';
}
export interface TestApplication extends Subject {
  readonly machine: 'application';
  readonly call: TestCall;
  /** Who wrote and submitted it. */
  readonly applicant: Actor;
}
export interface TestDecision extends Subject {
  readonly machine: 'decision';
  readonly application: TestApplication;
  /** Who prepared it: may not sign it. */
  readonly preparedBy: Actor;
}
export interface TestProject extends Subject {
  readonly machine: 'project';
  readonly application: TestApplication;
  /** The decision that awarded it. */
  readonly decision: TestDecision;
}
/** A record that people name by its reference. */
export interface Named {
  readonly id: string;
  readonly reference: string;
}
/** An event as tests look at it. */
export interface EventRow {
  readonly seq: number;
  readonly command: string;
  readonly from: string | null;
  readonly to: string;
  readonly actor: string;
  readonly role: string;
  readonly occurred: string;
}

/** What a test says of a call. */
export interface CallOptions extends CallContent {
  readonly status?: CallStatus;
  readonly programme?: Named;
  readonly programmeLine?: Named;
}
interface ApplicationOptions {
  readonly status?: ApplicationStatus;
  readonly call?: TestCall;
  readonly applicant?: Actor;
  readonly content?: ApplicationContent;
}
interface DecisionOptions {
  readonly status?: DecisionStatus;
  readonly kind?: DecisionKind;
  readonly application?: TestApplication;
  /** Of a partial honouring; otherwise what was requested. */
  readonly granted?: string;
  /** The announced decision that it corrects. */
  readonly corrects?: TestDecision;
  /** What it stands under, where that is not one invented condition of an award on conditions. */
  readonly parts?: Pick<PrepareDecisionInput, 'conditions' | 'obligations'>;
}
interface ProjectOptions {
  readonly status?: ProjectStatus;
  readonly application?: TestApplication;
}

/** The steps by which an application gets to a state, but for those that a decision brings about. */
type ApplicationStep = 'submit' | 'agree' | 'request_repair' | 'repair' | 'admit' | 'withdraw';
const pathTo: Record<ApplicationStatus, readonly ApplicationStep[]> = {
  draft: [],
  submitted: ['submit'],
  repair_requested: ['submit', 'request_repair'],
  admitted: ['submit', 'agree', 'admit'],
  honoured: ['submit'],
  rejected: ['submit'],
  not_processed: ['submit', 'request_repair', 'repair'],
  inadmissible: ['submit'],
  withdrawn: ['withdraw'],
};
/** The kind of decision that leads to a state. */
const outcomes: Partial<Record<ApplicationStatus, DecisionKind>> = {
  honoured: 'honour',
  rejected: 'reject',
  not_processed: 'not_processed',
  inadmissible: 'inadmissible',
};
/** States that only a call with the full procedure has. */
const fullStates: readonly ApplicationStatus[] = ['admitted'];

const HOUR = 3_600_000;
/** The amount that an application asks for where a test does not say. */
export const REQUESTED = '50000.00';

/** A registry of its own for one test file, with builders that bring records to a state by their commands. */
export class TestRegistry {
  readonly vault = new TextVault(Buffer.alloc(32, 7));
  /** A folder that is made with the first file. */
  readonly files = new FileStore(join(tmpdir(), `grants-test-files-${newId()}`));
  readonly db: Database;
  readonly registry: Registry;
  readonly officer = anOfficer();
  readonly authority = aDecisionAuthority();
  readonly system = theClock();
  /** As the role that reports read by. */
  readonly reader: Database;
  /** As the owner of the tables. */
  readonly owner: Database;
  /** As a superuser. */
  readonly admin: Database;
  #shift = 0;
  #number = 0;
  #programme: Promise<Named> | undefined;
  #organisation: Promise<Named> | undefined;
  #person: Promise<Named> | undefined;

  constructor(
    readonly database: TestDatabase,
    poolSize: number,
  ) {
    this.db = new Database({ url: database.appUrl, poolSize });
    this.registry = new Registry(this.db, this.vault, this.files);
    this.reader = new Database({ url: database.readerUrl, poolSize: 4 });
    this.owner = new Database({ url: database.ownerUrl, poolSize: 4 });
    this.admin = new Database({ url: database.adminUrl, poolSize: 4 });
  }

  /** The same time as `registry_now()`. */
  readonly clock: Clock = { now: () => new Date(Date.now() + this.#shift).toISOString() };

  /** Somebody at this moment, as use cases take it. */
  as(actor: Actor): StepMoment {
    return { actor, now: this.clock.now() };
  }

  /** Moves the clock of the database and of the use cases, from now on, by so many hours from the true time. */
  async moveClock(hours: number): Promise<void> {
    await this.ownerSql(`update clock_shift set shift = make_interval(secs => $1)`, hours * 3600);
    this.#shift = hours * HOUR;
  }

  /** A moment so many hours from now. */
  hoursFromNow(hours: number): string {
    return new Date(Date.parse(this.clock.now()) + hours * HOUR).toISOString();
  }

  /** The day it is in Amsterdam, or one so many days from it. */
  today(days = 0): string {
    return plus(dateInAmsterdam(this.clock.now()), { days });
  }

  /** A moment after all that was done so far, also when both are cut off to milliseconds. */
  async aMomentLater(): Promise<string> {
    await setTimeout(2);
    return this.clock.now();
  }

  /** Raw SQL as the role that serves. */
  async appSql<Row extends QueryResultRow>(text: string, ...values: unknown[]): Promise<Row[]> {
    return (await this.db.pool.query<Row>(text, values)).rows;
  }

  /** The same in a step that names the officer, and moves nothing. */
  async stepSql<Row extends QueryResultRow>(text: string, ...values: unknown[]): Promise<Row[]> {
    return this.db.transaction(async (tx) => {
      await setStep(tx, { actor: this.officer, commands: {} });
      return (await tx.client.query<Row>(text, values)).rows;
    });
  }

  /** Raw SQL as the owner of the tables. */
  async ownerSql<Row extends QueryResultRow>(text: string, ...values: unknown[]): Promise<Row[]> {
    return (await this.owner.pool.query<Row>(text, values)).rows;
  }

  /** Raw SQL as a superuser; `unguarded` also switches the triggers off. */
  async adminSql<Row extends QueryResultRow>(text: string, ...values: unknown[]): Promise<Row[]> {
    return (await this.admin.pool.query<Row>(text, values)).rows;
  }

  /** Raw SQL as a superuser past every trigger: what no guard can prevent. */
  async unguardedSql(text: string, ...values: unknown[]): Promise<number> {
    const client = await this.admin.pool.connect();
    try {
      await client.query(`set session_replication_role = replica`);
      return (await client.query(text, values)).rowCount ?? 0;
    } finally {
      client.release(true);
    }
  }

  async close(): Promise<void> {
    await Promise.all([this.db.close(), this.reader.close(), this.owner.close(), this.admin.close()]);
    await this.database.drop();
    await rm(this.files.folder, { recursive: true, force: true });
  }

  // Parties and programmes: ordinary records ---------------------------------------------------------------------

  async aFunder(code = `FUND${this.#next()}`): Promise<Named & { code: string }> {
    const id = newId();
    await this.stepSql(
      `insert into funder (id, code, name, kind) values ($1, $2, $3, 'funder')`,
      id,
      code,
      `Invented Fund ${code}`,
    );
    return { id, reference: code, code };
  }

  async aProgramme(funder?: { id: string; code: string }): Promise<Named> {
    const { id: funderId, code } = funder ?? (await this.aFunder());
    const reference = `${code}-PROG${this.#next()}`;
    return this.#named(
      `insert into programme (id, funder_id, reference, title) values ($1, $2, $3, 'Invented programme') returning reference`,
      funderId,
      reference,
    );
  }

  anOrganisation(name = `Invented University ${this.#next()}`): Promise<Named> {
    return this.#named(
      `insert into organisation (id, name, kind) values ($1, $2, 'university') returning reference`,
      name,
    );
  }

  aPerson(familyName = `Verzonnen-${this.#next()}`): Promise<Named> {
    return this.#named(`insert into person (id, family_name) values ($1, $2) returning reference`, familyName);
  }

  /** The smallest complete content of an application. */
  async content(changes: ApplicationContent = {}): Promise<ApplicationContent> {
    const organisation = await (this.#organisation ??= this.anOrganisation());
    const person = await (this.#person ??= this.aPerson());
    return {
      title: 'Invented project',
      requested: REQUESTED,
      startsOn: this.today(1),
      durationMonths: 12,
      organisation: organisation.reference,
      mainApplicant: person.reference,
      projectLeader: person.reference,
      ...changes,
    };
  }

  // Subjects of a lifecycle --------------------------------------------------------------------------------------

  /** By default open since yesterday, for a year, with room for twenty applications. */
  async aCall({ status = 'open', programme, programmeLine, ...content }: CallOptions = {}): Promise<TestCall> {
    const { reference } = await this.registry.createCall.execute(
      {
        programme: (programme ?? (await (this.#programme ??= this.aProgramme()))).reference,
        programmeLine: programmeLine?.reference,
        code: `CALL${this.#next()}`,
        content: {
          title: 'Invented call',
          ceiling: '1000000.00',
          allocationMethod: 'ranking',
          criteria: 'Relevance and quality',
          opensAt: this.hoursFromNow(-24),
          closesAt: this.hoursFromNow(['closed', 'assessing', 'decided', 'archived'].includes(status) ? -1 : 24 * 365),
          ...content,
        },
        request: null,
      },
      this.as(this.officer),
    );
    const path = {
      draft: [],
      published: ['publish'],
      open: ['publish', 'open'],
      closed: ['publish', 'open', 'close'],
      assessing: ['publish', 'open', 'close', 'begin_assessment'],
      decided: ['publish', 'open', 'close', 'conclude'],
      archived: ['publish', 'open', 'close', 'conclude', 'archive'],
      cancelled: ['cancel'],
    } as const satisfies Record<CallStatus, readonly string[]>;
    for (const [index, command] of path[status].entries()) {
      const actor = { publish: this.authority, cancel: this.authority, open: this.system, close: this.system }[
        command as string
      ];
      await this.registry.moveCall.execute(
        { reference, version: index + 1, command, reason: 'an invented reason', request: null },
        this.as(actor ?? this.officer),
      );
    }
    return this.read('call', reference);
  }

  /** By default submitted, on a call of its own. */
  async anApplication(options: ApplicationOptions = {}): Promise<TestApplication> {
    const { status = 'submitted', applicant = anApplicant() } = options;
    const procedure = fullStates.includes(status) ? 'full' : 'simple';
    const call = options.call ?? (await this.aCall({ procedure }));
    const content = await this.content(options.content);
    const created = await this.registry.createApplication.execute(
      { call: call.reference, content, request: null },
      this.as(applicant),
    );
    const { reference } = created;
    const step = (command: ApplicationStep) => this.stepApplication(command, reference, applicant);
    for (const command of pathTo[status]) await step(command);
    const application = { ...(await this.read('application', reference)), call, applicant };
    const kind = outcomes[status];
    if (kind === undefined) return application;
    await this.aDecision({ application, kind, status: 'announced' });
    return { ...application, ...(await this.read('application', reference)) };
  }

  /** Takes an application one step on, by whoever gives that command. */
  async stepApplication(command: ApplicationStep, reference: string, applicant: Actor): Promise<void> {
    const { version } = await this.read('application', reference);
    const step = { reference, version, request: null };
    switch (command) {
      case 'submit':
      case 'withdraw':
        await this.registry.moveApplication.execute({ ...step, command }, this.as(applicant));
        return;
      case 'agree':
      case 'repair':
        await this.registry.admitApplication.execute({ ...step, command }, this.as(applicant));
        return;
      case 'request_repair': {
        const asked = { command, repairUntil: this.today(14), reason: 'an invented part is missing' } as const;
        await this.registry.admitApplication.execute({ ...step, ...asked }, this.as(this.officer));
        return;
      }
      case 'admit': {
        const found = Object.keys(admissibilityItems).map((item) => ({
          item: item as AdmissibilityItem,
          inOrder: true,
        }));
        await this.registry.checkApplication.execute({ reference, found }, this.as(this.officer));
        await this.registry.admitApplication.execute({ ...step, command }, this.as(this.officer));
      }
    }
  }

  /** By default signed, to honour a submitted application in full. */
  async aDecision(options: DecisionOptions = {}): Promise<TestDecision> {
    const { status = 'signed', kind = 'honour', granted, corrects, parts } = options;
    if (status === 'irrevocable') return this.#anIrrevocableDecision(options);
    const honours = isHonouring(kind);
    const application = options.application ?? (await this.#applicationFor(kind));
    const now = await this.read('application', application.reference);
    const [asked] = await this.appSql<{ requested: string }>(
      `select requested::text from application where id = $1`,
      now.id,
    );
    const preparedBy = this.officer;
    const { reference } = await this.registry.prepareDecision.execute(
      {
        reference: now.reference,
        version: now.version,
        kind,
        ...(honours
          ? {
              granted: granted ?? (kind === 'partial_honour' ? '1.00' : asked?.requested),
              activities: 'As applied for',
              provisionsVersion: '2022',
            }
          : {
              reasonCode: kind === 'reject' ? 'quality' : kind === 'withdraw_grant' ? 'given_up' : reasonsOf[kind][0],
              reasons: 'The grounds, in invented words',
            }),
        ...(corrects && { supersedes: corrects.reference }),
        ...(kind === 'conditional_honour' && { conditions: [{ kind: 'event', description: 'An invented event' }] }),
        ...parts,
        request: null,
      },
      this.as(preparedBy),
    );
    const made = async (): Promise<TestDecision> => ({
      ...(await this.read('decision', reference)),
      application,
      preparedBy,
    });
    const { moveDecision } = this.registry;
    if (status === 'superseded') {
      const discard = {
        reference,
        version: 1,
        command: 'discard',
        reason: 'an invented reason',
        request: null,
      } as const;
      await moveDecision.execute(discard, this.as(preparedBy));
    } else if (status !== 'prepared') {
      await moveDecision.execute({ reference, version: 1, command: 'sign', request: null }, this.as(this.authority));
    }
    if (status === 'announced') await this.announce(await made());
    return made();
  }

  /** A decision of two months ago, to which nobody can object any more. */
  async #anIrrevocableDecision(options: DecisionOptions): Promise<TestDecision> {
    const hours = this.#shift / HOUR;
    const back = options.application ? 0 : 24 * 60;
    await this.moveClock(hours - back);
    const decision = await this.aDecision({ ...options, status: 'announced' });
    await this.moveClock(hours - back + 24 * 60);
    const { reference, version } = decision;
    const step = { reference, version, command: 'become_irrevocable', request: null } as const;
    await this.registry.moveDecision.execute(step, this.as(this.system));
    await this.moveClock(hours);
    return { ...decision, ...(await this.read('decision', reference)) };
  }

  /** Ready to be announced. */
  aSignedDecision(options: Omit<DecisionOptions, 'status'> = {}): Promise<TestDecision> {
    return this.aDecision(options);
  }

  /** Announces a signed decision. */
  announce({ reference, version }: Pick<TestDecision, 'reference' | 'version'>) {
    return this.registry.announceDecision.execute({ reference, version, request: null }, this.as(this.officer));
  }

  /** By default awarded and waiting for its start. */
  async aProject({ status = 'awaiting_start', application: given }: ProjectOptions = {}): Promise<TestProject> {
    const application = given ?? (await this.anApplication());
    const decision = await this.aDecision({ application, status: 'announced' });
    const reference = `${application.reference}-P`;
    const today = this.today();
    const reason = 'an invented reason';
    const path = {
      awaiting_start: [],
      started: ['confirm_start'],
      suspended: ['confirm_start', 'suspend'],
      ended: ['confirm_start', 'end'],
      completed: ['confirm_start', 'end', 'complete'],
      terminated: ['confirm_start'],
      not_started: [],
    } as const satisfies Record<ProjectStatus, readonly string[]>;
    for (const [index, command] of path[status].entries()) {
      const step = { reference, version: index + 1, reason, request: null };
      const said = {
        confirm_start: { command: 'confirm_start', startedOn: today, lateStartReason: reason },
        suspend: { command: 'suspend' },
        end: { command: 'end', endedOn: today },
        complete: { command: 'complete', finalReportApprovedOn: today },
      } as const;
      await this.registry.moveProject.execute({ ...step, ...said[command] }, this.as(this.officer));
    }
    if (status === 'terminated' || status === 'not_started') {
      await this.aDecision({ application, kind: 'withdraw_grant', status: 'announced' });
    }
    const awarded: TestApplication = { ...application, ...(await this.read('application', application.reference)) };
    return { ...(await this.read('project', reference)), application: awarded, decision };
  }

  /** Known from payments alone, on a scheme that was imported with it; by the bulk function, the only way. */
  async aLegacyAward(): Promise<Subject & { readonly machine: 'legacy_award' }> {
    const funder = await this.aFunder();
    const organisation = await this.anOrganisation();
    const [call, award] = [newId(), newId()];
    const reference = `${funder.code}-AWARD${this.#next()}`;
    await this.db.transaction(async ({ client }) => {
      await client.query(
        `insert into staging.call (id, funder_id, reference, title) values ($1, $2, $3, 'Invented scheme')`,
        [call, funder.id, `${reference}-SCHEME`],
      );
      await client.query(
        `insert into staging.legacy_award (id, funder_id, call_id, organisation_id, reference, scheme_text, recipient_text)
         values ($1, $2, $3, $4, $5, 'Invented scheme', 'An invented recipient')`,
        [award, funder.id, call, organisation.id, reference],
      );
      await client.query(
        `insert into staging.step (machine, machine_version, subject_id, seq, command, to_status, occurred_at, actor, role)
         values ('call', $4, $1, 1, 'import', 'archived', registry_now(), $3, 'administrator'),
                ('legacy_award', $5, $2, 1, 'import', 'imported', registry_now(), $3, 'administrator')`,
        [call, award, newId(), lifecycles.call.version, lifecycles.legacy_award.version],
      );
      await client.query(`select bulk_load()`);
    });
    return this.read('legacy_award', reference);
  }

  async #applicationFor(kind: DecisionKind): Promise<TestApplication> {
    if (kind === 'withdraw_grant') return (await this.aProject()).application;
    const application = await this.anApplication();
    if (kind !== 'not_processed') return application;
    await this.stepApplication('request_repair', application.reference, application.applicant);
    await this.stepApplication('repair', application.reference, application.applicant);
    return application;
  }

  // What there is ------------------------------------------------------------------------------------------------

  /** A record as it is now. */
  async read<M extends Machine>(machine: M, reference: string): Promise<Subject & { readonly machine: M }> {
    const [row] = await this.appSql<{ id: string; version: number; status: string }>(
      `select id, version, status from ${machine} where reference = $1`,
      reference,
    );
    if (!row) throw new Error(`There is no ${machine} ${reference}`);
    return { machine, reference, ...row };
  }

  async statusOf({ machine, reference }: Pick<Subject, 'machine' | 'reference'>): Promise<string> {
    return (await this.read(machine, reference)).status;
  }

  eventsOf({ id }: Pick<Subject, 'id'>): Promise<EventRow[]> {
    return this.appSql<EventRow & QueryResultRow>(
      `select seq, command, from_status as "from", to_status as "to", actor, role, occurred_at as occurred
         from registry_event where subject_id = $1 order by seq`,
      id,
    );
  }

  messagesAbout({ id }: Pick<Subject, 'id'>): Promise<{ topic: string }[]> {
    return this.appSql(`select topic from outbox_message where subject_id = $1 order by created_at`, id);
  }

  /** How many rows each of the tables has: equal before and after means that nothing was half written. */
  async rowCounts(): Promise<Record<string, number>> {
    const tables = [...Object.keys(lifecycles), 'registry_event', 'status_period', 'outbox_message', 'deadline'];
    const more = ['confidential_text', 'idempotency_key', 'project_leader', 'project_recipient', 'project_relation'];
    const counts = [...tables, ...more].map((table) => `'${table}', (select count(*) from ${table})`);
    const [row] = await this.ownerSql<{ counts: Record<string, number> }>(
      `select jsonb_build_object(${counts.join(', ')}) as counts`,
    );
    return row?.counts ?? {};
  }

  async #named(insert: string, ...values: unknown[]): Promise<Named> {
    const id = newId();
    const [row] = await this.stepSql<{ reference: string }>(insert, id, ...values);
    return { id, reference: row?.reference ?? '' };
  }

  #next(): number {
    this.#number += 1;
    return this.#number;
  }
}

/** A migrated database of its own with the registry on it; `close()` drops it. */
export async function testRegistry({ poolSize = 16 }: { poolSize?: number } = {}): Promise<TestRegistry> {
  const made = new TestRegistry(await testDatabase(), poolSize);
  if (process.env['MUTATE']) await made.admin.pool.query(process.env['MUTATE']);
  return made;
}
