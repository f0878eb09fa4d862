import { dateInAmsterdam, InvalidInput, RuleBroken } from '@grants/domain';
import type { Database, IdempotentRequest } from '@grants/persistence';
import { keysOf } from '../shared/references-store.js';
import { found, runRecord } from '../shared/run-record.js';
import type { StepMoment } from '../shared/run-step.js';
import {
  addInvitation,
  invitationStanding,
  lockInvitingCall,
  revokeInvitation,
  type InviteInput,
} from './invitation-store.js';

/** Invites a person to apply on a call. NL: uitnodiging (VIMP). */
export class Invite {
  constructor(private readonly db: Database) {}

  execute(input: InviteInput, moment: StepMoment): Promise<{ reference: string }> {
    return runRecord(this.db, input, moment, async (tx) => {
      const call = found('call', input.call, await lockInvitingCall(tx, input.call));
      const id = await keysOf(tx, {
        '/person': ['person', input.person],
        '/activity': input.activity === undefined ? undefined : ['activity', input.activity],
      });
      const today = dateInAmsterdam(moment.now);
      const { invitedOn = today, validUntil } = input;
      if (invitedOn > today) {
        throw new InvalidInput([{ pointer: '/invitedOn', detail: 'must not be later than today' }]);
      }
      const broken = [
        ...(call.accessMode === 'invitation' ? [] : ['call_not_by_invitation']),
        ...(['published', 'open'].includes(call.status) ? [] : ['call_not_published']),
      ];
      if (broken.length > 0) {
        throw new RuleBroken(broken, 'People are invited to a published call that is by invitation, before it closes');
      }
      const activityId = input.activity === undefined ? null : id('/activity');
      const keys = { personId: id('/person'), activityId, invitedBy: moment.actor.id };
      return addInvitation(tx, call, { invitedOn, validUntil }, keys);
    });
  }
}

/** Takes an invitation back that was not used. NL: uitnodiging intrekken. */
export class RevokeInvitation {
  constructor(private readonly db: Database) {}

  execute(
    { reference, request }: { reference: string; request: IdempotentRequest | null },
    moment: StepMoment,
  ): Promise<{ reference: string }> {
    return runRecord(this.db, { request }, moment, async (tx) => {
      const { isUsed, isRevoked } = found('invitation', reference, await invitationStanding(tx, reference));
      const broken = isUsed ? 'invitation_used' : isRevoked ? 'invitation_revoked' : null;
      const revoked = broken === null && (await revokeInvitation(tx, reference, dateInAmsterdam(moment.now)));
      if (!revoked)
        throw new RuleBroken([broken ?? 'invitation_used'], 'An invitation that was used or revoked stays so');
      return { reference };
    });
  }
}
