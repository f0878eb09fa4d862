import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { endOf, lifecycles, roles, UNBORN, type Lifecycle, type Role, type Transition } from '@grants/domain';
import { testApi, type AnswerBody, type ApiAnswer, type TestApi } from '../support/api.js';
import { aRecord, movedMachines, statesOf, type Moved } from '../support/every-state.js';
import type { Subject } from '../support/registry.js';

const collections: Readonly<Record<Moved, string>> = {
  call: 'calls',
  application: 'applications',
  decision: 'decisions',
  project: 'projects',
};
/** Everybody with an account; the clock has none. */
const callers = roles.filter((role) => role !== 'system');

/** Commands that are given elsewhere than by `transitions`: by a change of terms, or by the clock alone. */
const givenElsewhere: readonly string[] = ['call.amend', 'decision.become_irrevocable', 'decision.lapse_reservation'];
const isOffered = (machine: Moved, { command, from, decisionKinds = [], bulkOnly = false }: Transition<string>) =>
  !from.includes(UNBORN) &&
  decisionKinds.length === 0 &&
  !bulkOnly &&
  command !== 'supersede' && // comes with the correction
  !givenElsewhere.includes(`${machine}.${command}`);

/** What is given with a command besides a reason. */
const givenWith = (api: TestApi): Readonly<Record<string, object>> => ({
  'application.suspend_term': { ground: 'consent' },
  'application.name_another_term': { until: api.today(14) },
  'decision.note_budget': { condition: 1, adoptedOn: api.today() },
  'decision.invoke_reservation': { condition: 1 },
  'decision.meet_condition': { condition: 1 },
  'decision.fulfil_obligation': { obligation: 1 },
  'project.confirm_start': { startedOn: api.today() },
  'project.end': { endedOn: api.today() },
  'project.complete': { finalReportApprovedOn: api.today() },
});

const tableOf = (machine: Moved): Lifecycle<string> => lifecycles[machine];

interface Available extends AnswerBody {
  readonly state: string;
  readonly transitions: readonly {
    readonly command: string;
    readonly to: string;
    readonly basis: string;
    readonly roles: readonly string[];
    readonly role: string | null;
    readonly through: 'command' | 'decision';
    readonly asks: readonly string[];
    readonly needsReason: boolean;
    readonly barredBy: readonly { code: string; rule: string; basis: string }[];
    readonly judgedThen: readonly { code: string; rule: string; basis: string }[];
    readonly isOpen: boolean;
  }[];
}

let api: TestApi;
beforeAll(async () => {
  api = await testApi({ REGISTRY_REQUESTS_PER_MINUTE: '1000000' });
});
afterAll(() => api.close());

/** A record in a state. An application is that of the demo's applicant, but for a draft that an officer is to register. */
async function made(machine: Moved, state: string, caller: Role = 'applicant'): Promise<Subject> {
  if (machine !== 'application') return aRecord(api, machine, state);
  return api.anApplication({ status: state as 'draft', applicant: await api.actor(caller) });
}
const isOwn = (state: string, caller: Role) => state === 'draft' && caller === 'programme_officer';

const addressOf = ({ machine, reference }: Subject) => `/v1/${collections[machine as Moved]}/${reference}`;

/** What a caller may do with a record; null where it is not theirs to see. */
async function available(subject: Subject, as: Role): Promise<Available | null> {
  const { status, body } = await api.get(`${addressOf(subject)}/available-transitions`, { as });
  return status === 404 ? null : (body as Available);
}

function give(subject: Subject, command: string, as: Role): Promise<ApiAnswer> {
  const { machine, version } = subject;
  const body = { command, reason: 'an invented reason', ...givenWith(api)[`${machine}.${command}`] };
  return api.post(`${addressOf(subject)}/transitions`, { as, version, body });
}

const cells = movedMachines.flatMap((machine) => statesOf(machine).map((state) => [machine, state] as const));

