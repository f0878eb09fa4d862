import type { CalendarDate } from '@grants/domain';
import { dateValue, givenFields, newId, type IdempotentRequest, type RecordTx } from '@grants/persistence';
import { saved, type KnownRecord, type RecordChange, type SavedRecord } from '../shared/run-record.js';

/** What a programme says of itself. */
interface ProgrammeFields {
  readonly title: string;
  readonly titleEn?: string | null | undefined;
  /** Who pays for it. NL: opdrachtgever. */
  readonly commissioner?: string | null | undefined;
  /** Decimal string in euro. */
  readonly budget?: string | null | undefined;
  readonly startsOn?: CalendarDate | null | undefined;
  readonly endsOn?: CalendarDate | null | undefined;
  /** References of all that it contributes to. NL: beleidsdoelstelling. */
  readonly policyObjectives?: readonly string[] | undefined;
  /** Codes of all whom its results are for. NL: doelgroep. */
  readonly targetGroups?: readonly string[] | undefined;
}

/** A new programme. */
export interface CreateProgrammeInput extends ProgrammeFields {
  readonly funder: string;
  /** Follows the funder's code in the reference. */
  readonly code: string;
  /** The day from which it has this title, where that is not today. */
  readonly effectiveOn?: CalendarDate | undefined;
  readonly request: IdempotentRequest | null;
}

/** What changes of a programme; a field that is left out stays as it is, null empties it, a list replaces the old one. */
export interface ChangeProgrammeInput extends RecordChange, Omit<ProgrammeFields, 'title'> {
  readonly title?: string | undefined;
}

/** A new line, or sub-line of another line of the programme. */
export interface AddLineInput {
  readonly programme: string;
  /** The reference of the line that it is part of. */
  readonly parent?: string | undefined;
  /** As it is called: "2b"; unique within the programme only. */
  readonly code: string;
  readonly title: string;
  /** References of all that it contributes to by itself. NL: beleidsdoelstelling. */
  readonly policyObjectives?: readonly string[] | undefined;
  /** The day from which it has this title, where that is not today. */
  readonly effectiveOn?: CalendarDate | undefined;
  readonly request: IdempotentRequest | null;
}

/** What changes of a line; a list replaces the old one. */
export interface ChangeLineInput extends RecordChange {
  readonly title?: string | undefined;
  readonly code?: string | undefined;
  readonly parent?: string | null | undefined;
  readonly policyObjectives?: readonly string[] | undefined;
}

/** A new aim of the government. */
export interface AddPolicyObjectiveInput {
  readonly funder: string;
  readonly code: string;
  readonly description: string;
  readonly request: IdempotentRequest | null;
}

/** A new group that results can be for. */
export interface AddTargetGroupInput {
  readonly funder: string;
  readonly code: string;
  readonly nameNl: string;
  readonly nameEn: string;
  readonly request: IdempotentRequest | null;
}

/** A code as part of a reference: capitals, digits and hyphens. */
export function inReference(code: string): string {
  return code.toUpperCase().replaceAll(/[^A-Z0-9]+/g, '-');
}

const date = (given: CalendarDate | null | undefined) => (typeof given === 'string' ? dateValue(given) : given);

function columnsOf({ title, titleEn, commissioner, budget, startsOn, endsOn }: Partial<ChangeProgrammeInput>) {
  return givenFields({ title, titleEn, commissioner, budget, startsOn: date(startsOn), endsOn: date(endsOn) });
}

/** A programme of which the funder is known. */
export interface KnownProgramme extends KnownRecord {
  readonly funderId: string;
}

export async function addProgramme(
  tx: RecordTx,
  funderId: string,
  input: CreateProgrammeInput,
): Promise<KnownProgramme> {
  const reference = `${input.funder}-${inReference(input.code)}`;
  const data = { id: newId(), funderId, reference, ...columnsOf(input), title: input.title };
  return tx.programme.create({ data, select: { id: true, reference: true, version: true, funderId: true } });
}

export function programmeByReference(tx: RecordTx, reference: string): Promise<KnownProgramme | null> {
  const select = { id: true, reference: true, version: true, funderId: true };
  return tx.programme.findUnique({ where: { reference }, select });
}

