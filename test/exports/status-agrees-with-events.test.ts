import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { dateInAmsterdam, plus } from '@grants/domain';
import fc from 'fast-check';
import { aHistory, play } from '../support/random-histories.js';
import { testRegistry } from '../support/registry.js';
import { Reporting, type Row } from './reporting.js';

const HISTORIES = 2;
const STEPS = 150;
/** How many days of each seal are looked at. */
const DAYS = 4;

describe('the status of projects in the report, after random histories', () => {
  let reporting: Reporting;
  beforeAll(async () => {
    reporting = new Reporting(await testRegistry());
  });
  afterAll(() => reporting.close());

  /** By its definition: the last known event among those that occurred on the day or before. */
  const byEvents = (seal: string, day: string) =>
    reporting.on.ownerSql<{ reference: string; status: string }>(
      `select reference, status from (
         select project.reference, (
           select event.to_status from registry_event event
            where event.subject_id = project.id and known_at(event.xact, event.epoch, seal.epoch, seal.snapshot)
              and event.occurred_at < ($2::date + 1)::timestamp at time zone 'Europe/Amsterdam'
            order by event.seq desc limit 1) as status
           from project, seal where seal.number = $1
       ) told where status is not null order by reference collate "C"`,
      seal,
      day,
    );

  it('is that of the events, by any seal on any day, late bookings and open transactions included', async () => {
    let compared = 0;
    const statuses = new Set<Row[string] | undefined>();
    await fc.assert(
      fc.asyncProperty(aHistory(STEPS), async (history) => {
        const { seals } = await play(reporting.on, history);
        for (const number of seals) {
          const [seal] = await reporting.on.appSql<{ at: string }>(
            'select taken_at as at from seal where number = $1',
            number,
          );
          const knownAt = seal?.at ?? '';
          for (let back = 0; back < DAYS; back += 1) {
            const asOf = plus(dateInAmsterdam(knownAt), { days: -back * 3 });
            const rows = await reporting.rows('projects', { asOf, knownAt });
            const told = rows.map(({ reference, status }) => ({ reference, status }));
            expect(told).toEqual(await byEvents(number, asOf));
            compared += rows.length;
            for (const { status } of rows) statuses.add(status);
          }
        }
      }),
      { numRuns: HISTORIES, seed: 20_171_110 },
    );
    expect(compared).toBeGreaterThan(200);
    expect(statuses).toEqual(new Set(['started', 'suspended']));
  });
});
