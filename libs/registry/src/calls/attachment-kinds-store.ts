import { statement, type Queryable, type Tx } from '@grants/persistence';
import type { MovedCall } from './call-store.js';

const change = statement(
  'call_attachment_kinds_change',
  `with changed as (
     update call set version = version + 1 where id = $1 and version = $2 returning reference, version, status
   ), gone as (
     delete from call_attachment_kind where call_id = $1 and kind <> all ($3::text[])
   ), come as (
     insert into call_attachment_kind (call_id, kind) select $1::uuid, kind from unnest($3::text[]) as kind on conflict do nothing
   )
   select reference, version, status from changed`,
);

/** Keeps what a call asks for from now on; null if the version is stale. */
export async function setAttachmentKinds(
  tx: Tx,
  call: { id: string; version: number },
  kinds: readonly string[],
): Promise<MovedCall | null> {
  const [changed] = await tx.query<MovedCall>(change(call.id, call.version, kinds));
  return changed ?? null;
}

const asked = statement(
  'call_attachment_kinds',
  `select kind from call_attachment_kind asked join call on call.id = asked.call_id where call.reference = $1 order by kind`,
);

/** The kinds of attachment that an application on a call must have. */
export async function attachmentKindsOf(on: Queryable, call: string): Promise<string[]> {
  return (await on.query<{ kind: string }>(asked(call))).map(({ kind }) => kind);
}
