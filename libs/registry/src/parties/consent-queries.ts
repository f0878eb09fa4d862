import { statement, type Queryable } from '@grants/persistence';

/** Whether a person consents to be reached by mail, and when they did before. */
export interface ConsentView {
  readonly reference: string;
  /** The person's. */
  readonly version: number;
  readonly isGiven: boolean;
  /** In which they want to be written to; null where they do not consent. */
  readonly language: string | null;
  /** The latest first. */
  readonly history: readonly {
    readonly language: string;
    readonly givenOn: string;
    /** The account that recorded it. */
    readonly givenBy: string;
    readonly withdrawnOn: string | null;
    readonly withdrawnBy: string | null;
  }[];
}

const consent = statement(
  'person_consent_view',
  `select person.reference, person.version, holds.id is not null as "isGiven", holds.language,
          coalesce((select jsonb_agg(jsonb_build_object('language', language, 'givenOn', given_on, 'givenBy', given_by,
              'withdrawnOn', withdrawn_on, 'withdrawnBy', withdrawn_by) order by created_at desc)
            from electronic_consent where person_id = person.id), '[]') as history
     from person left join electronic_consent holds on holds.person_id = person.id and holds.withdrawn_on is null
    where person.reference = $1`,
);

/** The consent of a person; null where there is no such person. The caller has judged who may read it. */
export async function personConsent(on: Queryable, reference: string): Promise<ConsentView | null> {
  const [row] = await on.query<ConsentView>(consent(reference));
  return row ?? null;
}
