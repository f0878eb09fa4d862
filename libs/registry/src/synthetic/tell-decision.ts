import { dateInAmsterdam, irrevocableFrom, objectionTerm, startOfDay, type DecisionKind } from '@grants/domain';
import { SYSTEM_ACTOR } from '../worker/index.js';
import { atWork, DAY, HORIZON, isoDate, isoMoment, midnight } from './moments.js';
import { Life, type CallFacts, type Scene } from './scene.js';
import type { RowOf } from './synthetic-store.js';

/** A decision: on which application, and how far it came. */
export interface DecisionPlot {
  readonly application: { readonly id: string; readonly reference: string };
  readonly number: number;
  readonly kind: DecisionKind;
  /** The moment at which it is announced, or would have been. */
  readonly announced: number;
  readonly reached: 'prepared' | 'discarded' | 'signed' | 'announced';
  readonly content: Pick<
    RowOf<'staging.decision'>,
    | 'granted'
    | 'activities'
    | 'provisions_version'
    | 'reason_code'
    | 'reason_text_id'
    | 'starts_on'
    | 'ends_on'
    | 'project_id'
  >;
}

/** Tells how a decision was prepared by one, signed by another and announced; its key. */
export function tellDecision(scene: Scene, call: CallFacts, plot: DecisionPlot): { id: string; officer: string } {
  const { batch, random } = scene;
  const { funder } = call;
  const officer = random.pick(funder.officers);
  const authority = random.pick(funder.authorities);
  const prepared = atWork(plot.announced - 14 * DAY, random);
  const signed = atWork(plot.announced - 6 * DAY, random);
  const isSigned = plot.reached === 'signed' || plot.reached === 'announced';
  const isAnnounced = plot.reached === 'announced';
  const id = random.key(prepared);
  const irrevocable = isAnnounced ? irrevocableAt(scene, id, plot.announced) : null;
  batch.add('staging.decision', {
    ...plot.content,
    id,
    funder_id: funder.id,
    application_id: plot.application.id,
    reference: `${plot.application.reference}-D${plot.number}`,
    number: plot.number,
    kind: plot.kind,
    prepared_by: officer,
    signed_by: isSigned ? authority : null,
    signed_on: isSigned ? isoDate(signed) : null,
    announced_on: isAnnounced ? isoDate(plot.announced) : null,
    irrevocable_on: irrevocable === null ? null : dateInAmsterdam(isoMoment(irrevocable)),
    created_at: scene.recorded,
  });
  const life = new Life(batch, 'decision', id);
  life.step('prepare', prepared, { actor: officer, role: 'programme_officer' });
  if (plot.reached === 'discarded') {
    const reasonId = call.programme.texts.discarding;
    life.step('discard', prepared + DAY, { actor: officer, role: 'programme_officer', reasonId });
  }
  if (isSigned) life.step('sign', signed, { actor: authority, role: 'decision_authority' });
  if (isAnnounced) {
    life.step('announce', plot.announced, { actor: officer, role: 'programme_officer', decisionId: id });
    if (irrevocable !== null) life.step('become_irrevocable', irrevocable, byClock);
  }
  return { id, officer };
}

const byClock = { actor: SYSTEM_ACTOR.id, role: 'system' } as const;

/** Writes the term for objection; the moment at which it has passed for good, if that lies in the story. */
function irrevocableAt(scene: Scene, id: string, announced: number): number | null {
  scene.deadline('decision', id, { after: midnight(announced), term: objectionTerm });
  const moment = Date.parse(startOfDay(irrevocableFrom(isoDate(announced))));
  return moment < HORIZON ? moment : null;
}
