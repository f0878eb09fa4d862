/** Why a term stood still, or was made longer. */
interface TermGround {
  readonly nl: string;
  readonly en: string;
  readonly basis: string;
}

/** On what ground a term stands still. NL: opschorting (Awb 4:15, 7:10(2)). */
export const suspensionGrounds = {
  repair: {
    nl: 'verzoek de aanvraag aan te vullen',
    en: 'the applicant was asked to complete the application',
    basis: 'Awb 4:15(1)(a)',
  },
  foreign_information: {
    nl: 'informatie gevraagd aan een buitenlandse instantie',
    en: 'information was asked of a foreign authority',
    basis: 'Awb 4:15(1)(b)',
  },
  consent: {
    nl: 'aanvrager stemde schriftelijk in met uitstel',
    en: 'the applicant agreed to the delay in writing',
    basis: 'Awb 4:15(2)(a)',
  },
  applicant_delay: {
    nl: 'vertraging toe te rekenen aan de aanvrager',
    en: 'the delay is attributable to the applicant',
    basis: 'Awb 4:15(2)(b)',
  },
  force_majeure: { nl: 'overmacht', en: 'force majeure', basis: 'Awb 4:15(2)(c)' },
  objection_repair: {
    nl: 'verzoek een verzuim in het bezwaarschrift te herstellen',
    en: 'the objector was asked to repair the notice of objection',
    basis: 'Awb 6:6, 7:10(2)',
  },
} as const satisfies Record<string, TermGround>;
export type SuspensionGround = keyof typeof suspensionGrounds;

/** On what ground a term is made longer. NL: verdaging, uitstel (Awb 4:14(3), 7:10(3), 7:10(4)). */
export const extensionGrounds = {
  another_term: {
    nl: 'andere redelijke termijn genoemd',
    en: 'another reasonable term was named',
    basis: 'Awb 4:14(3)',
    isPower: true,
  },
  postponement: { nl: 'verdaagd', en: 'the decision was postponed', basis: 'Awb 7:10(3)', isPower: true },
  all_parties_agree: {
    nl: 'alle belanghebbenden stemden in met verder uitstel',
    en: 'all interested parties agreed to further delay',
    basis: 'Awb 7:10(4)(a)',
    isPower: false,
  },
  objector_agrees: {
    nl: 'indiener stemde in met verder uitstel, niemand wordt geschaad',
    en: 'the objector agreed to further delay, and nobody else is harmed',
    basis: 'Awb 7:10(4)(b)',
    isPower: false,
  },
  procedure: {
    nl: 'uitstel nodig om wettelijke procedurevoorschriften na te leven',
    en: 'rules of procedure require further delay',
    basis: 'Awb 7:10(4)(c)',
    isPower: false,
  },
} as const satisfies Record<
  string,
  /** A power of the authority is used once, and before the term has ended. */
  TermGround & { readonly isPower: boolean }
>;
export type ExtensionGround = keyof typeof extensionGrounds;
