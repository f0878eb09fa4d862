import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { plus } from '../shared/calendar.js';
import { legalBases } from '../shared/legal-basis.js';
import { applicationPenalty, applicationTerms, type ApplicationFact } from './application-terms.js';
import type { CaseTerm } from './case-term.js';
import { decisionTerms, irrevocableFrom, type DecisionFact } from './decision-terms.js';
import { filingOf, objectionTerms, type ObjectionFact } from './objection-terms.js';
import { legalTerms, rightKinds, termCatalogue, termKinds } from './term-catalogue.js';
import {
  decisionTermOfCall,
  defaultTermParameters,
  termFor,
  termParameterKinds,
  type TermParameters,
} from './term-parameters.js';

/** Kind, first and last day, and what became of it. */
const told = (terms: readonly CaseTerm[]) =>
  Object.fromEntries(
    terms.map(({ kind, startsOn, endsOn, metOn, cancelledOn }) => [
      kind,
      [startsOn, endsOn, metOn !== null ? `met ${metOn}` : cancelledOn !== null ? `cancelled ${cancelledOn}` : 'open'],
    ]),
  );
const find = (terms: readonly CaseTerm[], kind: string) => terms.find((term) => term.kind === kind);
const ofCall: TermParameters = { ...defaultTermParameters, decision_on_application: decisionTermOfCall(22) };
const onApplication = (history: readonly ApplicationFact[], parameters = defaultTermParameters) =>
  told(applicationTerms(history, parameters));

describe('the catalogue of terms', () => {
  it('has for each term a basis that can be read, and both languages', () => {
    for (const { kind, basis, nl, en } of legalTerms) {
      expect([kind, legalBases(basis).length > 0, nl.length > 0, en.length > 0]).toEqual([kind, true, true, true]);
    }
  });

  it('lets nobody set a term whose length is in the law, and has for each other one a default', () => {
    expect(termKinds.filter((kind) => !termCatalogue[kind].isParameter)).toEqual([
      'decision_notice',
      'default_notice',
      'penalty_decision',
      'objection',
      'objection_by_post',
      'budget_reservation',
      'woo_publication',
      'hearing_documents',
      'hearing_file',
      'decision_on_objection',
    ]);
    expect(Object.keys(defaultTermParameters)).toEqual(termParameterKinds);
    const longer: TermParameters = { ...defaultTermParameters, rebuttal: { length: { weeks: 3 }, basis: 'call: x' } };
    expect(termFor('rebuttal', longer)).toMatchObject({ kind: 'rebuttal', length: { weeks: 3 }, basis: 'call: x' });
    expect(termFor('objection', longer)).toMatchObject({ length: { weeks: 6 }, basis: 'Awb 6:7, 6:8' });
  });

  it('knows after which terms nobody has to act', () =>
    expect(rightKinds).toEqual([
      'rebuttal',
      'objection',
      'objection_by_post',
      'budget_reservation',
      'hearing_documents',
      'appeal',
      'further_appeal',
    ]));
});