export async function changeProgramme(
  tx: RecordTx,
  { id, reference, version }: KnownProgramme,
  input: ChangeProgrammeInput,
): Promise<SavedRecord> {
  const data = { ...columnsOf(input), version: { increment: 1 } };
  return saved('programme', reference, await tx.programme.updateManyAndReturn({ where: { id, version }, data }));
}

/** Replaces what the programme contributes to. */
export async function setPolicyObjectives(
  tx: RecordTx,
  programmeId: string,
  objectiveIds: readonly string[],
): Promise<void> {
  await tx.programmePolicyObjective.deleteMany({ where: { programmeId } });
  const data = objectiveIds.map((policyObjectiveId) => ({ programmeId, policyObjectiveId }));
  await tx.programmePolicyObjective.createMany({ data });
}

/** Replaces what a line contributes to. */
export async function setObjectivesOfLine(
  tx: RecordTx,
  programmeLineId: string,
  objectiveIds: readonly string[],
): Promise<void> {
  await tx.programmeLinePolicyObjective.deleteMany({ where: { programmeLineId } });
  const data = objectiveIds.map((policyObjectiveId) => ({ programmeLineId, policyObjectiveId }));
  await tx.programmeLinePolicyObjective.createMany({ data });
}

/** Replaces whom the programme's results are for. */
export async function setTargetGroups(
  tx: RecordTx,
  programmeId: string,
  targetGroupIds: readonly string[],
): Promise<void> {
  await tx.programmeTargetGroup.deleteMany({ where: { programmeId } });
  await tx.programmeTargetGroup.createMany({
    data: targetGroupIds.map((targetGroupId) => ({ programmeId, targetGroupId })),
  });
}

/** The keys of a funder's target groups, by their code. */
export async function targetGroupsOf(
  tx: RecordTx,
  funderId: string,
  codes: readonly string[],
): Promise<Map<string, string>> {
  const groups = await tx.targetGroup.findMany({ where: { funderId, code: { in: [...codes] } } });
  return new Map(groups.map(({ code, id }) => [code, id]));
}

/** The keys of those of the objectives that are the funder's. */
export async function objectivesOf(tx: RecordTx, funderId: string, ids: readonly string[]): Promise<Set<string>> {
  const objectives = await tx.policyObjective.findMany({
    where: { funderId, id: { in: [...ids] } },
    select: { id: true },
  });
  return new Set(objectives.map(({ id }) => id));
}

/** A line of a programme. */
export interface KnownLine extends KnownRecord {
  readonly programmeId: string;
  readonly programme: { readonly funderId: string };
}

export async function addLine(
  tx: RecordTx,
  { id: programmeId, reference }: KnownProgramme,
  { code, title }: AddLineInput,
  parentId: string | null,
): Promise<KnownRecord> {
  const data = { id: newId(), programmeId, parentId, reference: `${reference}-${inReference(code)}`, code, title };
  return tx.programmeLine.create({ data, select: { id: true, reference: true, version: true } });
}

export function lineByReference(tx: RecordTx, reference: string): Promise<KnownLine | null> {
  const select = {
    id: true,
    reference: true,
    version: true,
    programmeId: true,
    programme: { select: { funderId: true } },
  };
  return tx.programmeLine.findUnique({ where: { reference }, select });
}

export async function changeLine(
  tx: RecordTx,
  { id, reference, version }: KnownLine,
  { title, code }: ChangeLineInput,
  parentId: string | null | undefined,
): Promise<SavedRecord> {
  const data = { ...givenFields({ title, code, parentId }), version: { increment: 1 } };
  return saved(
    'programme line',
    reference,
    await tx.programmeLine.updateManyAndReturn({ where: { id, version }, data }),
  );
}

export async function addPolicyObjective(
  tx: RecordTx,
  funderId: string,
  { funder, code, description }: AddPolicyObjectiveInput,
): Promise<{ reference: string }> {
  const data = { id: newId(), funderId, reference: `${funder}-${inReference(code)}`, description };
  return tx.policyObjective.create({ data, select: { reference: true } });
}

export async function addTargetGroup(
  tx: RecordTx,
  funderId: string,
  { code, nameNl, nameEn }: AddTargetGroupInput,
): Promise<{ code: string }> {
  return tx.targetGroup.create({ data: { id: newId(), funderId, code, nameNl, nameEn }, select: { code: true } });
}
