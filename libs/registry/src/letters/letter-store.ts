import { statement, type Tx } from '@grants/persistence';
import type { LetterFacts } from './letter.js';

/** What is loaded for a letter: its grounds are still encrypted. */
export interface LetterRow extends Omit<LetterFacts, 'reasons'> {
  readonly applicationId: string;
  readonly reasonTextId: string | null;
}

const name = (person: string) =>
  `nullif(concat_ws(' ', ${person}.given_name, ${person}.prefix, ${person}.family_name), '')`;

// A grant that is withdrawn is that of its recipient on the day; an application is that of whoever applied.
const load = statement(
  'letter_load_facts',
  `select decision.reference, decision.kind, funder.name as funder, programme.title as programme, call.title as call,
          call.reference as "callReference", application.reference as application, application.id as "applicationId",
          coalesce(project.title, application.title) as title, coalesce(recipient.name, organisation.name) as recipient,
          ${name('applicant')} as applicant, project.reference as project, round(application.requested, 2)::text as requested,
          round(decision.granted, 2)::text as granted, round(decision.penalty, 2)::text as penalty, decision.currency, decision.starts_on as "startsOn", decision.ends_on as "endsOn",
          decision.legal_effect_from as "legalEffectFrom", decision.activities, decision.provisions_version as "provisionsVersion",
          decision.reason_code as "reasonCode", decision.reason_text_id as "reasonTextId",
          coalesce((select json_agg(json_build_object('kind', kind, 'description', description, 'dueOn', due_on) order by part.number)
            from decision_condition part where part.decision_id = decision.id), '[]') as conditions,
          coalesce((select json_agg(json_build_object('description', description, 'dueOn', due_on, 'blocks', blocks) order by part.number)
            from decision_obligation part where part.decision_id = decision.id), '[]') as obligations,
          case when corrected.id is not null then json_build_object('reference', corrected.reference, 'announcedOn', corrected.announced_on) end as supersedes,
          decision.mandate, decision.signed_on as "signedOn", decision.status_since as "signedAt", ${name('signer')} as signer
     from decision join application on application.id = decision.application_id join call on call.id = application.call_id
     join funder on funder.id = decision.funder_id left join programme on programme.id = call.programme_id
     left join organisation on organisation.id = application.organisation_id
     left join person applicant on applicant.id = application.main_applicant_id
     left join project on project.id = decision.project_id
     left join project_recipient received on received.project_id = project.id and received.valid_from <= decision.signed_on
       and (received.valid_to is null or received.valid_to > decision.signed_on)
     left join organisation recipient on recipient.id = received.organisation_id
     left join decision corrected on corrected.id = decision.supersedes_id
     left join account on account.id = decision.signed_by left join person signer on signer.id = account.person_id
    where decision.id = $1 and decision.status = 'signed'`,
);

/** What the letter of a decision tells, once it is signed. */
export async function loadLetterFacts(tx: Tx, decisionId: string): Promise<LetterRow> {
  const [row] = await tx.query<LetterRow>(load(decisionId));
  if (!row) throw new Error(`Decision ${decisionId} is not signed`);
  return row;
}

const add = statement(
  'letter_add',
  `insert into decision_letter (decision_id, html_text_id, html_sha256, pdf_text_id, pdf_sha256) values ($1, $2, $3, $4, $5)`,
);

/** Where a file of a letter is kept, and its checksum. */
export interface KeptFile {
  readonly textId: string;
  readonly sha256: string;
}

/** Keeps which files are the letter of a decision. */
export async function addLetter(tx: Tx, decisionId: string, html: KeptFile, pdf: KeptFile): Promise<void> {
  await tx.query(add(decisionId, html.textId, html.sha256, pdf.textId, pdf.sha256));
}
