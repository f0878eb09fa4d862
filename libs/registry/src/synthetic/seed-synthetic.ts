import { InvalidInput, RuleBroken } from '@grants/domain';
import type { Database, TextVault } from '@grants/persistence';
import { lockBulkWork } from '../shared/copy-store.js';
import type { StepMoment } from '../shared/run-step.js';
import { HORIZON, isoDate } from './moments.js';
import { Random } from './random.js';
import { Scene } from './scene.js';
import { Batch, keepTexts, recordingMoment, someFunderExists, writeBatch } from './synthetic-store.js';
import { tellCall, tellOtherCalls } from './tell-call.js';
import { funderCodes, makeWorld } from './world.js';

/** How much data, and which. */
export interface SyntheticInput {
  /** So many projects, and four times as many applications. */
  readonly projects: number;
  /** A whole number below 2^32; each seed has funders of its own. */
  readonly seed: number;
}

/** What was written. */
export interface SyntheticResult {
  readonly projects: number;
  readonly applications: number;
  readonly events: number;
  readonly milliseconds: number;
}

/** Who looks on while data is written. */
export interface SyntheticWatch {
  readonly onProgress?: (done: {
    readonly projects: number;
    readonly events: number;
    readonly milliseconds: number;
  }) => void;
}

const PROJECTS_A_CALL = 15;
const APPLICATIONS_A_PROJECT = 4;
const CALLS_A_BATCH = 100;
/** Applications on the call that stays open, taken from the last one of the others. */
const ON_OPEN_CALL = 6;
/** The share of the calls, from the last one back, that have applications which wait for their decision. */
const RECENT = 0.03;

/**
 * Fills the registry with invented data of any size: funders (Voorbeeldfonds), programmes, calls, applications, decisions
 * and projects in all their states, from 2015 to the middle of 2026. They come in by the bulk function, in batches of a
 * transaction each, so that memory stays constant; their events carry the commands and roles that people would have given,
 * and the provenance of each record says that it is invented.
 *
 * The same seed and size give the same rows in any database, apart from when they were recorded (`created_at`,
 * `recorded_at`, `xact`, `epoch`, the numbers of history rows, and the hashes over them) and from what encryption draws
 * by chance (ciphertexts, their keys and hashes).
 */
export class SeedSynthetic {
  constructor(
    /** As registry_owner: the service may load imports alone. */
    private readonly db: Database,
    private readonly vault: TextVault,
  ) {}

  /**
   * @throws InvalidInput for a size or a seed that is no such number.
   * @throws RuleBroken `synthetic_seed_exists` where the seed was sown before, `bulk_work_in_progress` beside an import,
   *   `synthetic_data_in_future` where the clock stands before the end of the story.
   */
  async execute(
    { projects, seed }: SyntheticInput,
    { actor, now }: StepMoment,
    watch: SyntheticWatch = {},
  ): Promise<SyntheticResult> {
    requireWholeNumber('projects', projects, 1, 100_000_000);
    requireWholeNumber('seed', seed, 0, 2 ** 32 - 1);
    if (Date.parse(now) < HORIZON) {
      throw new RuleBroken(
        ['synthetic_data_in_future'],
        `Synthetic data end on ${isoDate(HORIZON)}: that has yet to come`,
      );
    }
    const began = performance.now();
    const random = new Random(seed);
    const beginning = new Batch();
    const world = makeWorld(beginning, random, { seed, projects });
    const recorded = await this.db.transaction(async (tx) => {
      await lockBulkWork(tx);
      if (await someFunderExists(tx, funderCodes(seed, projects))) {
        throw new RuleBroken(['synthetic_seed_exists'], `Seed ${seed} was sown before: take another one`);
      }
      await writeBatch(tx, beginning, { actor, seed });
      await keepTexts(tx, this.vault, world.texts, actor.id);
      return recordingMoment(tx);
    });

    const scene = new Scene(random, world, seed, recorded);
    const story = tellAll(scene, projects);
    let events = 0;
    for (let told = story.next(); !told.done;) {
      const batch = scene.takeBatch();
      let next: IteratorResult<number, void> = told;
      events += await this.db.transaction(async (tx) => {
        await lockBulkWork(tx);
        return writeBatch(tx, batch, { actor, seed }, () => (next = story.next()));
      });
      watch.onProgress?.({ projects: told.value, events, milliseconds: performance.now() - began });
      told = next;
    }
    return {
      projects,
      applications: projects * APPLICATIONS_A_PROJECT,
      events,
      milliseconds: performance.now() - began,
    };
  }
}

/** Tells everything, a batch at a time: each time that one is full, how many projects were told. */
function* tellAll(scene: Scene, projects: number): Generator<number, void> {
  const calls = Math.ceil(projects / PROJECTS_A_CALL);
  const onOpenCall = projects * (APPLICATIONS_A_PROJECT - 1) >= ON_OPEN_CALL * 2 ? ON_OPEN_CALL : 0;
  const recent = Math.max(1, Math.round(calls * RECENT));
  for (let index = 0; index < calls; index += 1) {
    const isLast = index === calls - 1;
    const ofCall = isLast ? projects - index * PROJECTS_A_CALL : PROJECTS_A_CALL;
    tellCall(scene, {
      index,
      position: calls === 1 ? 1 : index / (calls - 1),
      projects: ofCall,
      applications: ofCall * APPLICATIONS_A_PROJECT - (isLast ? onOpenCall : 0),
      isRecent: index >= calls - recent,
    });
    if (isLast) tellOtherCalls(scene, { index: calls, applications: onOpenCall });
    if (isLast || (index + 1) % CALLS_A_BATCH === 0) yield Math.min(projects, (index + 1) * PROJECTS_A_CALL);
  }
}

function requireWholeNumber(name: string, value: number, from: number, to: number): void {
  if (Number.isInteger(value) && value >= from && value <= to) return;
  throw new InvalidInput([{ pointer: `/${name}`, detail: `must be a whole number from ${from} to ${to}` }]);
}
