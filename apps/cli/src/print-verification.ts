import type { Verification } from '@grants/persistence';

/** Prints what was checked and found. */
export function printVerification({ checked, findings, complete }: Verification): void {
  for (const { check, machine, subject, reference, seq, detail } of findings) {
    const where = [machine, reference ?? subject, seq === null ? null : `event ${seq}`].filter((part) => part !== null);
    console.log(`${check}: ${where.join(' ') || 'registry'}: ${detail}`);
  }
  if (!complete) console.log('There is more than is named here.');
  const counts = Object.entries(checked).map(([name, count]) => `${count} ${name}`);
  console.log(`Checked ${counts.join(', ')}: ${findings.length === 0 ? 'nothing found' : `${findings.length} found`}.`);
}

/** The exit code is 0 only if nothing was found. */
export function failIfFound({ findings }: Verification): void {
  if (findings.length > 0) process.exitCode = 1;
}
