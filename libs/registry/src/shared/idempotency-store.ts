import type { IdempotentRequest, RecordTx, SeenKey } from '@grants/persistence';

/** Looks an idempotency key up in a transaction of ordinary records. */
export async function lookUpKey(tx: RecordTx, { caller, key }: IdempotentRequest): Promise<SeenKey | null> {
  const seen = await tx.idempotencyKey.findUnique({ where: { caller_key: { caller, key } } });
  return seen && { keyFingerprint: Buffer.from(seen.fingerprint), keyResult: seen.result };
}

/** Keeps the result of a change to ordinary records under its key, in the transaction of the change. */
export async function keepKey(
  tx: RecordTx,
  { caller, key, fingerprint }: IdempotentRequest,
  result: object,
): Promise<void> {
  await tx.idempotencyKey.create({ data: { caller, key, fingerprint: new Uint8Array(fingerprint), result } });
}
