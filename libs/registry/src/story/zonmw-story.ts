import { plus } from '@grants/domain';

/**
 * The story of two public pages of ZonMw, on the programmes *Effectief werken in de jeugdsector* (2017) and, as its
 * lines and dates lead us to infer, *Wat werkt voor de jeugd* (2020). What the pages do not tell is marked `invented`,
 * or `unknown` where it is left empty; people, amounts and the days within a known month are invented throughout.
 */

/** Where a field of the story comes from. */
export type Origin = 'source' | 'inferred' | 'invented' | 'unknown';

/** The two pages, as provenance names them. */
export const pages = {
  effectief: 'ZonMw, pagina over de VIMP-aanvragen van Effectief werken in de jeugdsector',
  wijkgericht: 'ZonMw, pagina Programmalijn 2 - Professionals en hun organisatie',
} as const;

/** A field that the page does not tell, or not in so many words. */
export type FieldNotes = Readonly<Record<string, Origin>>;

export const funder = {
  code: 'ZONMW',
  name: 'ZonMw',
  kind: 'funder',
  page: pages.effectief,
  notes: { code: 'invented', name: 'source', kind: 'inferred' },
} as const;

/** Nobody is named in the pages: applicants and leaders are made up, whole. */
export const inventedWhole = { '*': 'invented' } as const satisfies FieldNotes;

export const programmes = [
  {
    code: 'EWJ',
    title: 'Effectief werken in de jeugdsector',
    page: pages.effectief,
    notes: { code: 'invented', title: 'source', policyObjectives: 'source', targetGroups: 'inferred' },
    objective: {
      code: 'BETROKKEN',
      notes: { code: 'invented', description: 'source' },
      description:
        'Kinderen en hun ouders/verzorgers zijn positief betrokken bij hun leefomgeving en krijgen zo nodig laagdrempelige ondersteuning bij het opvoeden en opgroeien, aansluitend op hun eigen kracht.',
    },
    targetGroups: [
      { code: 'beleid', nameNl: 'beleidsmakers en gemeenten', nameEn: 'policy makers and municipalities' },
      { code: 'praktijk', nameNl: 'uitvoerende professionals', nameEn: 'practitioners' },
    ],
    lines: [],
  },
  {
    code: 'WWJ',
    title: 'Wat werkt voor de jeugd',
    page: pages.wijkgericht,
    notes: { code: 'invented', title: 'inferred', lines: 'inferred' },
    objective: null,
    targetGroups: [],
    lines: [
      { code: '2', parent: null, title: 'Professionals en hun organisatie' },
      {
        code: '2a',
        parent: '2',
        title:
          'Het effect van interventies en instrumenten die professionals kunnen gebruiken bij de hulp en ondersteuning',
      },
      { code: '2b', parent: '2', title: 'Versterken en verbeteren van wijkgericht werken' },
      { code: '2c', parent: '2', title: 'De opleiding van hulpverleners beter maken' },
      { code: '2d', parent: '2', title: 'Ruimte voor professionals en (lerende) organisaties' },
    ],
  },
] as const;

/** Of a line: that it is one of this programme is inferred; what it is called is not. */
export const lineNotes = { code: 'source', title: 'source', programme: 'inferred' } as const satisfies FieldNotes;

/** The meeting that the page tells of. */
export const meeting = {
  programme: 'EWJ',
  code: 'IB-2017',
  kind: 'implementation_meeting',
  title: 'Implementatiebijeenkomst met projectleiders',
  heldOn: '2017-09-07',
  outcome:
    'Het begrip ‘eigen kracht’ is niet zo gemakkelijk te definiëren en te meten. De projecten leveren veel kennis over het begrip op; van belang is om die kennis te bundelen en te ontsluiten voor gemeenten. Er is behoefte aan een praktijkgerichte vertaalslag voor professionals. Daarom hebben de projectleiders twee Verspreidings- en implementatie-impulsprojecten (VIMP) uitgewerkt.',
} as const;

/** A call of the story. How many applications were received is not in the pages, so that no share is computed. */
export interface StoryCall {
  readonly programme: string;
  readonly line: string | null;
  readonly code: string;
  readonly title: string;
  readonly type: 'regular' | 'vimp';
  readonly accessMode: 'open' | 'invitation';
  readonly ceiling: string;
  readonly maxAmount: string | null;
  readonly begunOn: string;
  readonly publishedOn: string;
  readonly opensOn: string;
  readonly closesOn: string;
  readonly page: string;
  readonly notes: FieldNotes;
}

const inventedCall = {
  title: 'invented',
  ceiling: 'invented',
  criteria: 'invented',
  opensAt: 'invented',
  closesAt: 'invented',
  received: 'unknown',
} as const satisfies FieldNotes;

