import type { CalendarDate } from '@grants/domain';
import { dateValue, givenFields, newId, type IdempotentRequest, type RecordTx } from '@grants/persistence';
import { saved, type KnownRecord, type RecordChange, type SavedRecord } from '../shared/run-record.js';
import { inReference } from './programme-store.js';

/** Kinds of what a programme does besides granting. NL: programma-activiteit. */
export const activityKinds = [
  'implementation_meeting',
  'kick_off',
  'monitoring_meeting',
  'closing_meeting',
  'other',
] as const;

interface Participants {
  /** References of the projects that took part. */
  readonly projects?: readonly string[] | undefined;
  /** References of the applications that came of it. */
  readonly applications?: readonly string[] | undefined;
}

/** An activity of a programme. */
export interface RecordActivityInput extends Participants {
  readonly programme: string;
  /** Follows the programme's reference in its own. */
  readonly code: string;
  readonly kind: (typeof activityKinds)[number];
  readonly title: string;
  readonly heldOn: CalendarDate;
  readonly outcome?: string | undefined;
  readonly request: IdempotentRequest | null;
}

/** What changes of an activity; its projects and applications are added to those that are there. */
export interface ChangeActivityInput extends Omit<RecordChange, 'effectiveOn'>, Participants {
  readonly kind?: (typeof activityKinds)[number] | undefined;
  readonly title?: string | undefined;
  readonly heldOn?: CalendarDate | undefined;
  readonly outcome?: string | null | undefined;
  readonly request?: IdempotentRequest | null;
}

export async function addActivity(
  tx: RecordTx,
  programmeId: string,
  { programme, code, kind, title, heldOn, outcome }: RecordActivityInput,
): Promise<KnownRecord> {
  const reference = `${programme}-${inReference(code)}`;
  const data = {
    id: newId(),
    programmeId,
    reference,
    kind,
    title,
    heldOn: dateValue(heldOn),
    outcome: outcome ?? null,
  };
  return tx.programmeActivity.create({ data, select: { id: true, reference: true, version: true } });
}

export function activityByReference(tx: RecordTx, reference: string): Promise<KnownRecord | null> {
  const select = { id: true, reference: true, version: true };
  return tx.programmeActivity.findUnique({ where: { reference }, select });
}

export async function changeActivity(
  tx: RecordTx,
  { id, reference, version }: KnownRecord,
  { kind, title, heldOn, outcome }: ChangeActivityInput,
): Promise<SavedRecord> {
  const given = givenFields({ kind, title, heldOn: heldOn === undefined ? undefined : dateValue(heldOn), outcome });
  const data = { ...given, version: { increment: 1 } };
  return saved('activity', reference, await tx.programmeActivity.updateManyAndReturn({ where: { id, version }, data }));
}

/** Adds those of the participants that are not there yet. */
export async function addParticipants(
  tx: RecordTx,
  activityId: string,
  { projectIds, applicationIds }: { projectIds: readonly string[]; applicationIds: readonly string[] },
): Promise<void> {
  const projects = projectIds.map((projectId) => ({ activityId, projectId }));
  await tx.activityProject.createMany({ data: projects, skipDuplicates: true });
  const applications = applicationIds.map((applicationId) => ({ activityId, applicationId }));
  await tx.activityApplication.createMany({ data: applications, skipDuplicates: true });
}
