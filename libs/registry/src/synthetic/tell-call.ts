import { atTime } from '@grants/domain';
import { SYSTEM_ACTOR } from '../worker/index.js';
import { atWork, DAY, HORIZON, isoDate, isoMoment, midnight, monthsAfter } from './moments.js';
import { Life, type CallFacts, type Scene } from './scene.js';
import { tellApplication, type Outcome } from './tell-application.js';
import { START_TERM_MONTHS } from './tell-project.js';
import type { RowOf } from './synthetic-store.js';
import type { Funder } from './world.js';

/** A call: where it stands in the row of all of them, and what comes of it. */
interface CallPlot {
  readonly index: number;
  /** From 0, the first, to 1, the last. */
  readonly position: number;
  readonly projects: number;
  readonly applications: number;
  /** Whether some of its applications still wait for their decision at the horizon. */
  readonly isRecent: boolean;
}

const FIRST_OPENING = Date.UTC(2015, 1, 2);
const LAST_OPENING = Date.UTC(2025, 10, 3);
const VIMP_EVERY = 8;
const byClock = { actor: SYSTEM_ACTOR.id, role: 'system' } as const;

/** Tells a call that has closed, with its applications, decisions and projects. */
export function tellCall(scene: Scene, plot: CallPlot): void {
  const { random, world } = scene;
  const opensOn =
    midnight(FIRST_OPENING + plot.position * (LAST_OPENING - FIRST_OPENING)) + random.between(0, 20) * DAY;
  const isVimp = plot.index % VIMP_EVERY === VIMP_EVERY / 2;
  const funder = world.funders[plot.index % world.funders.length] as Funder;
  const hasParents = scene.parentsFor(funder.id, opensOn).length > 0;
  const call = planCall(scene, funder, {
    opensOn,
    days: random.between(42, 70),
    index: plot.index,
    isVimp: isVimp && hasParents,
    isFull: plot.isRecent || plot.index % 3 === 1,
  });
  const outcomes = outcomesOf(scene, plot);
  const granted = outcomes.reduce((sum, outcome, place) => sum + tellApplication(scene, call, place + 1, outcome), 0);
  const ceiling = (Math.ceil(granted / 50_000) + random.between(1, 4)) * 50_000;
  writeCall(scene, call, { ceiling: `${ceiling}.00`, last_application_number: outcomes.length });

  const life = publishCall(scene, call, opensOn - 30 * DAY);
  life.step('open', call.opens, byClock);
  life.step('close', call.closes, byClock);
  const byOfficer = { actor: random.pick(funder.officers), role: 'programme_officer' } as const;
  if (plot.isRecent) life.step('begin_assessment', atWork(call.closes + 3 * DAY, random), byOfficer);
  else life.step('conclude', atWork(call.decided + 20 * DAY, random), byOfficer);
  const archived = atWork(monthsAfter(midnight(call.decided), 36), random);
  if (!plot.isRecent && archived <= HORIZON) {
    life.step('archive', archived, byOfficer);
  }
}

/** Tells the calls that are not closed: one in preparation, one cancelled, one published, one that stays open, and one that closed without applications. */
export function tellOtherCalls(scene: Scene, { index, applications }: { index: number; applications: number }): void {
  const { random, world } = scene;
  const funder = world.funders[0] as Funder;
  const authority = { actor: random.pick(funder.authorities), role: 'decision_authority' } as const;
  const plan = (place: number, opensOn: number, days: number) =>
    planCall(scene, funder, { opensOn, days, index: index + place, isVimp: false, isFull: false });

  const inPreparation = plan(0, Date.UTC(2031, 0, 6), 60);
  writeCall(scene, inPreparation, {});
  createCall(scene, inPreparation, HORIZON - 60 * DAY);

  const cancelled = plan(1, Date.UTC(2026, 4, 11), 60);
  writeCall(scene, cancelled, { ceiling: '500000.00' });
  const reasonId = cancelled.programme.texts.cancelling;
  createCall(scene, cancelled, HORIZON - 120 * DAY).step('cancel', HORIZON - 110 * DAY, { ...authority, reasonId });

  const published = plan(2, Date.UTC(2031, 1, 3), 60);
  writeCall(scene, published, { ceiling: '500000.00' });
  publishCall(scene, published, HORIZON - 30 * DAY);

  const closed = plan(4, Date.UTC(2026, 3, 7), 60);
  writeCall(scene, closed, { ceiling: '500000.00' });
  const closing = publishCall(scene, closed, closed.opens - 30 * DAY);
  closing.step('open', closed.opens, byClock);
  closing.step('close', closed.closes, byClock);

  const open = plan(3, Date.UTC(2026, 4, 4), 1700);
  writeCall(scene, open, {
    ceiling: '5000000.00',
    allocation_method: 'order_of_receipt',
    last_application_number: applications,
  });
  publishCall(scene, open, open.opens - 30 * DAY).step('open', open.opens, byClock);
  const soFar = { ...open, closes: HORIZON - DAY, decided: HORIZON + 90 * DAY };
  for (let number = 1; number <= applications; number += 1) {
    tellApplication(scene, soFar, number, number % 2 === 0 ? 'draft' : 'submitted');
  }
}

