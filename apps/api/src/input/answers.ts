import type { Actor, StepMoment } from '@grants/registry';
import type { Clock } from '@grants/platform';
import { NotAllowed, NotFound } from '@grants/domain';
import type { FastifyReply } from 'fastify';
import type { SignedInRequest } from '../access/access.js';
import { etag } from './headers.js';
import { Formed, Text, WholeNumber, Moment } from './fields.js';

/** Who acts in a request, in the role that the policy found. */
export function actorOf({ caller: { principal, role }, id }: SignedInRequest): Actor {
  if (!role) throw new NotAllowed('this command', []);
  return { id: principal.accountId, role, personId: principal.personId, requestId: id };
}

/** Who acts, and now. */
export function momentOf(request: SignedInRequest, clock: Clock): StepMoment {
  return { actor: actorOf(request), now: clock.now() };
}

/** Sets the ETag of a result that has a version, and gives the result. */
export function withVersion<T extends { readonly version: number }>(reply: FastifyReply, result: T): T {
  void reply.header('ETag', etag(result.version));
  return result;
}

/** Where a record stands after a change. */
export class Standing {
  @Formed({ about: 'The reference of the record', form: /./, says: '', example: 'ZONMW-2017-VIMP-0002' })
  reference!: string;
  @WholeNumber({ about: 'The version after the change; also the ETag', min: 1, max: 2_147_483_647, example: 2 })
  version!: number;
  @Text({ about: 'The state after the change', example: 'submitted' })
  status!: string;
}

/** A record that a query found. @throws NotFound where it has gone since the guard looked. */
export function existing<T>(entity: string, reference: string, record: T | null): T {
  if (record === null) throw new NotFound(entity, reference);
  return record;
}

/** A record that a query found, with its version as ETag. @throws NotFound where it has gone since the guard looked. */
export function present<T extends { readonly version: number }>(
  reply: FastifyReply,
  entity: string,
  reference: string,
  record: T | null,
): T {
  return withVersion(reply, existing(entity, reference, record));
}

/** What a record without a state of its own is after a change. */
export class SavedAnswer {
  @Formed({ about: 'The reference of the record', form: /./, says: '', example: 'ORG-000001' })
  reference!: string;
  @WholeNumber({ about: 'The version after the change; also the ETag', min: 1, max: 2_147_483_647, example: 2 })
  version!: number;
}

/** What has neither a state nor a version, after a change. */
export class ReferenceAnswer {
  @Formed({ about: 'The reference of the record', form: /./, says: '', example: 'ZONMW-2027-VIMP-I1' })
  reference!: string;
}

/** Answers with a record that was made: `Location` says where it is. */
export function created<T extends { readonly reference: string }>(reply: FastifyReply, collection: string, made: T): T {
  void reply.header('Location', `/v1/${collection}/${encodeURIComponent(made.reference)}`);
  return made;
}

/** What any step may say of itself. */
export class StepBody {
  @Moment({ about: 'When it took effect, only for a step that is booked late', optional: true })
  occurred?: string;
  @Text({
    about: 'Why, in words; confidential. Required for late bookings and for some commands',
    optional: true,
    max: 10_000,
  })
  reason?: string;
}
