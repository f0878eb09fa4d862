import type { Database, RecordTx } from '@grants/persistence';
import { eachOf, keysOf } from '../shared/references-store.js';
import { found, runRecord, type SavedRecord } from '../shared/run-record.js';
import { requireVersion, type StepMoment } from '../shared/run-step.js';
import {
  activityByReference,
  addActivity,
  addParticipants,
  changeActivity,
  type ChangeActivityInput,
  type RecordActivityInput,
} from './activity-store.js';

/** Records what a programme did besides granting, such as an implementation meeting. NL: programma-activiteit. */
export class RecordActivity {
  constructor(private readonly db: Database) {}

  execute(input: RecordActivityInput, moment: StepMoment): Promise<SavedRecord> {
    return runRecord(this.db, input, moment, async (tx) => {
      const { id, participants } = await referredTo(tx, input, { '/programme': ['programme', input.programme] });
      const { id: activityId, reference, version } = await addActivity(tx, id('/programme'), input);
      await addParticipants(tx, activityId, participants);
      return { reference, version };
    });
  }
}

/** Changes an activity, or adds who took part and what came of it. */
export class ChangeActivity {
  constructor(private readonly db: Database) {}

  execute(input: ChangeActivityInput, moment: StepMoment): Promise<SavedRecord> {
    return runRecord(this.db, { request: input.request ?? null }, moment, async (tx) => {
      const activity = found('activity', input.reference, await activityByReference(tx, input.reference));
      requireVersion('activity', activity, input.version);
      const { participants } = await referredTo(tx, input);
      const changed = await changeActivity(tx, activity, input);
      await addParticipants(tx, activity.id, participants);
      return changed;
    });
  }
}

async function referredTo(
  tx: RecordTx,
  { projects, applications }: Pick<ChangeActivityInput, 'projects' | 'applications'>,
  more: Parameters<typeof keysOf>[1] = {},
) {
  const id = await keysOf(tx, {
    ...more,
    ...eachOf('projects', 'project', projects),
    ...eachOf('applications', 'application', applications),
  });
  const projectIds = projects?.map((_, place) => id(`/projects/${place}`)) ?? [];
  const applicationIds = applications?.map((_, place) => id(`/applications/${place}`)) ?? [];
  return { id, participants: { projectIds, applicationIds } };
}
