import type { AccessSubject, Action, Principal, Role } from '@grants/domain';
import type { SubjectKind } from '@grants/registry';
import { SetMetadata } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';

/** What a route asks of its caller. */
export interface AccessRule {
  /** What is done; a function where the body says which command. */
  readonly action: Action | ((request: FastifyRequest) => Action | null);
  /** What it is done to: the record that `reference` in the path names, or that a field of the body does. */
  readonly subject?: SubjectKind | { readonly kind: SubjectKind; readonly referenceIn: string };
  /** A list shows what is within its caller's reach: whoever reaches anything of the kind may ask for it. */
  readonly isList?: boolean;
  /** Whether the use case judges access itself, from the facts that it loads anyway. */
  readonly judgedByUseCase?: (request: FastifyRequest) => boolean;
}

export const ACCESS = 'access';
/** Says who may call a route: the policy of libs/domain decides. A route without it is refused to everybody. */
export const Access = (rule: AccessRule) => SetMetadata(ACCESS, rule);

export const PUBLIC = 'public';
/** A route that needs no sign-in: health and the API's own description. */
export const Public = () => SetMetadata(PUBLIC, true);

/** What the guards found out about a request. */
export interface Caller {
  readonly principal: Principal;
  /** The role in which they act here; null where the use case judges it. */
  readonly role: Role | null;
  readonly subject: (AccessSubject & { readonly id: string }) | null;
}

/** A request behind the guards. */
export type SignedInRequest = FastifyRequest & { caller: Caller };

/** The action of a transition: the machine with the command that the body names; null where it names none of them. */
export function commandOf<const Command extends string>(machine: string, commands: readonly Command[]) {
  return ({ body }: FastifyRequest): Action | null => {
    const command = (body as { command?: unknown } | null)?.command;
    return commands.some((known) => known === command) ? (`${machine}.${String(command)}` as Action) : null;
  };
}