describe('the terms of an application', () => {
  const received: ApplicationFact = { fact: 'received', on: '2026-11-12' };

  it('begin with its receipt', () => {
    expect(applicationTerms([], defaultTermParameters)).toEqual([]);
    expect(onApplication([received])).toEqual({
      confirmation_of_receipt: ['2026-11-13', '2026-11-19', 'open'],
      statement_of_agreement: ['2026-11-13', '2026-11-19', 'open'],
      decision_on_application: ['2026-11-13', '2027-01-07', 'open'],
      decision_notice: ['2026-11-13', '2027-01-07', 'open'],
    });
  });

  it('Awb 4:13(1): are those of the call where it has one: 22 weeks after 12 November are 15 April, for notice too', () => {
    const terms = applicationTerms([received], ofCall);
    expect(find(terms, 'decision_on_application')).toMatchObject({
      endsOn: '2027-04-15',
      basis: 'Awb 4:13(1); call: decision term',
    });
    expect(find(terms, 'decision_notice')).toMatchObject({ endsOn: '2027-04-15', basis: 'Awb 4:14(1)' });
  });

  const asked: ApplicationFact = { fact: 'repair_requested', on: '2026-11-20', until: null };

  it('edge case 9, its terms: asked on 20 November, two weeks to 4 December; standing still for 14 days until then', () => {
    expect(onApplication([received, asked])).toMatchObject({
      application_repair: ['2026-11-21', '2026-12-04', 'open'],
      decision_on_application: ['2026-11-13', '2027-01-21', 'open'],
      not_processing: ['2026-12-05', '2027-01-04', 'open'], // 1 January and the weekend after it
    });
    const inTime: ApplicationFact = { fact: 'repaired', on: '2026-12-01' };
    expect(onApplication([received, asked, inTime])).toMatchObject({
      application_repair: ['2026-11-21', '2026-12-04', 'met 2026-12-01'],
      decision_on_application: ['2026-11-13', '2027-01-18', 'open'], // 7 January + 10 days, a Sunday
      not_processing: ['2026-12-02', '2026-12-29', 'open'],
    });
    const aDayLate: ApplicationFact[] = [
      { fact: 'repair_lapsed', on: '2026-12-05' },
      { fact: 'repaired', on: '2026-12-05' },
    ];
    expect(onApplication([received, asked, { fact: 'repaired', on: '2026-12-08' }])).toMatchObject({
      application_repair: ['2026-11-21', '2026-12-04', 'met 2026-12-08'], // too late
      decision_on_application: ['2026-11-13', '2027-01-21', 'open'],
    });
    const notProcessed: ApplicationFact = { fact: 'decided', on: '2026-12-10', notProcessed: true };
    expect(onApplication([received, asked, ...aDayLate, notProcessed])).toMatchObject({
      not_processing: ['2026-12-05', '2027-01-04', 'met 2026-12-10'],
      decision_on_application: ['2026-11-13', '2027-01-21', 'met 2026-12-10'],
      decision_notice: ['2026-11-13', '2027-01-21', 'met 2026-12-10'],
      statement_of_agreement: ['2026-11-13', '2026-11-19', 'cancelled 2026-12-10'],
    });
  });

  it('Awb 4:5(1): the term for completing is the day that the letter names, be it a Sunday', () =>
    expect(
      onApplication([received, { fact: 'repair_requested', on: '2026-11-20', until: '2026-11-29' }]),
    ).toMatchObject({
      application_repair: ['2026-11-21', '2026-11-29', 'open'],
    }));

  it('Awb 4:5(4): once it is admitted, nobody refuses to process it', () =>
    expect(
      onApplication([received, asked, { fact: 'repaired', on: '2026-12-01' }, { fact: 'admitted', on: '2026-12-03' }]),
    ).toMatchObject({ not_processing: ['2026-12-02', '2026-12-29', 'cancelled 2026-12-03'] }));

  it('Awb 4:14(3): another term counts for the reasonable one of eight weeks, not for that of a call', () => {
    const named: ApplicationFact = { fact: 'another_term_named', on: '2027-01-04', until: '2027-03-01' };
    expect(onApplication([received, named])).toMatchObject({
      decision_on_application: ['2026-11-13', '2027-03-01', 'open'],
      decision_notice: ['2026-11-13', '2027-01-07', 'met 2027-01-04'],
    });
    expect(onApplication([received, named], ofCall)).toMatchObject({
      decision_on_application: ['2026-11-13', '2027-04-15', 'open'],
      decision_notice: ['2026-11-13', '2027-04-15', 'met 2027-01-04'],
    });
  });

  it('ZonMw: a rebuttal has two weeks, or until the day that the letter names', () => {
    const sent: ApplicationFact = { fact: 'reviews_sent', on: '2026-12-01', until: null };
    expect(onApplication([received, sent]).rebuttal).toEqual(['2026-12-02', '2026-12-15', 'open']);
    const replied: ApplicationFact = { fact: 'rebuttal_received', on: '2026-12-10' };
    expect(onApplication([received, { ...sent, until: '2026-12-11' }, replied]).rebuttal).toEqual([
      '2026-12-02',
      '2026-12-11',
      'met 2026-12-10',
    ]);
  });

  it('edge case 1, its terms: what is withdrawn has no term left', () => {
    const withdrawn = onApplication([received, asked, { fact: 'withdrawn', on: '2026-11-25' }]);
    expect(new Set(Object.values(withdrawn).map(([, , standing]) => standing))).toEqual(
      new Set(['cancelled 2026-11-25']),
    );
  });

  it('edge case 11: due on 7 January 2027, notice on 11 January, decided on 10 February: 14 x 23 + 35 = 357 for each of two 178.50', () => {
    const history: ApplicationFact[] = [
      received,
      { fact: 'default_notice', on: '2027-01-04', exclusion: null }, // premature
      { fact: 'default_notice', on: '2027-01-11', exclusion: null },
    ];
    const running = onApplication(history);
    expect(running).toMatchObject({
      default_notice: ['2027-01-12', '2027-01-25', 'open'],
      penalty_decision: ['2027-03-09', '2027-03-22', 'open'],
    });
    const decided: ApplicationFact = { fact: 'decided', on: '2027-02-10', notProcessed: false };
    expect(onApplication([...history, decided])).toMatchObject({
      decision_on_application: ['2026-11-13', '2027-01-07', 'met 2027-02-10'],
      default_notice: ['2027-01-12', '2027-01-25', 'met 2027-02-10'],
      penalty_decision: ['2027-02-10', '2027-02-23', 'open'],
    });
    const penalty = applicationPenalty([...history, decided], defaultTermParameters, {
      askedOn: '2027-03-01',
      applicants: 2,
    });
    expect(penalty).toMatchObject({ amount: 357_00n, shares: [178_50n, 178_50n], standing: 'ended' });
    const onAmount: ApplicationFact = { fact: 'penalty_decided', on: '2027-02-20' };
    expect(onApplication([...history, decided, onAmount]).penalty_decision?.[2]).toBe('met 2027-02-20');
  });

  it('Awb 4:17(3): notice while the term runs, or stands still, brings no penalty', () => {
    const still: ApplicationFact[] = [
      received,
      { fact: 'suspended', on: '2026-12-01', ground: 'force_majeure', through: null },
      { fact: 'default_notice', on: '2027-02-01', exclusion: null },
    ];
    const when = { askedOn: '2027-12-01', applicants: 1 };
    expect(applicationPenalty(still, defaultTermParameters, when)?.standing).toBe('premature');
    expect(onApplication(still)).not.toHaveProperty('default_notice');
    expect(applicationPenalty([received], defaultTermParameters, when)).toBeNull();
    expect(applicationPenalty([], defaultTermParameters, when)).toBeNull();
  });
});

