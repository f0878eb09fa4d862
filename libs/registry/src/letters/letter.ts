import {
  conditionKinds,
  decisionKinds,
  inadmissibleReasons,
  isHonouring,
  notProcessedReasons,
  objectionTerm,
  rejectionReasons,
  withdrawalReasons,
  type ConditionKind,
  type DecisionKind,
  type ObligationBlock,
} from '@grants/domain';
import { amountInDutch, basisInDutch, dateInDutch, termInDutch } from './dutch.js';

/** What a letter tells, as it was when the decision was signed. */
export interface LetterFacts {
  readonly reference: string;
  readonly kind: DecisionKind;
  readonly funder: string;
  readonly programme: string | null;
  readonly call: string;
  readonly callReference: string;
  readonly application: string;
  readonly title: string | null;
  /** The organisation that applied, or that has the grant; null where a person applied. */
  readonly recipient: string | null;
  /** Whom the letter is for. */
  readonly applicant: string | null;
  readonly project: string | null;
  readonly requested: string | null;
  readonly granted: string | null;
  /** Of a decision on a penalty. */
  readonly penalty: string | null;
  readonly currency: string;
  readonly startsOn: string | null;
  readonly endsOn: string | null;
  readonly legalEffectFrom: string | null;
  readonly activities: string | null;
  readonly provisionsVersion: string | null;
  readonly reasonCode: string | null;
  /** The grounds in words. */
  readonly reasons: string | null;
  readonly conditions: readonly { kind: ConditionKind; description: string; dueOn: string | null }[];
  readonly obligations: readonly { description: string; dueOn: string | null; blocks: ObligationBlock }[];
  /** The decision that this one corrects. */
  readonly supersedes: { reference: string; announcedOn: string } | null;
  readonly mandate: string | null;
  readonly signedOn: string;
  /** The moment of the signature: that of the letter. */
  readonly signedAt: string;
  readonly signer: string | null;
}

/** A part of a section. */
export type Block =
  | { readonly form: 'paragraph'; readonly text: string }
  | { readonly form: 'list'; readonly items: readonly string[] }
  | { readonly form: 'facts'; readonly rows: readonly Row[] };
/** What something is called, and what it is. */
export type Row = readonly [term: string, value: string];

/** A letter before it is HTML or PDF: both say the same, in the same order. */
export interface Letter {
  /** Of the document. It holds no text that somebody wrote. */
  readonly title: string;
  readonly sender: string;
  readonly addressee: readonly string[];
  readonly particulars: readonly Row[];
  readonly heading: string;
  readonly sections: readonly { readonly heading: string; readonly blocks: readonly Block[] }[];
  readonly signature: readonly string[];
  readonly footer: string;
  readonly drawnUpAt: string;
}

/** What each kind of decision is called above the letter, and how it begins. */
const openings: Record<DecisionKind, { heading: string; decides: (what: string, facts: LetterFacts) => string }> = {
  honour: {
    heading: 'Verlening van subsidie',
    decides: (what, facts) => `Wij verlenen u subsidie voor ${what}. De subsidie is ten hoogste ${granted(facts)}.`,
  },
  partial_honour: {
    heading: 'Gedeeltelijke verlening van subsidie',
    decides: (what, facts) =>
      `Wij verlenen u subsidie voor ${what}. De subsidie is ten hoogste ${granted(facts)}. Voor het overige wijzen wij uw aanvraag af.`,
  },
  conditional_honour: {
    heading: 'Verlening van subsidie onder voorwaarden',
    decides: (what, facts) =>
      `Wij verlenen u subsidie voor ${what}, onder de voorwaarden die in deze brief staan. De subsidie is ten hoogste ${granted(facts)}.`,
  },
  reject: { heading: 'Afwijzing van uw aanvraag', decides: (what) => `Wij wijzen uw aanvraag voor ${what} af.` },
  not_processed: {
    heading: 'Uw aanvraag wordt niet behandeld',
    decides: (what) => `Wij laten uw aanvraag voor ${what} buiten behandeling.`,
  },
  inadmissible: {
    heading: 'Uw aanvraag is niet-ontvankelijk',
    decides: (what) =>
      `Wij verklaren uw aanvraag voor ${what} niet-ontvankelijk. Wij beoordelen haar niet inhoudelijk.`,
  },
  default_penalty: {
    heading: 'Dwangsom bij niet tijdig beslissen',
    decides: (what, facts) =>
      `Wij hebben niet op tijd besloten op uw aanvraag voor ${what}. Daarom betalen wij u een dwangsom van ${amountInDutch(facts.penalty ?? '0.00', facts.currency)}.`,
  },
  withdraw_grant: {
    heading: 'Intrekking van de subsidieverlening',
    decides: (what) => `Wij trekken de verlening van de subsidie voor ${what} in.`,
  },
};

