import type { RecordTx } from '@grants/persistence';

/** How sure a value is. */
export const provenanceOrigins = ['source', 'inferred', 'invented', 'unknown'] as const;

/** Where one field of a record comes from. */
export interface FieldProvenance {
  /** The field as the API names it. */
  readonly field: string;
  readonly origin: (typeof provenanceOrigins)[number];
  /** What it was read in. */
  readonly source?: string | undefined;
  /** SHA-256 of that file, in hexadecimal. */
  readonly checksum?: string | undefined;
  readonly line?: number | undefined;
  /** How it was inferred, or why it is unknown. */
  readonly note?: string | undefined;
}

/** Adds notes on where fields come from; those that are there stay. */
export async function addProvenance(
  tx: RecordTx,
  subject: { kind: string; id: string },
  fields: readonly FieldProvenance[],
): Promise<void> {
  const data = fields.map(({ field, origin, source = null, checksum = null, line = null, note = null }) => ({
    subjectKind: subject.kind,
    subjectId: subject.id,
    field,
    origin,
    source,
    checksum,
    line,
    note,
  }));
  await tx.provenance.createMany({ data });
}
