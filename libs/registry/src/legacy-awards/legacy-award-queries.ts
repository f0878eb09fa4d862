import { statement, type Queryable } from '@grants/persistence';
import { among, equals, listPage, type ListDefinition, type Page, type PageRequest } from '../shared/list-queries.js';
import { isCovered, placesCover, reachTypes, reachValues, waysOf, type Viewer } from '../shared/reach-queries.js';

/** An award that is known from payments alone: what was granted, and when, is unknown. */
export interface LegacyAwardView {
  readonly reference: string;
  readonly funder: string;
  /** The call that stands for the scheme. */
  readonly call: string;
  readonly scheme: string;
  readonly recipient: { readonly reference: string; readonly name: string };
  /** The recipient as its source writes it. */
  readonly recipientText: string;
  readonly status: string;
  readonly version: number;
  /** What was paid in all, imports that were voided apart. */
  readonly paid: string;
  readonly payments: number;
  readonly firstYear: number | null;
  readonly lastYear: number | null;
}

/** What legacy awards are looked for by. */
export interface LegacyAwardFilters {
  readonly funder?: string | undefined;
  readonly call?: string | undefined;
  readonly recipient?: string | undefined;
  readonly status?: readonly string[] | undefined;
}

const columns = `award.reference, funder.code as funder, call.reference as call, award.scheme_text as scheme,
  jsonb_build_object('reference', organisation.reference, 'name', organisation.name) as recipient,
  award.recipient_text as "recipientText", award.status, award.version,
  paid.total as paid, paid.payments, paid."firstYear", paid."lastYear"`;
const joins = `join funder on funder.id = award.funder_id join call on call.id = award.call_id
  join organisation on organisation.id = award.organisation_id
  cross join lateral (
    select round(coalesce(sum(amount), 0), 2)::text as total, count(*)::integer as payments, min(year) as "firstYear", max(year) as "lastYear"
      from realisation where legacy_award_id = award.id and voided_xact is null
  ) paid`;

const awards: ListDefinition = {
  from: 'legacy_award award join call on call.id = award.call_id',
  key: 'award.id',
  where: {
    funder: (code) => `award.funder_id = (select id from funder where code = ${code})`,
    call: equals('call.reference'),
    recipient: (reference) => `award.organisation_id = (select id from organisation where reference = ${reference})`,
    status: among('award.status'),
  },
  sorts: { reference: { by: 'award.reference', type: 'text' } },
  columns,
  details: `legacy_award award on award.id = page.id ${joins}`,
};

const covered = () => placesCover('award.funder_id', 'call.programme_id');

/** The legacy awards of the funders that a viewer reaches. */
export function listLegacyAwards(
  on: Queryable,
  viewer: Viewer,
  filters: LegacyAwardFilters,
  page: PageRequest,
): Promise<Page<LegacyAwardView>> {
  return listPage(on, awards, waysOf(viewer, 'legacy_award.read', { all: 'true', covered }), { ...filters }, page);
}

const one = statement(
  'legacy_award_view',
  `with ${reachTypes} select ${columns} from legacy_award award ${joins}
    where award.reference = $1 and ${isCovered('award.funder_id', 'call.programme_id')}`,
);

/** One legacy award; null where there is none within reach. */
export async function legacyAwardView(
  on: Queryable,
  reference: string,
  viewer: Viewer,
): Promise<LegacyAwardView | null> {
  const [award] = await on.query<LegacyAwardView>(one(reference, ...reachValues(viewer, 'legacy_award.read')));
  return award ?? null;
}

/** Cash paid, or taken back, in a year. NL: realisatie. */
export interface RealisationView {
  readonly legacyAward: string;
  readonly year: number;
  /** Decimal string, in cents; below zero where it was taken back. */
  readonly amount: string;
  /** The amount as its source writes it. */
  readonly amountText: string;
  readonly currency: string;
  readonly policyArticle: string | null;
  /** Where it was read. */
  readonly importRun: string;
  readonly line: number;
  readonly isVoided: boolean;
}

/** What realisations are looked for by. */
export interface RealisationFilters {
  readonly legacyAward?: string | undefined;
  readonly funder?: string | undefined;
  readonly year?: string | undefined;
  readonly importRun?: string | undefined;
}

const realisations: ListDefinition = {
  from: 'realisation join legacy_award award on award.id = realisation.legacy_award_id join call on call.id = award.call_id',
  key: 'realisation.id',
  where: {
    legacyAward: (reference) =>
      `realisation.legacy_award_id = (select id from legacy_award where reference = ${reference})`,
    funder: (code) => `award.funder_id = (select id from funder where code = ${code})`,
    year: (year) => `realisation.year = ${year}::integer`,
    importRun: (reference) => `realisation.import_run_id = (select id from import_run where reference = ${reference})`,
  },
  sorts: { year: { by: 'realisation.year', type: 'integer' } },
  columns: `award.reference as "legacyAward", realisation.year, round(realisation.amount, 2)::text as amount,
    realisation.amount_text as "amountText", realisation.currency, realisation.policy_article as "policyArticle",
    import_run.reference as "importRun", realisation.line, realisation.voided_xact is not null as "isVoided"`,
  details: `realisation on realisation.id = page.id join legacy_award award on award.id = realisation.legacy_award_id
    join import_run on import_run.id = realisation.import_run_id`,
};

/** The payments of the funders that a viewer reaches. */
export function listRealisations(
  on: Queryable,
  viewer: Viewer,
  filters: RealisationFilters,
  page: PageRequest,
): Promise<Page<RealisationView>> {
  return listPage(
    on,
    realisations,
    waysOf(viewer, 'legacy_award.read', { all: 'true', covered }),
    { ...filters },
    page,
  );
}
