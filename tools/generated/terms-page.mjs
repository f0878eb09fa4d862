import { equatedDays, formatMoney, penaltyRates, termCatalogue, termText } from '@grants/domain';

/** Every term, with its article and its length: docs/generated/terms.md. */
export function termsPage() {
  const rows = Object.entries(termCatalogue).map(
    ([kind, { subject, by, nl, en, basis, length, isParameter, isRight, statutory }]) =>
      `| <a id="${kind}"></a>\`${kind}\` | ${subject} | ${nl} | ${en} | ${by} | ${termText(length)} | ${basis} | ${isParameter ? 'may be set' : 'by law'} | ${statutory ? 'moves' : 'stays'} | ${isRight ? 'nobody has to act' : 'somebody is late'} |`,
  );
  const rates = penaltyRates.map(
    ({ from, steps }) =>
      `| ${from} | ${steps.map(({ days, perDay }) => `${days} × ${formatMoney(perDay)}`).join(', ')} |`,
  );
  const decrees = equatedDays.map(({ decree, days }) => `| ${decree} | ${days.join(', ')} |`);
  return `# Terms

Every term that the registry computes. A length that is not in the law \`may be set\`: by a funder, for a programme, or for
a call while it is a draft; what a call says comes before its programme, and that before its funder. A term \`moves\` that is
set by law and ends on a free day (Algemene termijnenwet); one of more than twelve weeks, three months or 90 days does not.

| Term | Of | NL | EN | Who acts | Length | By | Length is | On a free day | Once passed |
| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |
${rows.join('\n')}

## What a day of being late costs

Awb 4:17(2), in euro a day; the amounts are those that hold on the day.

| As of | Days × amount |
| --- | --- |
${rates.join('\n')}

## Days equated with a public holiday by decree

Atw 3(3).

| Decree | Days |
| --- | --- |
${decrees.join('\n')}
`;
}