describe('over HTTP', () => {
  it.each(cells)(
    'what may be done with a %s that is %s is what the table says, to each role',
    async (machine, state) => {
      const subject = await made(machine, state);
      const rows = tableOf(machine).transitions.filter((row) => row.from.includes(state) && !row.bulkOnly);
      let seenBy = 0;
      for (const role of callers) {
        const told = await available(subject, role);
        if (!told) continue; // not theirs to see
        seenBy += 1;
        expect(told).toMatchObject({ machine, state, reference: subject.reference });
        const expected = rows.map((row) => ({
          command: row.command,
          to: endOf(row, state),
          basis: row.basis,
          roles: row.by,
        }));
        expect(
          told.transitions.map(({ command, to, basis, roles: by }) => ({ command, to, basis, roles: by })),
        ).toEqual(expected);
        for (const { command, role: own, needsReason, barredBy, judgedThen, isOpen, through } of told.transitions) {
          const row = rows.find((each) => each.command === command);
          const named = [command, role];
          expect([named, own === null || row?.by.includes(role)]).toEqual([named, true]);
          expect([named, needsReason]).toEqual([named, row?.reasonRequired ?? false]);
          expect([named, isOpen]).toEqual([named, through === 'command' && own !== null && barredBy.length === 0]);
          for (const { code, rule, basis } of [...barredBy, ...judgedThen])
            expect([code, rule, basis].every(Boolean)).toBe(true);
          const ofTheRow = row?.guards.map(({ code }) => code) ?? [];
          expect([named, judgedThen.map(({ code }) => code).filter((code) => !ofTheRow.includes(code))]).toEqual([
            named,
            [],
          ]);
        }
      }

      expect(seenBy).toBeGreaterThan(0);
    },
  );

  it.each(cells)(
    'each command on a %s that is %s is answered as the table says, to each role',
    async (machine, state) => {
      let shared = await made(machine, state);
      const counts = { moved: 0, barred: 0, refused: 0 };
      for (const role of callers) {
        let subject = isOwn(state, role) ? await made(machine, state, role) : shared;
        let told = await available(subject, role);
        for (const row of tableOf(machine).transitions) {
          const { command, by, from } = row;
          const isFitting = from.includes(state);
          const known = told?.transitions.find((each) => each.command === command);
          const { status, body } = await give(subject, command, role);
          const answer = [command, role, status];
          if (!isOffered(machine, row)) {
            // Nobody gives it here; who may is told that it is no command of this path.
            expect([answer, [400, 403, 404].includes(status)]).toEqual([answer, true]);
            counts.refused += 1;
          } else if (!told) {
            expect(answer).toEqual([command, role, 404]);
            counts.refused += 1;
          } else if (!by.includes(role)) {
            expect(answer).toEqual([command, role, 403]);
            expect(body.roles).toEqual(expect.arrayContaining([...by].filter((each) => each !== 'system')));
            counts.refused += 1;
          } else if (!isFitting) {
            expect([command, role, status, body['state']]).toEqual([command, role, 409, state]);
            counts.refused += 1;
          } else if (status === 200) {
            // What was told to be barred is barred, and nothing else.
            expect([answer, known?.barredBy]).toEqual([answer, []]);
            expect([answer, body['status'] ?? endOf(row, state)]).toEqual([answer, endOf(row, state)]);
            counts.moved += 1;
            subject = await made(machine, state, isOwn(state, role) ? role : 'applicant');
            if (!isOwn(state, role)) shared = subject;
            told = await available(subject, role);
          } else {
            expect(answer).toEqual([command, role, 422]);
            const foretold = [...(known?.barredBy ?? []), ...(known?.judgedThen ?? [])].map(({ code }) => code);
            expect([answer, body.rules.length, body.rules.filter((rule) => !foretold.includes(rule))]).toEqual([
              answer,
              body.rules.length,
              [],
            ]);
            expect([answer, known?.isOpen === true && known.asks.length === 0]).toEqual([answer, false]);
            counts.barred += 1;
          }
        }
      }

      expect(counts.moved + counts.barred + counts.refused).toBe(tableOf(machine).transitions.length * callers.length);
      const offered = tableOf(machine).transitions.filter((row) => row.from.includes(state) && isOffered(machine, row));
      expect(counts.moved + counts.barred).toBeGreaterThanOrEqual(offered.length);
    },
  );
});