describe('the terms of a decision', () => {
  const announced: DecisionFact = { fact: 'announced', on: '2026-11-13' };

  it('Awb 6:7, 6:9(2): announced on 13 November 2026, six weeks are Christmas, so 28 December; a week for the post is 4 January; irrevocable from 5 January', () => {
    expect(told(decisionTerms([announced]))).toEqual({
      objection: ['2026-11-14', '2026-12-28', 'open'],
      objection_by_post: ['2026-12-29', '2027-01-04', 'open'],
    });
    expect(irrevocableFrom('2026-11-13')).toBe('2027-01-05');
  });

  it('end with an objection, or with a decision in its place', () => {
    expect(told(decisionTerms([announced, { fact: 'objection_received', on: '2026-12-01' }])).objection?.[2]).toBe(
      'met 2026-12-01',
    );
    expect(told(decisionTerms([announced, { fact: 'superseded', on: '2026-12-01' }])).objection_by_post?.[2]).toBe(
      'cancelled 2026-12-01',
    );
  });

  it('edge case 4, its term: a budget adopted on 15 December 2026 can be invoked until 12 January 2027 (Awb 4:34(3))', () => {
    const adopted: DecisionFact = { fact: 'budget_adopted', on: '2026-12-15' };
    expect(told(decisionTerms([adopted]))).toEqual({ budget_reservation: ['2026-12-16', '2027-01-12', 'open'] });
    expect(
      told(decisionTerms([adopted, { fact: 'reservation_invoked', on: '2027-01-05' }])).budget_reservation?.[2],
    ).toBe('met 2027-01-05');
  });

  it('edge case 37, its term: adopted on 10 December 2026, published within two weeks (Woo 3.3(4))', () =>
    expect(
      told(
        decisionTerms([
          { fact: 'to_be_published', on: '2026-12-10' },
          { fact: 'published', on: '2026-12-24' },
        ]),
      ),
    ).toEqual({ woo_publication: ['2026-12-11', '2026-12-24', 'met 2026-12-24'] }));
});

