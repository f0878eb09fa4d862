import { startTerm } from '@grants/domain';
import { atWork, DAY, HORIZON, isoDate, midnight, monthsAfter } from './moments.js';
import { Life, type CallFacts, type Parent, type Scene } from './scene.js';
import { tellDecision } from './tell-decision.js';
import { padded, type Person } from './world.js';

/** A project as it was awarded. */
export interface AwardPlot {
  readonly application: { readonly id: string; readonly reference: string; readonly title: string };
  readonly decision: { readonly id: string; readonly officer: string; readonly number: number };
  /** Whole euros, as text. */
  readonly granted: string;
  readonly awarded: number;
  readonly startsOn: number;
  readonly months: number;
  readonly leader: Person;
  readonly leaderOrganisationId: string;
  readonly recipientId: string;
  readonly parents: readonly Parent[];
}

export const START_TERM_MONTHS = 6;

/** What becomes of every so manyth project, so that each state occurs; the others take their course. */
const fates: Readonly<Record<number, 'not_started' | 'terminated' | 'suspended' | 'resumed' | 'never_reported'>> = {
  5: 'not_started',
  15: 'terminated',
  25: 'suspended',
  35: 'resumed',
  45: 'never_reported',
};
const ROUND_OF_FATES = 50;

/** Tells a project from its award to where it stood at the horizon. */
export function tellProject(scene: Scene, call: CallFacts, plot: AwardPlot): void {
  const { batch, random } = scene;
  const number = scene.nextProject();
  const fate = fates[number % ROUND_OF_FATES];
  const { officer } = plot.decision;
  const by = { actor: officer, role: 'programme_officer' } as const;
  const id = random.key(plot.awarded);
  const life = new Life(batch, 'project', id);
  life.step('award', plot.awarded, { ...by, decisionId: plot.decision.id });

  const isLate = random.percent(8);
  const firstDay = midnight(plot.awarded) + 20 * DAY;
  const startedOn = isLate
    ? monthsAfter(midnight(plot.awarded), START_TERM_MONTHS) + random.between(10, 90) * DAY
    : Math.max(firstDay, plot.startsOn + random.between(-10, 30) * DAY);
  const endsOn = monthsAfter(startedOn, plot.months) - DAY;
  const confirmed = atWork(startedOn + random.between(0, 14) * DAY, random);
  const withdrawn = atWork(
    fate === 'not_started' ? startedOn - DAY : startedOn + ((endsOn - startedOn) * random.between(30, 70)) / 100,
    random,
  );
  const halfway = atWork(startedOn + ((endsOn - startedOn) * random.between(30, 50)) / 100, random);
  const ended = atWork(endsOn + random.between(1, 10) * DAY, random);
  const approved = atWork(endsOn + random.between(30, 200) * DAY, random);

  const starts = fate !== 'not_started' && confirmed <= HORIZON;
  const isWithdrawn =
    (fate === 'not_started' || fate === 'terminated') && withdrawn <= HORIZON && (starts || fate === 'not_started');
  if (starts) life.step('confirm_start', confirmed, by);
  if (starts && (fate === 'suspended' || fate === 'resumed') && halfway <= HORIZON) {
    life.step('suspend', halfway, { ...by, reasonId: call.programme.texts.suspension });
    if (fate === 'resumed') life.step('resume', halfway + random.between(5, 20) * DAY, by);
  }
  const ends = starts && fate !== 'terminated' && fate !== 'suspended' && ended <= HORIZON;
  if (ends) life.step('end', ended, by);
  const completes = ends && fate !== 'never_reported' && approved <= HORIZON;
  if (completes) life.step('complete', approved, by);
  if (isWithdrawn) {
    const decision = tellDecision(scene, call, {
      application: plot.application,
      number: plot.decision.number + 1,
      kind: 'withdraw_grant',
      announced: withdrawn,
      reached: 'announced',
      content: {
        project_id: id,
        reason_code: fate === 'not_started' ? 'given_up' : 'activities_not_done',
        reason_text_id: call.programme.texts.withdrawal,
      },
    });
    const command = fate === 'not_started' ? 'withdraw_grant' : 'terminate';
    life.step(command, withdrawn, { actor: decision.officer, role: 'programme_officer', decisionId: decision.id });
  }

  const year = new Date(plot.awarded).getUTCFullYear();
  batch.add('staging.project', {
    id,
    funder_id: call.funder.id,
    application_id: plot.application.id,
    decision_id: plot.decision.id,
    reference: `${plot.application.reference}-P`,
    title: plot.application.title,
    number: `${year}-${padded(number, 7)}`,
    number_key: `${year}${padded(number, 7)}`,
    granted: plot.granted,
    starts_on: isoDate(plot.startsOn),
    ends_on: isoDate(starts ? endsOn : monthsAfter(plot.startsOn, plot.months) - DAY),
    started_on: starts ? isoDate(startedOn) : null,
    late_start_reason_id: starts && isLate ? call.programme.texts.lateStart : null,
    ended_on: ends ? isoDate(endsOn) : null,
    final_report_approved_on: completes ? isoDate(approved) : null,
    created_at: scene.recorded,
  });
  scene.deadline(
    'project',
    id,
    { after: midnight(plot.awarded), term: startTerm(START_TERM_MONTHS) },
    { met: starts ? startedOn : null, cancelled: isWithdrawn && !starts ? withdrawn : null },
  );
  tellPeople(scene, id, plot, starts ? halfway : null);
  for (const parent of plot.parents) {
    batch.add('project_relation', {
      id: random.key(plot.awarded),
      reference: `REL-VB${scene.seed}-${padded(scene.nextRelation(), 6)}`,
      kind: 'vimp_of',
      from_project_id: id,
      to_project_id: parent.id,
      valid_from: isoDate(plot.awarded),
    });
  }
  if (starts && fate === undefined && !call.isVimp) {
    scene.remember({ id, funderId: call.funder.id, leader: plot.leader, startedOn });
  }
}

/** Who leads it and who receives its grant; now and then another leader takes over. */
function tellPeople(scene: Scene, projectId: string, plot: AwardPlot, halfway: number | null): void {
  const { batch, random, world } = scene;
  const from = isoDate(plot.awarded);
  const change = halfway !== null && halfway <= HORIZON && random.percent(5) ? isoDate(halfway) : null;
  const lead = (person: Person, organisationId: string, validFrom: string, validTo: string | null) =>
    batch.add('project_leader', {
      id: random.key(plot.awarded),
      project_id: projectId,
      person_id: person.id,
      organisation_id: organisationId,
      valid_from: validFrom,
      valid_to: validTo,
    });
  lead(plot.leader, plot.leaderOrganisationId, from, change);
  if (change !== null) lead(random.pick(world.people), plot.leaderOrganisationId, change, null);
  batch.add('project_recipient', {
    id: random.key(plot.awarded),
    project_id: projectId,
    organisation_id: plot.recipientId,
    valid_from: from,
    valid_to: null,
  });
}