/** In their order; the second is the one of the VIMPs. */
export const calls: readonly [StoryCall, StoryCall, ...StoryCall[]] = [
  {
    programme: 'EWJ',
    line: null,
    code: '2012-EK',
    title: 'Eigen kracht van jeugdigen en ouders (verzonnen oproep)',
    type: 'regular',
    accessMode: 'open',
    ceiling: '1500000.00',
    maxAmount: null,
    begunOn: '2012-09-03',
    publishedOn: '2012-10-01',
    opensOn: '2012-11-01',
    closesOn: '2013-01-15',
    page: pages.effectief,
    notes: inventedCall,
  },
  {
    programme: 'EWJ',
    line: null,
    code: '2017-VIMP',
    title: 'Verspreidings- en Implementatie Impuls',
    type: 'vimp',
    accessMode: 'invitation',
    ceiling: '100000.00',
    maxAmount: '50000.00',
    begunOn: '2017-09-08',
    publishedOn: '2017-09-11',
    opensOn: '2017-09-18',
    closesOn: '2017-10-31',
    page: pages.effectief,
    notes: { ...inventedCall, title: 'source', maxAmount: 'inferred' },
  },
  {
    programme: 'WWJ',
    line: '2b',
    code: '2019-2B',
    title: 'Versterken en verbeteren van wijkgericht werken (verzonnen oproep)',
    type: 'regular',
    accessMode: 'open',
    ceiling: '6000000.00',
    maxAmount: '500000.00',
    begunOn: '2019-07-01',
    publishedOn: '2019-08-26',
    opensOn: '2019-09-02',
    closesOn: '2019-11-12',
    page: pages.wijkgericht,
    notes: inventedCall,
  },
  {
    programme: 'WWJ',
    line: '2b',
    code: '2020-2B-VERBINDING',
    title: 'Verbindend project wijkgericht werken (verzonnen oproep)',
    type: 'regular',
    accessMode: 'open',
    ceiling: '400000.00',
    maxAmount: null,
    begunOn: '2020-05-04',
    publishedOn: '2020-05-11',
    opensOn: '2020-05-18',
    closesOn: '2020-06-30',
    page: pages.wijkgericht,
    notes: inventedCall,
  },
];

/** A project of the story, from its application to where the page leaves it. */
export interface StoryProject {
  readonly call: string;
  readonly title: string | null;
  readonly summary: string;
  readonly amount: string;
  readonly receivedOn: string;
  readonly signedOn: string;
  readonly announcedOn: string;
  readonly startedOn: string;
  readonly durationMonths: number;
  readonly endedOn: string;
  /** When its final report was approved; null where the story stops at its end. */
  readonly completedOn: string | null;
  readonly lateStart: boolean;
  readonly parents: readonly number[];
  readonly page: string;
  readonly applicationNotes: FieldNotes & Readonly<Record<'summary' | 'startsOn' | 'durationMonths', Origin>>;
  /** Besides `inAnyProject`. */
  readonly projectNotes: FieldNotes &
    Readonly<Record<'granted' | 'startsOn' | 'startedOn' | 'endsOn' | 'endedOn' | 'honouredOn', Origin>>;
}

/** What the pages tell of no project: what it is numbered. */
export const inAnyProject = { number: 'unknown', fileNumber: 'unknown' } as const satisfies FieldNotes;

/** A decision repeats what the application and the project say; the day of signing is nowhere told. */
export function decisionNotes({ applicationNotes, projectNotes }: StoryProject): FieldNotes {
  const { granted, startsOn, endsOn, honouredOn } = projectNotes;
  return {
    granted,
    activities: applicationNotes.summary,
    provisionsVersion: 'invented',
    startsOn,
    endsOn,
    signedOn: 'invented',
    announcedOn: honouredOn,
  };
}

const inventedPeople = {
  requested: 'invented',
  organisation: 'invented',
  mainApplicant: 'invented',
  projectLeader: 'invented',
  receivedAt: 'invented',
} as const;

const lastDay = (startedOn: string, months: number) => plus(plus(startedOn, { months }), { days: -1 });

/** The earlier projects whose leaders met: the page tells that there were several, and not which. */
const parents: readonly StoryProject[] = ['A', 'B', 'C'].map((letter, index) => {
  const startedOn = `2013-09-0${index + 2}`;
  return {
    call: 'ZONMW-2012-EK',
    title: `Werkzaamheid van eigen-krachtmethodieken, onderzoek ${letter} (verzonnen)`,
    summary: 'Onderzoek naar de werkzaamheid van methodieken om de eigen kracht van jeugdigen en ouders te versterken.',
    amount: `${300 + 50 * index}000.00`,
    receivedOn: '2013-01-10',
    signedOn: '2013-06-10',
    announcedOn: '2013-06-12',
    startedOn,
    durationMonths: 48,
    endedOn: lastDay(startedOn, 48),
    completedOn: '2018-03-15',
    lateStart: false,
    parents: [],
    page: pages.effectief,
    applicationNotes: {
      ...inventedPeople,
      title: 'invented',
      summary: 'source',
      startsOn: 'invented',
      durationMonths: 'invented',
    },
    projectNotes: {
      title: 'invented',
      granted: 'invented',
      startsOn: 'invented',
      startedOn: 'invented',
      endsOn: 'invented',
      endedOn: 'invented',
      finalReportApprovedOn: 'invented',
      honouredOn: 'invented',
    },
  };
});