describe('edge case 12: when an objection is in time', () => {
  const announced: ObjectionFact = { fact: 'decision_announced', on: '2026-11-13' }; // until Monday 28 December
  it.each<[name: string, facts: ObjectionFact[], because: string, basis: string]>([
    ['on the last day', [{ fact: 'received', on: '2026-12-28' }], 'received', 'Awb 6:9(1)'],
    ['a day late, and not posted before', [{ fact: 'received', on: '2026-12-29' }], 'late', 'Awb 6:7, 6:11'],
    [
      'posted on the last day, received on the last of the week after it',
      [
        { fact: 'posted', on: '2026-12-28' },
        { fact: 'received', on: '2027-01-04' },
      ],
      'posted',
      'Awb 6:9(2)',
    ],
    [
      'posted on the last day, received a day later than that',
      [
        { fact: 'posted', on: '2026-12-28' },
        { fact: 'received', on: '2027-01-05' },
      ],
      'late',
      'Awb 6:7, 6:11',
    ],
    [
      'posted a day late',
      [
        { fact: 'posted', on: '2026-12-29' },
        { fact: 'received', on: '2026-12-30' },
      ],
      'late',
      'Awb 6:7, 6:11',
    ],
    [
      'sent to the wrong authority, which had it in time',
      [
        { fact: 'received_elsewhere', on: '2026-12-24' },
        { fact: 'received', on: '2027-01-20' },
      ],
      'received_elsewhere',
      'Awb 6:15(3)',
    ],
    [
      'posted in time to the wrong authority, which had it in the week after',
      [
        { fact: 'posted', on: '2026-12-24' },
        { fact: 'received_elsewhere', on: '2026-12-30' },
        { fact: 'received', on: '2027-01-20' },
      ],
      'posted',
      'Awb 6:9(2)',
    ],
    [
      'sent to the wrong authority, which had it late too',
      [
        { fact: 'received_elsewhere', on: '2026-12-29' },
        { fact: 'received', on: '2027-01-20' },
      ],
      'late',
      'Awb 6:7, 6:11',
    ],
    ['before the decision was announced', [{ fact: 'received', on: '2026-11-12' }], 'received', 'Awb 6:9(1)'],
  ])('%s', (_, facts, because, basis) =>
    expect(filingOf([...facts, announced])).toEqual({
      isInTime: because !== 'late',
      because,
      basis,
      endsOn: '2026-12-28',
      byPostEndsOn: '2027-01-04',
    }),
  );

  it('is not known before there is one', () => {
    expect(filingOf([announced])).toBeNull();
    expect(objectionTerms([announced], defaultTermParameters)).toEqual([]);
    expect(filingOf([{ fact: 'received', on: '2026-12-28' }])).toBeNull();
  });
});

