import { provenanceOrigins } from '@grants/registry';
import { ListOf, Moment, OneOf, Text, WholeNumber } from '../input/fields.js';

/** Where a field comes from. */
export class FieldProvenanceAnswer {
  @Text({ about: 'The field', example: 'startedOn' })
  field!: string;
  @OneOf([...provenanceOrigins], { about: 'How sure it is', example: 'inferred' })
  origin!: string;
  @Text({ about: 'What it was read in', nullable: true, example: 'ZonMw, pagina over de VIMP-aanvragen' })
  source!: string | null;
  @Text({
    about: 'SHA-256 of that file',
    nullable: true,
    example: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
  })
  checksum!: string | null;
  @WholeNumber({ about: 'The line of that file', nullable: true, min: 1, max: 2_147_483_647, example: 12 })
  line!: number | null;
  @Text({
    about: 'How it was inferred, or why it is unknown',
    nullable: true,
    max: 2_000,
    example: 'De pagina noemt de maand.',
  })
  note!: string | null;
  @Moment({ about: 'When that was noted', example: '2026-11-22T10:00:00Z' })
  recordedAt!: string;
}

/** Where the fields of a record come from; empty for what came in by the procedure. */
export class ProvenanceAnswer {
  @ListOf(() => FieldProvenanceAnswer, { about: 'By field' })
  items!: FieldProvenanceAnswer[];
}
