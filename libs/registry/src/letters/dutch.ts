import type { CalendarDate, TermLength } from '@grants/domain';

const day = new Intl.DateTimeFormat('nl-NL', { dateStyle: 'long', timeZone: 'UTC' });

/** "8 januari 2018". */
export function dateInDutch(date: CalendarDate): string {
  return day.format(Date.parse(date));
}

/** "€ 50.000,00"; exact, whatever the amount. */
export function amountInDutch(amount: string, currency: string): string {
  const format = new Intl.NumberFormat('nl-NL', { style: 'currency', currency });
  return format.format(amount as Intl.StringNumericLiteral);
}

/** "6 weken". */
export function termInDutch(length: TermLength): string {
  const counted = (number: number, one: string, more: string) => `${number} ${number === 1 ? one : more}`;
  if ('days' in length) return counted(length.days, 'dag', 'dagen');
  if ('weeks' in length) return counted(length.weeks, 'week', 'weken');
  if ('months' in length) return counted(length.months, 'maand', 'maanden');
  return `${length.years} jaar`;
}

/** "artikel 4:48, lid 1, onder a" of "4:48(1)(a)". */
function articleInDutch(article: string): string {
  const [number = '', ...parts] = article.split(/[()]+/).filter((part) => part !== '');
  return [number, ...parts.map((part) => (/^\d/.test(part) ? `lid ${part}` : `onder ${part}`))].join(', ');
}

/** "artikel 4:29 en artikel 4:33 van de Algemene wet bestuursrecht" of "Awb 4:29, 4:33"; what is not of the Awb, is of the call. */
export function basisInDutch(basis: string): string {
  if (!basis.startsWith('Awb ')) return 'de subsidieoproep';
  const articles = basis.slice('Awb '.length).split(', ');
  return `${articles.map((article) => `artikel ${articleInDutch(article)}`).join(' en ')} van de Algemene wet bestuursrecht`;
}