describe('the terms of an objection', () => {
  const begun: ObjectionFact[] = [
    { fact: 'decision_announced', on: '2026-11-13' },
    { fact: 'received', on: '2026-11-20' },
  ];
  const onObjection = (...facts: ObjectionFact[]) => told(objectionTerms([...facts, ...begun], defaultTermParameters));

  it('Awb 7:10(1): received on 20 November, but six weeks from 29 December, the day after the term for filing, are 8 February 2027', () =>
    expect(onObjection()).toEqual({
      objection_acknowledgement: ['2026-11-21', '2026-11-27', 'open'],
      decision_on_objection: ['2026-12-29', '2027-02-08', 'open'],
    }));

  it('Awb 7:10(1), 7:13: with a committee twelve weeks, which are 22 March; postponed by six, 3 May', () => {
    const committee: ObjectionFact = { fact: 'committee_involved', on: '2026-12-10' };
    expect(onObjection(committee).decision_on_objection).toEqual(['2026-12-29', '2027-03-22', 'open']);
    const postponed: ObjectionFact = { fact: 'postponed', on: '2027-03-15', weeks: 8 }; // six at most
    expect(onObjection(committee, postponed).decision_on_objection?.[1]).toBe('2027-05-03');
    const tooLate: ObjectionFact = { fact: 'postponed', on: '2027-03-23', weeks: 6 };
    expect(onObjection(committee, tooLate).decision_on_objection?.[1]).toBe('2027-03-22');
    const agreed: ObjectionFact = {
      fact: 'delay_agreed',
      on: '2027-04-20',
      ground: 'objector_agrees',
      until: '2027-06-30',
    };
    const terms = objectionTerms([committee, postponed, agreed, ...begun], defaultTermParameters);
    expect(find(terms, 'decision_on_objection')).toMatchObject({
      endsOn: '2027-06-30',
      steps: [
        { step: 'counted', length: 'P12W', until: '2027-03-22', basis: 'Awb 7:10(1), 7:13' },
        { step: 'extended', ground: 'postponement', length: 'P6W', until: '2027-05-03', basis: 'Awb 7:10(3)' },
        { step: 'named', ground: 'objector_agrees', named: '2027-06-30', until: '2027-06-30', basis: 'Awb 7:10(4)(b)' },
      ],
    });
  });

  it('Awb 6:6, 7:10(2): asked on 7 January to repair, done on 13 January: 8 to 12 January, five days; 8 + 5 = 13 February, a Saturday', () => {
    const asked: ObjectionFact = { fact: 'repair_requested', on: '2027-01-07', until: null };
    expect(onObjection(asked, { fact: 'repaired', on: '2027-01-13' })).toMatchObject({
      objection_repair: ['2027-01-08', '2027-01-21', 'met 2027-01-13'],
      decision_on_objection: ['2026-12-29', '2027-02-15', 'open'],
    });
    expect(onObjection(asked, { fact: 'repair_lapsed', on: '2027-01-22' })).toMatchObject({
      objection_repair: ['2027-01-08', '2027-01-21', 'cancelled 2027-01-22'],
      decision_on_objection: ['2026-12-29', '2027-02-22', 'open'], // 8 February + 14 days
    });
  });

  it('Awb 7:10(2): repair that was over before the term for deciding began does not make it longer', () =>
    expect(
      onObjection({ fact: 'repair_requested', on: '2026-11-25', until: null }, { fact: 'repaired', on: '2026-12-02' })
        .decision_on_objection,
    ).toEqual(['2026-12-29', '2027-02-08', 'open']));

  it('Awb 7:4: a hearing on 20 January: documents until 10 January, a Sunday, for terms that are counted back do not move; the file open from 13 January', () =>
    expect(onObjection({ fact: 'hearing_set', on: '2027-01-04', hearingOn: '2027-01-20' })).toMatchObject({
      hearing_documents: ['2027-01-05', '2027-01-10', 'open'],
      hearing_file: ['2027-01-05', '2027-01-13', 'open'],
    }));

  it('Awb 6:7, 8:1, 8:104: decided on 1 February 2027, appeal until 15 March; judged on 1 June, further appeal until 13 July', () =>
    expect(
      onObjection(
        { fact: 'decided', on: '2027-02-01' },
        { fact: 'appeal_filed', on: '2027-03-01' },
        { fact: 'judged', on: '2027-06-01' },
      ),
    ).toMatchObject({
      decision_on_objection: ['2026-12-29', '2027-02-08', 'met 2027-02-01'],
      objection_acknowledgement: ['2026-11-21', '2026-11-27', 'cancelled 2027-02-01'],
      appeal: ['2027-02-02', '2027-03-15', 'met 2027-03-01'],
      further_appeal: ['2027-06-02', '2027-07-13', 'open'],
    }));
});