function planCall(
  { random }: Scene,
  funder: Funder,
  {
    opensOn,
    days,
    index,
    isVimp,
    isFull,
  }: { opensOn: number; days: number; index: number; isVimp: boolean; isFull: boolean },
): CallFacts {
  const closesOn = opensOn + days * DAY;
  return {
    id: random.key(opensOn - 90 * DAY),
    reference: `${funder.code}-${new Date(opensOn).getUTCFullYear()}-${isVimp ? 'VIMP' : 'R'}${index + 1}`,
    funder,
    programme: random.pick(funder.programmes),
    isVimp,
    isFull,
    opens: Date.parse(atTime(isoDate(opensOn), '09:00')),
    closes: Date.parse(atTime(isoDate(closesOn), '14:00')),
    decided: closesOn + random.between(90, 130) * DAY,
    decisionTermWeeks: random.percent(50) ? 13 : 22,
  };
}

/** In every four applications one that is honoured, as long as there are projects to tell. */
function outcomesOf({ random }: Scene, { projects, applications, isRecent }: CallPlot): Outcome[] {
  const outcomes: Outcome[] = Array.from({ length: applications }, (_, place) => {
    if (random.percent(6)) return 'withdrawn';
    if (!isRecent) return 'rejected';
    return (['submitted', 'prepared', 'signed'] as const)[place % 6] ?? 'rejected';
  });
  const group = applications / projects;
  for (let index = 0; index < projects; index += 1) {
    const from = Math.floor(index * group);
    outcomes[random.between(from, Math.floor((index + 1) * group) - 1)] = 'honoured';
  }
  for (const aside of isRecent ? (['not_processed', 'inadmissible', 'repair_requested', 'admitted'] as const) : []) {
    const place = outcomes.indexOf('rejected');
    if (place >= 0) outcomes[place] = aside;
  }
  return outcomes;
}

function createCall({ batch, random }: Scene, { id, funder }: CallFacts, day: number): Life {
  const life = new Life(batch, 'call', id);
  life.step('create', atWork(day, random), { actor: random.pick(funder.officers), role: 'programme_officer' });
  return life;
}

function publishCall(scene: Scene, call: CallFacts, day: number): Life {
  const { random } = scene;
  const life = createCall(scene, call, day - 60 * DAY);
  life.step('publish', atWork(day, random), {
    actor: random.pick(call.funder.authorities),
    role: 'decision_authority',
  });
  return life;
}

function writeCall(scene: Scene, call: CallFacts, changes: RowOf<'staging.call'>): void {
  const line = scene.random.pick(call.programme.lines);
  scene.batch.add('staging.call', {
    id: call.id,
    funder_id: call.funder.id,
    programme_id: call.programme.id,
    programme_line_id: line.id,
    reference: call.reference,
    title: `Voorbeeldoproep ${new Date(call.opens).getUTCFullYear()}: ${line.title}`,
    type: call.isVimp ? 'vimp' : 'regular',
    procedure: call.isFull ? 'full' : 'simple',
    access_mode: call.isVimp ? 'invitation' : 'open',
    allocation_method: 'ranking',
    criteria: 'Relevantie en kwaliteit, zoals verzonnen voor proeven.',
    ceiling_from: isoDate(call.opens),
    max_amount: call.isVimp ? '50000.00' : '750000.00',
    max_duration_months: call.isVimp ? 12 : 48,
    decision_term_weeks: call.decisionTermWeeks,
    start_term_months: START_TERM_MONTHS,
    state_aid_basis: 'none',
    provisions_version: 'Voorbeeldbepalingen 2014',
    last_application_number: 0,
    opens_at: isoMoment(call.opens),
    closes_at: isoMoment(call.closes),
    created_at: scene.recorded,
    ...changes,
  });
}
