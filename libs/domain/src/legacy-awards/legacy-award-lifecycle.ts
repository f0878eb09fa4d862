import { STAYS, UNBORN, type Lifecycle } from '../lifecycle/lifecycle.js';

export type LegacyAwardStatus = 'imported' | 'voided';

/**
 * The life of an award that is known from payments alone: its decision, its date and the amount granted are unknown,
 * so that it never counts as honoured. NL: subsidie uit een ander register.
 */
export const legacyAwardLifecycle = {
  machine: 'legacy_award',
  version: 2,
  title: 'Legacy award',
  nl: 'overgenomen subsidie',
  initial: 'imported',
  final: ['voided'],
  states: {
    imported: { nl: 'overgenomen', en: 'imported' },
    voided: { nl: 'vervallen verklaard', en: 'voided' },
  },
  transitions: [
    {
      command: 'import',
      from: [UNBORN],
      to: 'imported',
      by: ['administrator'],
      lateBy: ['administrator'],
      guards: [],
      bulkOnly: true,
      event: 'legacy_award.imported',
      basis: 'registry: legacy awards',
    },
    {
      command: 'void',
      from: ['imported'],
      to: 'voided',
      by: ['administrator'],
      lateBy: [],
      guards: [],
      reasonRequired: true,
      bulkOnly: true,
      event: 'legacy_award.voided',
      basis: 'registry: an import that was wrong',
    },
    {
      // Of an award that payments of other imports still stand under.
      command: 'void_payments',
      from: ['imported'],
      to: STAYS,
      by: ['administrator'],
      lateBy: [],
      guards: [],
      reasonRequired: true,
      bulkOnly: true,
      event: 'legacy_award.payments_voided',
      basis: 'registry: an import that was wrong',
    },
  ],
} as const satisfies Lifecycle<LegacyAwardStatus>;
