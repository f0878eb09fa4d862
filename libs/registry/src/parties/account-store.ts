import type { CalendarDate, Role } from '@grants/domain';
import { dateValue, newId, type IdempotentRequest, type RecordTx } from '@grants/persistence';

/** A new account: somebody whom an issuer of tokens knows. */
export interface CreateAccountInput {
  readonly issuer: string;
  readonly subject: string;
  /** The person behind it; none for a machine. */
  readonly person?: string | undefined;
  readonly request: IdempotentRequest | null;
}

/** A role for an account, within a funder or a programme or everywhere, from a day on. */
export interface AssignRoleInput {
  /** The account's id, which is the actor of its events. */
  readonly account: string;
  readonly role: Role;
  readonly funder?: string | undefined;
  readonly programme?: string | undefined;
  readonly validFrom: CalendarDate;
  /** The first day on which it no longer holds. */
  readonly validTo?: CalendarDate | undefined;
  readonly request: IdempotentRequest | null;
}

/** The end of a role. */
export interface EndRoleInput {
  readonly account: string;
  /** The assignment's id. */
  readonly assignment: string;
  /** The first day on which it no longer holds. */
  readonly validTo: CalendarDate;
}

export async function addAccount(
  tx: RecordTx,
  { issuer, subject }: CreateAccountInput,
  personId: string | null,
): Promise<{ id: string }> {
  return tx.account.create({ data: { id: newId(), issuer, subject, personId }, select: { id: true } });
}

export function accountById(tx: RecordTx, id: string): Promise<{ id: string } | null> {
  return tx.account.findUnique({ where: { id }, select: { id: true } });
}

export async function addRole(
  tx: RecordTx,
  { account, role, validFrom, validTo }: AssignRoleInput,
  place: { funderId: string | null; programmeId: string | null },
): Promise<{ id: string }> {
  const dates = { validFrom: dateValue(validFrom), validTo: validTo === undefined ? null : dateValue(validTo) };
  const data = { id: newId(), accountId: account, role, ...place, ...dates };
  return tx.roleAssignment.create({ data, select: { id: true } });
}

/** Ends an assignment of the account; false if there is no such one, or it ended before. */
export async function endRole(tx: RecordTx, { account, assignment, validTo }: EndRoleInput): Promise<boolean> {
  const day = dateValue(validTo);
  const { count } = await tx.roleAssignment.updateMany({
    where: { id: assignment, accountId: account, OR: [{ validTo: null }, { validTo: { gt: day } }] },
    data: { validTo: day },
  });
  return count === 1;
}

/** The funder of a programme. */
export async function funderOfProgramme(tx: RecordTx, programmeId: string): Promise<string> {
  const { funderId } = await tx.programme.findUniqueOrThrow({ where: { id: programmeId }, select: { funderId: true } });
  return funderId;
}
