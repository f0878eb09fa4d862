import { createHash } from 'node:crypto';
import { atTime } from '@grants/domain';
import type { Actor, IdempotentRequest } from '@grants/persistence';
import type { Clock } from '@grants/platform';
import { addDemoAccounts, demoAccount } from '../demo/index.js';
import type { Registry } from '../registry.js';
import type { SubjectKind } from '../shared/access-queries.js';
import type { SavedRecord } from '../shared/run-record.js';
import type { StepMoment } from '../shared/run-step.js';
import { isTold, markTold } from './story-store.js';
import {
  calls,
  connected,
  decisionNotes,
  funder,
  inAnyProject,
  inventedWhole,
  lateStartReason,
  lineNotes,
  meeting,
  pages,
  programmes,
  projects,
  reason,
  type FieldNotes,
  type StoryCall,
  type StoryProject,
} from './zonmw-story.js';

/** Who tells the story: an officer books what was decided, the authority signs. */
interface Tellers {
  readonly officer: StepMoment;
  readonly authority: StepMoment;
  readonly administrator: StepMoment;
}

const organisations = [
  { name: 'Verzonnen Universiteit', kind: 'university' },
  { name: 'Verzonnen Hogeschool', kind: 'research_institute' },
  { name: 'Verzonnen Kennisinstituut Jeugd', kind: 'foundation' },
  { name: 'Gemeente Verzonnen', kind: 'municipality' },
] as const;
const leaderNames = Array.from(
  { length: projects.length },
  (_, index) => `Verzonnen-${String(index + 1).padStart(2, '0')}`,
);

/**
 * Tells the story of the two pages through the use cases, as late bookings with the dates on which things happened.
 * Every step has a key of its own, so that a telling that was cut off goes on where it stopped.
 * @returns whether there was anything to tell.
 */
export async function tellZonmw(registry: Registry, clock: Clock, issuer: string): Promise<boolean> {
  const { db } = registry;
  await db.transaction((tx) => addDemoAccounts(tx, issuer));
  if (await isTold(db)) return false;
  const as = async (role: Actor['role']): Promise<StepMoment> => {
    const account = await db.transaction((tx) => demoAccount(tx, issuer, role));
    return { actor: { ...account, role }, now: clock.now() };
  };
  const tellers = {
    officer: await as('programme_officer'),
    authority: await as('decision_authority'),
    administrator: await as('administrator'),
  };
  await new Teller(registry, tellers).tell();
  await markTold(db);
  return true;
}

class Teller {
  readonly #organisations: string[] = [];
  readonly #leaders: string[] = [];
  readonly #projects: string[] = [];

  constructor(
    private readonly registry: Registry,
    private readonly by: Tellers,
  ) {}

  async tell(): Promise<void> {
    await this.#parties();
    await this.#programmes();
    const [first, vimps, ...others] = calls;
    await this.#call(first);
    const held = await this.#meeting();
    await this.#cameOf(held, await this.#call(vimps));
    for (const call of others) await this.#call(call);
    await this.#connections();
  }