const reasonsByCode: Readonly<Record<string, { nl: string; basis: string }>> = {
  ...rejectionReasons,
  ...notProcessedReasons,
  ...inadmissibleReasons,
  ...withdrawalReasons,
};

/** What waits for an obligation, after its text. */
const waiting: Record<ObligationBlock, string> = {
  nothing: '',
  start: ' Het project mag pas beginnen als u hieraan hebt voldaan.',
  first_advance: ' Het eerste voorschot betalen wij pas als u hieraan hebt voldaan.',
  activity: ' De activiteit waarop dit ziet, mag pas beginnen als u hieraan hebt voldaan.',
};

/** The letter of a decision. NL: beschikking, mededeling van het besluit (Awb 3:41, 3:45, 3:46). */
export function letterOf(facts: LetterFacts): Letter {
  const { heading, decides } = openings[facts.kind];
  const { reference, funder, signedAt } = facts;
  const what = facts.title === null ? `het project van aanvraag ${facts.application}` : `het project “${facts.title}”`;
  const section = (title: string, blocks: readonly Block[]) => (blocks.length > 0 ? [{ heading: title, blocks }] : []);
  return {
    title: `Besluit ${reference}: ${heading}`,
    sender: funder,
    addressee: addresseeOf(facts),
    particulars: rows(
      ['Ons kenmerk', reference],
      ['Uw aanvraag', facts.application],
      ['Project', facts.project],
      ['Programma', facts.programme],
      ['Oproep', `${facts.call} (${facts.callReference})`],
      ['Ondertekend op', dateInDutch(facts.signedOn)],
    ),
    heading,
    sections: [
      ...section('Ons besluit', [paragraph(decides(what, facts)), ...correction(facts), decisionRows(facts)]),
      ...section('Activiteiten', paragraphs(facts.activities)),
      ...section('Voorwaarden', conditionsOf(facts)),
      ...section('Verplichtingen', obligationsOf(facts)),
      ...section('Waarom wij dit besluiten', reasonsOf(facts)),
      ...section('Bent u het niet eens met dit besluit?', objection(facts)),
    ],
    signature: signatureOf(facts),
    footer: `${reference} | ${funder}`,
    drawnUpAt: signedAt,
  };
}

function granted({ granted: amount, currency }: LetterFacts): string {
  if (amount === null) throw new Error('An award has an amount');
  return amountInDutch(amount, currency);
}

function addresseeOf({ recipient, applicant }: LetterFacts): string[] {
  if (recipient === null) return applicant === null ? [] : [applicant];
  return [recipient, ...(applicant === null ? [] : [`t.a.v. ${applicant}`])];
}

function correction({ supersedes }: LetterFacts): Block[] {
  if (!supersedes) return [];
  const { reference, announcedOn } = supersedes;
  return [paragraph(`Dit besluit komt in de plaats van ons besluit ${reference} van ${dateInDutch(announcedOn)}.`)];
}

function decisionRows(facts: LetterFacts): Block {
  const { kind, requested, currency, startsOn, endsOn, legalEffectFrom, provisionsVersion } = facts;
  const { nl, basis } = decisionKinds[kind];
  const amounts = isHonouring(kind)
    ? rows(['Verleend bedrag', `ten hoogste ${granted(facts)}`])
    : ([] satisfies readonly Row[]);
  return {
    form: 'facts',
    rows: [
      ...rows(['Soort besluit', nl]),
      ...amounts,
      ...rows(
        ['Gevraagd bedrag', requested === null ? null : amountInDutch(requested, currency)],
        ['Periode', periodOf(startsOn, endsOn)],
        ['Rechtsgrond', basisInDutch(basis)],
        ['Subsidiebepalingen', provisionsVersion],
        ['Werkt vanaf', legalEffectFrom === null ? null : dateInDutch(legalEffectFrom)],
      ),
    ],
  };
}

