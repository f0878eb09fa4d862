import { describe, expect, it } from '@jest/globals';
import { applicationTerms, defaultTermParameters, type ApplicationFact } from '@grants/domain';
import type { CaseDeadline } from '@grants/registry';
import { tellCase } from './tell-case.js';

const history: ApplicationFact[] = [
  { fact: 'received', on: '2026-11-12' },
  { fact: 'repair_requested', on: '2026-11-20', until: null },
  { fact: 'repaired', on: '2026-12-01' },
  { fact: 'another_term_named', on: '2027-01-11', until: '2027-03-01' },
];
const deadlinesOf = (facts: readonly ApplicationFact[]): CaseDeadline[] =>
  applicationTerms(facts, defaultTermParameters)
    .filter(({ kind }) => kind === 'decision_on_application')
    .map((term) => ({ ...term, machine: 'application', reference: 'ZONMW-2027-1' }));
const told = (deadlines: CaseDeadline[], today = '2027-01-15') => tellCase({ steps: [], deadlines }, today).split('\n');

describe('a case that is told', () => {
  it('says of each term what suspended, extended and moved it, by which article, and where that left its end', () =>
    expect(told(deadlinesOf(history))).toEqual([
      '',
      'Terms',
      '2027-03-01  ZONMW-2027-1: besluit op de aanvraag',
      '            from 2026-11-13; open',
      '            2027-01-07  P8W after 2026-11-12 (Awb 4:13(2))',
      '            2027-01-17  suspended for 10 days from 2026-11-21 through 2026-11-30: the applicant was asked to complete the application (Awb 4:15(1)(a))',
      '            2027-03-01  extended on 2027-01-11 until 2027-03-01: another reasonable term was named (Awb 4:14(3))',
    ]));

  it('says that a term stands still, has passed, was met too late, or ended', () => {
    const standing = (facts: ApplicationFact[], today?: string) =>
      told(deadlinesOf([{ fact: 'received', on: '2026-11-12' }, ...facts]), today)[3];
    const still: ApplicationFact = { fact: 'suspended', on: '2026-12-01', ground: 'force_majeure', through: null };
    expect(standing([still])).toBe(
      '            from 2026-11-13; standing still since 2026-12-01, ends on 2027-01-07 at the earliest',
    );
    expect(standing([])).toBe('            from 2026-11-13; passed');
    expect(standing([{ fact: 'decided', on: '2027-01-08', notProcessed: false }])).toBe(
      '            from 2026-11-13; met on 2027-01-08, too late',
    );
    expect(standing([{ fact: 'withdrawn', on: '2026-12-01' }])).toBe(
      '            from 2026-11-13; cancelled on 2026-12-01',
    );
  });

  it('gives the ground alone of a term that was counted before there were steps', () =>
    expect(told(deadlinesOf(history.slice(0, 1)).map((each) => ({ ...each, steps: [] })))[4]).toBe(
      '            P8W after 2026-11-12 (Awb 4:13(2))',
    ));
});
