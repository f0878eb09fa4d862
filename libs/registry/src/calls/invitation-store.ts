import type { CalendarDate } from '@grants/domain';
import { dateValue, newId, type IdempotentRequest, type RecordTx } from '@grants/persistence';

/** An invitation to one person to apply on a call, once. */
export interface InviteInput {
  readonly call: string;
  readonly person: string;
  /** The activity that it came of. */
  readonly activity?: string | undefined;
  /** The day of the invitation, where that is not today. */
  readonly invitedOn?: CalendarDate | undefined;
  /** The last day on which an application can stand on it. */
  readonly validUntil: CalendarDate;
  readonly request: IdempotentRequest | null;
}

/** A call as an invitation looks at it. */
interface InvitingCall {
  readonly id: string;
  readonly reference: string;
  readonly accessMode: string;
  readonly status: string;
  readonly invitations: number;
}

/** Locks the call that people are invited to: its invitations are numbered, and it stays as it is until they are made. */
export async function lockInvitingCall(tx: RecordTx, reference: string): Promise<InvitingCall | null> {
  const [call] = await tx.$queryRaw<Omit<InvitingCall, 'invitations'>[]>`
    select id, reference, access_mode as "accessMode", status from call where reference = ${reference} for no key update`;
  return call ? { ...call, invitations: await tx.callInvitation.count({ where: { callId: call.id } }) } : null;
}

export async function addInvitation(
  tx: RecordTx,
  call: InvitingCall,
  { invitedOn, validUntil }: { invitedOn: CalendarDate; validUntil: CalendarDate },
  keys: { personId: string; activityId: string | null; invitedBy: string },
): Promise<{ reference: string }> {
  const reference = `${call.reference}-I${call.invitations + 1}`;
  const dates = { invitedOn: dateValue(invitedOn), validUntil: dateValue(validUntil) };
  const data = { id: newId(), callId: call.id, reference, ...keys, ...dates };
  return tx.callInvitation.create({ data, select: { reference: true } });
}

/** What stands in the way of revoking an invitation; null where there is no such invitation. */
export async function invitationStanding(
  tx: RecordTx,
  reference: string,
): Promise<{ isUsed: boolean; isRevoked: boolean } | null> {
  const invitation = await tx.callInvitation.findUnique({ where: { reference } });
  return invitation && { isUsed: invitation.usedByApplication !== null, isRevoked: invitation.revokedOn !== null };
}

/** Revokes an invitation that is neither used nor revoked; false if it became so meanwhile. */
export async function revokeInvitation(tx: RecordTx, reference: string, on: CalendarDate): Promise<boolean> {
  const { count } = await tx.callInvitation.updateMany({
    where: { reference, usedByApplication: null, revokedOn: null },
    data: { revokedOn: dateValue(on) },
  });
  return count === 1;
}