function periodOf(startsOn: string | null, endsOn: string | null): string | null {
  if (startsOn === null) return null;
  const from = `vanaf ${dateInDutch(startsOn)}`;
  return endsOn === null ? from : `${from} tot en met ${dateInDutch(endsOn)}`;
}

function conditionsOf({ conditions }: LetterFacts): Block[] {
  if (conditions.length === 0) return [];
  return [
    paragraph('Wij verlenen de subsidie alleen onder de volgende voorwaarden:'),
    {
      form: 'list',
      items: conditions.map(
        ({ kind, description, dueOn }) =>
          `${capital(conditionKinds[kind].nl)}: ${sentence(description)}${dueOn === null ? '' : ` Dit moet uiterlijk op ${dateInDutch(dueOn)} zijn gebeurd.`}`,
      ),
    },
  ];
}

function obligationsOf({ obligations }: LetterFacts): Block[] {
  if (obligations.length === 0) return [];
  return [
    paragraph('Aan de subsidie zijn de volgende verplichtingen verbonden:'),
    {
      form: 'list',
      items: obligations.map(({ description, dueOn, blocks }) => {
        const until = dueOn === null ? '' : ` U voldoet hieraan uiterlijk op ${dateInDutch(dueOn)}.`;
        return `${sentence(description)}${until}${waiting[blocks]}`;
      }),
    },
  ];
}

const capital = (text: string) => `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
const sentence = (text: string) => (/[.!?]$/.test(text.trim()) ? text.trim() : `${text.trim()}.`);

function reasonsOf({ reasonCode, reasons }: LetterFacts): Block[] {
  const known = reasonCode === null ? undefined : reasonsByCode[reasonCode];
  const ground = known ? [paragraph(`De grond is: ${known.nl}. Dit volgt uit ${basisInDutch(known.basis)}.`)] : [];
  return [...ground, ...paragraphs(reasons)];
}

/** Who may object, where, and until when. NL: rechtsmiddelenclausule (Awb 3:45, 6:4, 6:5, 6:7, 6:8). */
function objection({ funder, reference, supersedes }: LetterFacts): Block[] {
  const term = termInDutch(objectionTerm.length);
  const extent = supersedes ? ', voor zover het anders is dan het besluit waarvoor het in de plaats komt' : '';
  return [
    paragraph(
      `Dan kunt u tegen dit besluit bezwaar maken${extent}. Stuur uw bezwaarschrift binnen ${term} aan ${funder}. De termijn begint op de dag na die waarop wij dit besluit aan u hebben verzonden.`,
    ),
    paragraph('Onderteken uw bezwaarschrift en vermeld daarin ten minste:'),
    {
      form: 'list',
      items: [
        'uw naam en adres;',
        'de datum;',
        `het besluit waartegen u bezwaar maakt, met ons kenmerk ${reference};`,
        'waarom u het niet eens bent met het besluit.',
      ],
    },
    paragraph(
      'Ook anderen van wie het belang rechtstreeks bij dit besluit is betrokken, kunnen binnen deze termijn bezwaar maken. Dit staat in de artikelen 3:45, 6:4, 6:5, 6:7 en 6:8 van de Algemene wet bestuursrecht.',
    ),
  ];
}

function signatureOf({ funder, signer, mandate, signedOn }: LetterFacts): string[] {
  return [
    `Namens ${funder},`,
    signer ?? 'de daartoe bevoegde functionaris',
    ...(mandate === null ? [] : [`krachtens ${mandate}`]),
    `Elektronisch ondertekend op ${dateInDutch(signedOn)}; deze brief heeft daarom geen handgeschreven handtekening.`,
  ];
}

const paragraph = (text: string): Block => ({ form: 'paragraph', text });

/** A text with empty lines between its paragraphs. */
function paragraphs(text: string | null): Block[] {
  return (text ?? '')
    .split(/\r?\n\s*\n/)
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .map(paragraph);
}

function rows(...given: readonly (readonly [term: string, value: string | null])[]): Row[] {
  return given.flatMap(([term, value]) => (value === null ? [] : [[term, value] as const]));
}