describe('booking the same steps late, or in another order', () => {
  const seeded = { seed: 20_261_125, numRuns: 150 };
  const on = fc.integer({ min: 0, max: 200 }).map((days) => plus('2026-11-01', { days }));
  const until = fc.option(on);
  const plain = <Name extends string>(...names: Name[]) => fc.record({ fact: fc.constantFrom(...names), on });
  const applicationFact = fc.oneof(
    plain('receipt_confirmed', 'agreement_received', 'repaired', 'repair_lapsed', 'admitted'),
    plain('rebuttal_received', 'withdrawn', 'penalty_decided'),
    fc.record({ fact: fc.constantFrom('repair_requested' as const, 'reviews_sent' as const), on, until }),
    fc.record({
      fact: fc.constant('suspended' as const),
      on,
      ground: fc.constantFrom('consent' as const, 'applicant_delay' as const, 'force_majeure' as const),
      through: until,
    }),
    fc.record({ fact: fc.constant('another_term_named' as const), on, until: on }),
    fc.record({ fact: fc.constant('decided' as const), on, notProcessed: fc.boolean() }),
    fc.record({ fact: fc.constant('default_notice' as const), on, exclusion: fc.constant(null) }),
  ) as fc.Arbitrary<ApplicationFact>;
  const objectionFact = fc.oneof(
    plain('posted', 'received', 'received_elsewhere', 'acknowledged', 'repaired', 'repair_lapsed'),
    plain('committee_involved', 'decided', 'withdrawn', 'appeal_filed', 'judged', 'further_appeal_filed'),
    fc.record({ fact: fc.constant('repair_requested' as const), on, until }),
    fc.record({ fact: fc.constant('hearing_set' as const), on, hearingOn: on }),
    fc.record({ fact: fc.constant('postponed' as const), on, weeks: fc.integer({ min: 1, max: 6 }) }),
    fc.record({
      fact: fc.constant('delay_agreed' as const),
      on,
      ground: fc.constantFrom('all_parties_agree' as const, 'objector_agrees' as const, 'procedure' as const),
      until: on,
    }),
  ) as fc.Arbitrary<ObjectionFact>;
  const twice = <Fact>(facts: fc.Arbitrary<Fact>) =>
    fc
      .array(facts, { minLength: 1, maxLength: 10 })
      .chain((all) => fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length })));

  it('gives the same terms of an application', () => {
    fc.assert(
      fc.property(twice(applicationFact), ([one, other]) => {
        const received: ApplicationFact = { fact: 'received', on: '2026-11-12' };
        const terms = applicationTerms([received, ...one], defaultTermParameters);
        expect(applicationTerms([...other, received], defaultTermParameters)).toEqual(terms);
        // One row a kind; each in order; never met and cancelled.
        expect(new Set(terms.map(({ kind }) => kind)).size).toBe(terms.length);
        for (const { startsOn, endsOn, metOn, cancelledOn } of terms) {
          expect(endsOn >= startsOn && (metOn === null || cancelledOn === null)).toBe(true);
        }
      }),
      seeded,
    );
  });

  it('gives the same terms of an objection', () => {
    fc.assert(
      fc.property(twice(objectionFact), ([one, other]) => {
        const announced: ObjectionFact = { fact: 'decision_announced', on: '2026-11-13' };
        const terms = objectionTerms([announced, ...one], defaultTermParameters);
        expect(objectionTerms([...other, announced], defaultTermParameters)).toEqual(terms);
        expect(new Set(terms.map(({ kind }) => kind)).size).toBe(terms.length);
        for (const { startsOn, endsOn, metOn, cancelledOn } of terms) {
          expect(endsOn >= startsOn && (metOn === null || cancelledOn === null)).toBe(true);
        }
      }),
      seeded,
    );
  });

  it('a suspension that is granted later never brings an applicant’s decision forward', () => {
    fc.assert(
      fc.property(fc.array(applicationFact, { maxLength: 6 }), on, on, (facts, from, through) => {
        const history: ApplicationFact[] = [{ fact: 'received', on: '2026-11-12' }, ...facts];
        const end = (all: ApplicationFact[]) =>
          find(applicationTerms(all, ofCall), 'decision_on_application')?.endsOn ?? '';
        const more: ApplicationFact = { fact: 'suspended', on: from, ground: 'consent', through };
        expect(end([...history, more]) >= end(history)).toBe(true);
      }),
      seeded,
    );
  });
});