const vimps: readonly StoryProject[] = [
  ['gemeenten', '50000.00', '2017-10-16'],
  ['professionals', '48500.00', '2017-10-23'],
].map(([audience = '', amount = '', receivedOn = '']) => ({
  call: 'ZONMW-2017-VIMP',
  title: null,
  summary:
    audience === 'gemeenten'
      ? 'Kennis over het begrip ‘eigen kracht’ bundelen en ontsluiten voor beleidsmakers en gemeenten.'
      : 'Een praktijkgerichte vertaalslag van ‘eigen kracht’ voor het dagelijks werk van professionals.',
  amount,
  receivedOn,
  signedOn: '2017-11-20',
  announcedOn: '2017-11-22',
  startedOn: '2018-01-08',
  durationMonths: 12,
  endedOn: '2019-01-07',
  completedOn: '2019-04-15',
  lateStart: false,
  parents: [0, 1, 2],
  page: pages.effectief,
  applicationNotes: {
    ...inventedPeople,
    title: 'unknown',
    summary: 'inferred',
    startsOn: 'inferred',
    durationMonths: 'invented',
    parents: 'invented',
  },
  projectNotes: {
    title: 'unknown',
    granted: 'invented',
    startsOn: 'inferred',
    startedOn: 'inferred',
    endsOn: 'invented',
    endedOn: 'invented',
    finalReportApprovedOn: 'invented',
    honouredOn: 'inferred',
  },
}));

/** The twelve of April 2020: two years each from early 2021, as the page says; the days are inferred. */
const neighbourhoodProjects: readonly StoryProject[] = Array.from({ length: 12 }, (_, index) => {
  const startedOn = plus('2021-01-04', { weeks: index % 6 });
  return {
    call: 'ZONMW-2019-2B',
    title: `Wijkgericht werken, project ${index + 1} (verzonnen titel)`,
    summary: 'Kennisontwikkeling over wat werkt in lokale teams en wijkgericht werken met gezinnen.',
    amount: `${350 + 10 * index}000.00`,
    receivedOn: plus('2019-11-01', { days: index % 10 }),
    signedOn: '2020-04-14',
    announcedOn: '2020-04-16',
    startedOn,
    durationMonths: 24,
    endedOn: lastDay(startedOn, 24),
    completedOn: null,
    lateStart: true,
    parents: [],
    page: pages.wijkgericht,
    applicationNotes: {
      ...inventedPeople,
      title: 'invented',
      summary: 'inferred',
      startsOn: 'inferred',
      durationMonths: 'source',
    },
    projectNotes: {
      title: 'invented',
      granted: 'invented',
      startsOn: 'inferred',
      startedOn: 'inferred',
      endsOn: 'inferred',
      endedOn: 'inferred',
      honouredOn: 'inferred',
    },
  };
});

/** The one that bundles and connects: that it was awarded is known, and when is not, so that its days are invented. */
const connectingProject: StoryProject = {
  call: 'ZONMW-2020-2B-VERBINDING',
  title: 'Verbindend project wijkgericht werken (verzonnen titel)',
  summary: 'Bundelt bestaande kennis en verbindt de verschillende lopende trajecten.',
  amount: '350000.00',
  receivedOn: '2020-06-22',
  signedOn: '2020-09-14',
  announcedOn: '2020-09-16',
  startedOn: '2021-02-01',
  durationMonths: 24,
  endedOn: '2023-01-31',
  completedOn: null,
  lateStart: false,
  parents: [],
  page: pages.wijkgericht,
  applicationNotes: {
    ...inventedPeople,
    title: 'invented',
    summary: 'source',
    startsOn: 'invented',
    durationMonths: 'invented',
  },
  projectNotes: {
    title: 'invented',
    granted: 'invented',
    startsOn: 'invented',
    startedOn: 'invented',
    endsOn: 'invented',
    endedOn: 'invented',
    honouredOn: 'invented',
  },
};

/** Every project in the order of its application; parents come before what follows them up. */
export const projects: readonly StoryProject[] = [...parents, ...vimps, ...neighbourhoodProjects, connectingProject];

/** How many of `projects` are the members that the connecting one, the last, connects, and where they begin. */
export const connected = { from: parents.length + vimps.length, count: neighbourhoodProjects.length } as const;

/** The reason of every step: it is booked after the fact. */
export const reason =
  'Achteraf geregistreerd naar een openbare pagina van ZonMw; wat daar niet staat, is als zodanig gemerkt.';

/** Why the twelve started later than six months after honouring. */
export const lateStartReason = 'De pagina noemt begin 2021 als start; de reden van de latere start staat er niet bij.';
