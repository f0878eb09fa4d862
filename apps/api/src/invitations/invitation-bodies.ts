import type { InvitationView } from '@grants/registry';
import { CalledAnswer } from '../input/links.js';
import { DateOnly, OneOf, Part, Reference } from '../input/fields.js';
import { AnyOf, ListQuery, PageOf, SortBy } from '../input/lists.js';

const standings = ['open', 'used', 'revoked', 'lapsed'] as const satisfies readonly InvitationView['standing'][];

/** An invitation to apply. NL: uitnodiging. */
export class InvitationAnswer implements InvitationView {
  @Reference({ about: 'Its reference', example: 'ZONMW-2017-VIMP-I1' })
  reference!: string;
  @Reference({ about: 'The call', example: 'ZONMW-2017-VIMP' })
  call!: string;
  @Part(() => CalledAnswer, { about: 'Who is invited' })
  person!: CalledAnswer;
  @Reference({ about: 'The activity that it came of', nullable: true, example: 'ZONMW-EWJ-IB-2017' })
  activity!: string | null;
  @DateOnly({ about: 'When they were invited', example: '2017-09-07' })
  invitedOn!: string;
  @DateOnly({ about: 'The last day on which an application can stand on it', example: '2017-11-01' })
  validUntil!: string;
  @Reference({ about: 'The application that used it', nullable: true, example: 'ZONMW-2017-VIMP-0001' })
  usedBy!: string | null;
  @DateOnly({ about: 'When it was revoked', nullable: true, example: '2017-10-01' })
  revokedOn!: string | null;
  @OneOf(standings, { about: 'Whether it can be used', example: 'open' })
  standing!: InvitationView['standing'];
}

export class InvitationPage extends PageOf(InvitationAnswer) {}

/** What invitations are looked for by. */
export class InvitationQuery extends ListQuery {
  @Reference({ about: 'To this person', optional: true, example: 'PER-000001' })
  person?: string;
  @Reference({ about: 'That came of this activity', optional: true, example: 'ZONMW-EWJ-IB-2017' })
  activity?: string;
  @AnyOf(standings, { about: 'Whether they can be used', example: ['open'] })
  standing?: InvitationView['standing'][];
  @SortBy('reference', 'validUntil')
  sort?: string;
}

/** A new invitation. */
export class InviteBody {
  @Reference({ about: 'Who is invited', example: 'PER-000001' })
  person!: string;
  @Reference({ about: 'The activity that it comes of', optional: true, example: 'ZONMW-EWJ-IB-2017' })
  activity?: string;
  @DateOnly({ about: 'When they were invited, where that is not today', optional: true, example: '2017-09-07' })
  invitedOn?: string;
  @DateOnly({ about: 'The last day on which an application can stand on it', example: '2017-11-01' })
  validUntil!: string;
}
