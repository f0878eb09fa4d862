import { languages, type Language } from '@grants/domain';
import { Transform } from 'class-transformer';
import {
  DateOnly,
  Formed,
  ListOf,
  Moment,
  OneOf,
  Part,
  Reference,
  Text,
  Version,
  WholeNumber,
  YesNo,
} from '../input/fields.js';
import { CalledAnswer } from '../input/links.js';
import { ListQuery, PageOf } from '../input/lists.js';

const UUID = { form: /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/, says: 'must be an id' };
const example = '01900000-0000-7000-8000-000000000001';

/** Which language messages are shown in. */
export class LanguageQuery {
  @OneOf([...languages], {
    about: 'The language; where it is left out, the one of `Accept-Language`, else Dutch',
    optional: true,
    example: 'en',
  })
  language?: Language;
}

/** Which messages to list, and in which language. */
export class MessageListQuery extends ListQuery {
  @OneOf([...languages], {
    about: 'The language; where it is left out, the one of `Accept-Language`, else Dutch',
    optional: true,
    example: 'en',
  })
  language?: Language;
}

/** Which of one's own messages to list. */
export class OwnMessagesQuery extends MessageListQuery {
  @Transform(({ value }: { value: unknown }) => (value === 'true' ? true : value === 'false' ? false : value))
  @YesNo({ about: 'Only those that were not read, or only those that were', optional: true, example: true })
  unread?: boolean;
}

/** A message to me. */
export class MessageSummaryAnswer {
  @Formed({ about: 'Its id', example, ...UUID })
  id!: string;
  @Text({ about: 'What kind of message it is', example: 'decision_announced' })
  kind!: string;
  @Reference({ about: 'The record that it is about', example: 'ZONMW-2027-TOUR-0001-D1' })
  about!: string;
  @Text({ about: 'Its subject', max: 1000, example: 'Besluit ZONMW-2027-TOUR-0001-D1 over uw aanvraag' })
  subject!: string;
  @Moment({ about: 'Since when it can be read here', example: '2027-02-15T10:00:00Z' })
  createdAt!: string;
  @Moment({ about: 'When its addressee read it first; null where they did not yet', nullable: true })
  readAt!: string | null;
}

/** A message to me, to read. */
export class MessageAnswer extends MessageSummaryAnswer {
  @Text({ about: 'What it says: plain text', max: 20_000, example: 'Geachte Anna Verzonnen, …' })
  text!: string;
  @Text({ about: 'On what ground it was sent', example: 'Awb 3:40, 3:41, 3:45' })
  basis!: string;
  @Text({ about: 'The kind of the deadline whose term begins with it', nullable: true, example: 'objection' })
  startsTerm!: string | null;
}

export class MessagePage extends PageOf(MessageSummaryAnswer) {}

/** A message that was read. */
export class ReadMessageAnswer {
  @Formed({ about: 'Its id', example, ...UUID })
  id!: string;
  @Moment({ about: 'When it was read first', example: '2027-02-15T10:00:00Z' })
  readAt!: string;
}

/** What the mail server answered, once. */
class AttemptAnswer {
  @WholeNumber({ about: 'The number of the attempt', min: 1, max: 1000, example: 1 })
  number!: number;
  @Moment({ about: 'When', example: '2027-02-15T10:00:00Z' })
  at!: string;
  @OneOf(['accepted', 'deferred', 'refused', 'unknown'], {
    about: 'Accepted, refused for now (it is tried again), refused for good; or unknown: the worker was cut off',
    example: 'accepted',
  })
  outcome!: string;
  @WholeNumber({
    about: 'The server’s code; null where it did not answer',
    min: 0,
    max: 999,
    nullable: true,
    example: 250,
  })
  code!: number | null;
  @Text({
    about: 'The server’s answer, without personal data',
    nullable: true,
    example: '250 2.0.0 Ok: queued as 4F1A2',
  })
  answer!: string | null;
}

/** A message with what came of it: the proof of sending. NL: bewijs van verzending. */
export class SentMessageAnswer extends MessageAnswer {
  @Reference({ about: 'The application; null where it is about none', nullable: true, example: 'ZONMW-2027-TOUR-0001' })
  application!: string | null;
  @Reference({ about: 'The call', example: 'ZONMW-2027-TOUR' })
  call!: string;
  @Part(() => CalledAnswer, { about: 'Whom it is to' })
  to!: CalledAnswer;
  @YesNo({ about: 'Whether they have an account, to read it in the portal; if not, tell them by post', example: true })
  canSignIn!: boolean;
  @OneOf(['portal', 'waiting', 'sent', 'bounced'], {
    about: 'In the portal alone, waiting to be mailed, accepted by the mail server, or given up',
    example: 'sent',
  })
  delivery!: string;
  @OneOf(['no_mail_server', 'no_consent', 'no_address'], {
    about: 'Why it is in the portal alone; null where it is not',
    nullable: true,
    example: null,
  })
  notMailedBecause!: string | null;
  @ListOf(() => AttemptAnswer, { about: 'Each attempt to mail it' })
  attempts!: AttemptAnswer[];
}

export class SentMessagePage extends PageOf(SentMessageAnswer) {}

/** A consent that was given, and perhaps withdrawn. */
class ConsentPeriodAnswer {
  @OneOf([...languages], { about: 'The language in which they wanted to be written to', example: 'nl' })
  language!: string;
  @DateOnly({ about: 'The day on which it was given', example: '2027-01-10' })
  givenOn!: string;
  @Formed({ about: 'The account that recorded it', example, ...UUID })
  givenBy!: string;
  @DateOnly({ about: 'The day on which it was withdrawn', nullable: true, example: null })
  withdrawnOn!: string | null;
  @Formed({ about: 'The account that recorded that', nullable: true, example: null, ...UUID })
  withdrawnBy!: string | null;
}

/** Whether a person consents to be reached by mail. NL: instemming met elektronische verzending (Awb 2:14). */
export class ConsentAnswer {
  @Reference({ about: 'The person', example: 'PER-000001' })
  reference!: string;
  @Version()
  version!: number;
  @YesNo({ about: 'Whether they do now', example: true })
  isGiven!: boolean;
  @OneOf([...languages], { about: 'In which language; null where they do not', nullable: true, example: 'nl' })
  language!: string | null;
  @ListOf(() => ConsentPeriodAnswer, { about: 'What they said over time, the latest first' })
  history!: ConsentPeriodAnswer[];
}

/** Whether a person consents from today on. */
export class ConsentBody {
  @YesNo({ about: 'Whether they consent', example: true })
  isGiven!: boolean;
  @OneOf([...languages], {
    about: 'The language in which they want to be written to; Dutch where it is left out',
    optional: true,
    example: 'nl',
  })
  language?: Language;
}
