import { createHash } from 'node:crypto';
import { statement, type Queryable, type TextVault } from '@grants/persistence';
import { isOwnApplication, isWithinReach, reachTypes, reachValues, type Viewer } from '../shared/reach-queries.js';

/** The forms in which a letter is kept. */
export type LetterForm = 'html' | 'pdf';

/** A file of a letter, with its checksum. */
export interface LetterFile {
  readonly bytes: Buffer;
  readonly sha256: string;
}

// As for the decision: until it is announced, its letter is for the staff alone (Awb 3:40).
const place = { funderId: 'application.funder_id', programmeId: 'call.programme_id' };
const visible = isWithinReach(place, `(decision.announced_on is not null and ${isOwnApplication})`);

const file = statement(
  'letter_file',
  `with ${reachTypes} select case $9 when 'pdf' then pdf_text_id else html_text_id end as "textId",
     case $9 when 'pdf' then pdf_sha256 else html_sha256 end as sha256
     from decision_letter letter join decision on decision.id = letter.decision_id
     join application on application.id = decision.application_id join call on call.id = application.call_id
     left join project on project.application_id = application.id where decision.reference = $1 and ${visible}`,
);

/**
 * The letter of a decision, as it was drawn up; null where there is none within reach, or it was erased.
 * @throws where its bytes are not those of its checksum.
 */
export async function letterFile(
  on: Queryable,
  vault: TextVault,
  { reference, form }: { reference: string; form: LetterForm },
  viewer: Viewer,
): Promise<LetterFile | null> {
  const values = reachValues(viewer, 'decision.read');
  const [row] = await on.query<{ textId: string; sha256: string }>(file(reference, ...values, form));
  const bytes = row ? await vault.readBytes(on, row.textId) : null;
  if (!row || !bytes) return null;
  if (createHash('sha256').update(bytes).digest('hex') !== row.sha256) {
    throw new Error(`The letter of ${reference} is not the one that was drawn up`);
  }
  return { bytes, sha256: row.sha256 };
}