  /** A step's key: the same each time the story is told. */
  #once(step: string): IdempotentRequest {
    const key = `zonmw-story:${step}`;
    return { caller: this.by.officer.actor.id, key, fingerprint: createHash('sha256').update(key).digest() };
  }

  async #parties(): Promise<void> {
    const { notes, page, ...named } = funder;
    await this.registry.createFunder.execute({ ...named, request: this.#once('funder') }, this.by.administrator);
    await this.#note('funder', funder.code, notes, page);
    for (const organisation of organisations) {
      const input = { ...organisation, request: this.#once(organisation.name) };
      const { reference } = await this.registry.createOrganisation.execute(input, this.by.officer);
      await this.#note('organisation', reference, inventedWhole);
      this.#organisations.push(reference);
    }
    for (const [index, familyName] of leaderNames.entries()) {
      const input = { givenName: 'Projectleider', familyName, request: this.#once(`leader ${index}`) };
      const { reference } = await this.registry.createPerson.execute(input, this.by.officer);
      await this.#note('person', reference, inventedWhole);
      this.#leaders.push(reference);
    }
  }

  async #programmes(): Promise<void> {
    for (const { code, title, objective, targetGroups, lines, page, notes } of programmes) {
      const request = (what: string) => this.#once(`${code} ${what}`);
      const objectives: string[] = [];
      if (objective) {
        const { notes: objectiveNotes, ...aim } = objective;
        const added = await this.registry.addPolicyObjective.execute(
          { funder: funder.code, ...aim, request: request('objective') },
          this.by.officer,
        );
        await this.#note('policy_objective', added.reference, objectiveNotes, page);
        objectives.push(added.reference);
      }
      for (const group of targetGroups) {
        await this.registry.addTargetGroup.execute(
          { funder: funder.code, ...group, request: request(group.code) },
          this.by.officer,
        );
      }
      const aims = { policyObjectives: objectives, targetGroups: targetGroups.map((group) => group.code) };
      const programme = { funder: funder.code, code, title, ...aims, request: request('programme') };
      const { reference } = await this.registry.createProgramme.execute(programme, this.by.officer);
      await this.#note('programme', reference, notes, page);
      for (const line of lines) {
        const parent = line.parent === null ? {} : { parent: `${reference}-${line.parent.toUpperCase()}` };
        const input = {
          programme: reference,
          code: line.code,
          title: line.title,
          ...parent,
          request: request(line.code),
        };
        const added = await this.registry.addLine.execute(input, this.by.officer);
        await this.#note('programme_line', added.reference, lineNotes, page);
      }
    }
  }

  async #meeting(): Promise<SavedRecord> {
    const { programme, ...said } = meeting;
    const input = {
      ...said,
      programme: `${funder.code}-${programme}`,
      projects: this.#projects.slice(0, 3),
      request: this.#once('meeting'),
    };
    const held = await this.registry.recordActivity.execute(input, this.by.officer);
    await this.#note(
      'activity',
      held.reference,
      { heldOn: 'source', title: 'invented', outcome: 'source', projects: 'invented', applications: 'source' },
      pages.effectief,
    );
    return held;
  }

  /** The applications that the leaders worked out after they met. */
  async #cameOf(held: SavedRecord, applications: readonly string[]): Promise<void> {
    await this.registry.changeActivity.execute(
      { ...held, applications, request: this.#once('came of the meeting') },
      this.by.officer,
    );
  }

  /** A call from its beginning to its closing, with what came in on it, which it gives, and what was decided. */
  async #call(call: StoryCall): Promise<string[]> {
    const programme = `${funder.code}-${call.programme}`;
    const reference = `${funder.code}-${call.code}`;
    const request = (what: string) => this.#once(`${reference} ${what}`);
    const opensAt = atTime(call.opensOn, '09:00');
    const closesAt = atTime(call.closesOn, '14:00');
    const { title, type, accessMode, ceiling, maxAmount } = call;
    const content = {
      title,
      type,
      accessMode,
      ceiling,
      maxAmount,
      opensAt,
      closesAt,
      allocationMethod: 'ranking',
      procedure: 'simple',
      criteria: 'Relevantie en kwaliteit (verzonnen).',
      provisionsVersion: 'Algemene subsidiebepalingen ZonMw',
    };
    const place = {
      programme,
      code: call.code,
      ...(call.line === null ? {} : { programmeLine: `${programme}-${call.line.toUpperCase()}` }),
    };
    await this.registry.createCall.execute(
      { ...place, content, occurred: atTime(call.begunOn, '09:00'), reason, request: request('create') },
      this.by.officer,
    );
    await this.#note('call', reference, call.notes, call.page);
    const move = (version: number, command: 'publish' | 'open' | 'close', occurred: string, by: StepMoment) =>
      this.registry.moveCall.execute({ reference, version, command, occurred, reason, request: request(command) }, by);
    await move(1, 'publish', atTime(call.publishedOn, '09:00'), this.by.authority);
    await move(2, 'open', opensAt, this.by.officer);
    const received = projects.flatMap((project, index) => (project.call === reference ? [{ project, index }] : []));
    const applications: string[] = [];
    for (const { project, index } of received) applications.push(await this.#application(project, index, call));
    await move(3, 'close', closesAt, this.by.officer);
    for (const [place_, { project, index }] of received.entries())
      await this.#decide(project, index, applications[place_] ?? '');
    return applications;
  }

  /** What came in, registered with its date of receipt; a VIMP on the invitation of its leader. */
  async #application(
    project: StoryProject,
    index: number,
    { accessMode, publishedOn, closesOn }: StoryCall,
  ): Promise<string> {
    const leader = this.#leaders[project.parents[index % 3] ?? index] ?? '';
    const organisation = this.#organisations[index % this.#organisations.length] ?? '';
    if (accessMode === 'invitation') {
      const invitation = {
        call: project.call,
        person: leader,
        invitedOn: publishedOn,
        validUntil: closesOn,
        activity: `${funder.code}-${meeting.programme}-${meeting.code}`,
      };
      await this.registry.invite.execute(
        { ...invitation, request: this.#once(`invitation ${index}`) },
        this.by.officer,
      );
    }
    const { title, summary, amount: requested, startedOn: startsOn, durationMonths, receivedOn, parents } = project;
    const content = {
      ...(title === null ? {} : { title }),
      summary,
      requested,
      startsOn,
      durationMonths,
      organisation,
      mainApplicant: leader,
      projectLeader: leader,
      parents: parents.map((parent) => this.#projects[parent] ?? ''),
    };
    const { reference } = await this.registry.registerApplication.execute(
      {
        call: project.call,
        content,
        unknown: title === null ? ['title'] : [],
        occurred: atTime(receivedOn, '10:00'),
        reason,
        request: this.#once(`application ${index}`),
      },
      this.by.officer,
    );
    await this.#note('application', reference, project.applicationNotes, project.page);
    return reference;
  }

  /** The decision on an application, its announcement, and the project's life as far as the story goes. */
  async #decide(project: StoryProject, index: number, application: string): Promise<void> {
    const request = (what: string) => this.#once(`${what} ${index}`);
    const content = {
      kind: 'honour',
      granted: project.amount,
      activities: project.summary,
      provisionsVersion: 'Algemene subsidiebepalingen ZonMw',
    } as const;
    const booked = (day: string, time: string) => ({ occurred: atTime(day, time), reason });
    const decision = await this.registry.prepareDecision.execute(
      {
        reference: application,
        version: 2,
        ...content,
        ...booked(project.signedOn, '09:00'),
        request: request('prepare'),
      },
      this.by.officer,
    );
    const { reference } = decision;
    await this.#note('decision', reference, decisionNotes(project), project.page);
    const signing = { reference, version: 1, command: 'sign', ...booked(project.signedOn, '10:00') } as const;
    await this.registry.moveDecision.execute({ ...signing, request: this.#once(`sign ${index}`) }, this.by.authority);
    const announced = await this.registry.announceDecision.execute(
      { reference, version: 2, ...booked(project.announcedOn, '10:00'), request: request('announce') },
      this.by.officer,
    );
    const projectReference = announced.projectReference ?? '';
    this.#projects.push(projectReference);
    await this.#note('project', projectReference, { ...inAnyProject, ...project.projectNotes }, project.page);
    const { startedOn, endedOn, completedOn } = project;
    const step = { reference: projectReference };
    const start = {
      ...step,
      version: 1,
      command: 'confirm_start',
      startedOn,
      endsOn: endedOn,
      ...(project.lateStart ? { lateStartReason } : {}),
    } as const;
    await this.registry.moveProject.execute(
      { ...start, ...booked(startedOn, '09:00'), request: request('start') },
      this.by.officer,
    );
    const end = { ...step, version: 2, command: 'end', endedOn } as const;
    await this.registry.moveProject.execute(
      { ...end, ...booked(endedOn, '17:00'), request: request('end') },
      this.by.officer,
    );
    if (completedOn === null) return;
    const completion = { ...step, version: 3, command: 'complete', finalReportApprovedOn: completedOn } as const;
    await this.registry.moveProject.execute(
      { ...completion, ...booked(completedOn, '12:00'), request: request('complete') },
      this.by.officer,
    );
  }

  /** The one project that connects the twelve. */
  async #connections(): Promise<void> {
    const from = this.#projects.at(-1) ?? '';
    for (const to of this.#projects.slice(connected.from, connected.from + connected.count)) {
      const relation = { kind: 'umbrella_of', from, to, validFrom: projects.at(-1)?.startedOn } as const;
      await this.registry.relateProjects.execute(
        { ...relation, request: this.#once(`connects ${to}`) },
        this.by.officer,
      );
    }
  }

  /** Where the fields of a record come from; what is made up whole has no source. */
  async #note(kind: SubjectKind, reference: string, notes: FieldNotes, source?: string): Promise<void> {
    const fields = Object.entries(notes).map(([field, origin]) => ({ field, origin, source }));
    await this.registry.noteProvenance.execute({ kind, reference, fields }, this.by.officer);
  }
}
