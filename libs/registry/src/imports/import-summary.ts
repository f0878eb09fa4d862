/** What the good rows of one ministry add up to; amounts are decimal strings in euro. */
export interface MinistryTotal {
  readonly ministry: string;
  readonly rows: number;
  /** Before any rounding. */
  readonly exactTotal: string;
  /** The sum of the rows, each rounded to cents, halves away from zero. */
  readonly roundedTotal: string;
  /** Rounded minus exact. */
  readonly roundingDifference: string;
}

/** What became of a file. */
export interface ImportSummary extends Omit<MinistryTotal, 'ministry' | 'rows'> {
  /** `refused`: there were bad rows, and it was to be all or nothing. `dry_run`: nothing was written. */
  readonly outcome: 'imported' | 'refused' | 'dry_run';
  /** Rows of the file, without its header and its empty lines. */
  readonly rowsRead: number;
  readonly good: number;
  readonly bad: number;
  /** Payments that came in, or in a dry run would. */
  readonly new: number;
  /** Good rows that an earlier import brought. */
  readonly alreadyKnown: number;
  readonly fundersNew: number;
  readonly callsNew: number;
  readonly organisationsNew: number;
  readonly awardsNew: number;
  readonly ministries: readonly MinistryTotal[];
}
