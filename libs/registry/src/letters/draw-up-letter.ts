import { createHash } from 'node:crypto';
import type { TextVault, Tx } from '@grants/persistence';
import { htmlOf } from './letter-html.js';
import { pdfOf } from './letter-pdf.js';
import { addLetter, loadLetterFacts, type KeptFile } from './letter-store.js';
import { letterOf } from './letter.js';

/**
 * Draws up the letter of a decision, in the transaction that signs it: what was signed is what will be sent. Its bytes
 * are kept, encrypted with the key of the application, and never made again. NL: beschikking op schrift (Awb 1:3, 3:41).
 */
export async function drawUpLetter(tx: Tx, vault: TextVault, decisionId: string, by: string): Promise<void> {
  const { applicationId, reasonTextId, ...facts } = await loadLetterFacts(tx, decisionId);
  const reasons = reasonTextId === null ? null : await vault.read(tx, reasonTextId);
  const letter = letterOf({ ...facts, reasons });
  const keep = async (purpose: string, content: Buffer): Promise<KeptFile> => ({
    textId: await vault.keep(tx, { subjectId: applicationId, purpose, content, by }),
    sha256: createHash('sha256').update(content).digest('hex'),
  });
  const html = await keep('letter_html', Buffer.from(htmlOf(letter), 'utf8'));
  await addLetter(tx, decisionId, html, await keep('letter_pdf', await pdfOf(letter)));
}
