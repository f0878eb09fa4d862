import assert from 'node:assert/strict';
import { moveDueCalls } from '@grants/registry';
import { testApi, type ApiAnswer, type ApiRequest, type TestApi } from './api.js';
import type { Named } from './registry.js';

/** What was asked was answered so, in part at least. */
function answers({ status, body }: ApiAnswer, expected: number, part: object): void {
  assert.equal(status, expected, JSON.stringify(body));
  assert.partialDeepStrictEqual(body, part);
}

/** What people do over HTTP, in a few words: for tests that read like a case. */
export class Flow {
  private constructor(
    readonly api: TestApi,
    readonly programme: Named,
    readonly organisation: Named,
    readonly leader: Named,
  ) {}

  /** Begins on a registry of its own, with a programme, an organisation and a person who applies and leads. */
  static async begin(): Promise<Flow> {
    const api = await testApi();
    return new Flow(api, await api.aProgramme(), await api.anOrganisation(), await api.aPerson());
  }

  /** Gives a command to the record as it is now, unless a version is said. */
  async move(
    kind: 'calls' | 'applications' | 'decisions' | 'projects',
    reference: string,
    body: object,
    { as, version }: { as?: ApiRequest['as']; version?: number } = {},
  ): Promise<ApiAnswer> {
    const machine = kind.slice(0, -1) as 'call' | 'application' | 'decision' | 'project';
    const { version: now } = await this.api.read(machine, reference);
    return this.api.post(`/v1/${kind}/${reference}/transitions`, { as, version: version ?? now, body });
  }

  /** A published call. */
  async aPublishedCall(code: string, content: object = {}): Promise<string> {
    const body = {
      programme: this.programme.reference,
      code,
      title: 'Verzonnen oproep',
      ceiling: '100000.00',
      maxAmount: '50000.00',
      allocationMethod: 'ranking',
      criteria: 'Verzonnen.',
      opensAt: this.api.hoursFromNow(-1),
      closesAt: this.api.hoursFromNow(48),
      ...content,
    };
    const created = await this.api.post('/v1/calls', { body });
    answers(created, 201, { status: 'draft', version: 1 });
    const { reference } = created.body;
    const published = await this.move('calls', reference, { command: 'publish' }, { as: 'decision_authority' });
    answers(published, 200, { status: 'published' });
    return reference;
  }

  /** A call that the clock has opened. */
  async anOpenCall(code: string, content: object = {}): Promise<string> {
    const reference = await this.aPublishedCall(code, content);
    await moveDueCalls(this.api.registry, this.api.clock);
    return reference;
  }

  /** What an application says, in full. */
  content(more: object = {}): object {
    return {
      title: 'Verzonnen project',
      requested: '50000.00',
      startsOn: '2027-03-01',
      durationMonths: 12,
      organisation: this.organisation.reference,
      mainApplicant: this.leader.reference,
      projectLeader: this.leader.reference,
      ...more,
    };
  }

  /** A draft of the demo's applicant. */
  async aDraft(call: string, more: object = {}): Promise<string> {
    const draft = await this.api.post('/v1/applications', {
      as: 'applicant',
      body: { call, content: this.content(more) },
    });
    answers(draft, 201, { status: 'draft' });
    return draft.body.reference;
  }

  /** An application that was submitted by the demo's applicant. */
  async aSubmission(call: string, more: object = {}): Promise<string> {
    const reference = await this.aDraft(call, more);
    const submitted = await this.move('applications', reference, { command: 'submit' }, { as: 'applicant' });
    answers(submitted, 200, { status: 'submitted' });
    return reference;
  }

  /** Prepares a decision on an application. */
  async prepare(application: string, body: object, as?: ApiRequest['as']): Promise<ApiAnswer> {
    const { version } = await this.api.read('application', application);
    return this.api.post(`/v1/applications/${application}/decisions`, { as, version, body });
  }

  /** Prepares, signs and announces a decision; its reference. */
  async decide(application: string, body: object): Promise<string> {
    const prepared = await this.prepare(application, body);
    answers(prepared, 201, { version: 1 });
    const { reference } = prepared.body;
    const signed = await this.move('decisions', reference, { command: 'sign' }, { as: 'decision_authority' });
    answers(signed, 200, { status: 'signed' });
    const announced = await this.move('decisions', reference, { command: 'announce' });
    answers(announced, 200, { reference });
    return reference;
  }

  /** Honours an application, in full where nothing else is said; the decision. */
  honour(application: string, more: object = {}): Promise<string> {
    return this.decide(application, {
      kind: 'honour',
      granted: '50000.00',
      activities: 'De activiteiten uit de aanvraag.',
      provisionsVersion: '2022',
      ...more,
    });
  }
}
