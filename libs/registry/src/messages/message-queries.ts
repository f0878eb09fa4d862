import type { Language } from '@grants/domain';
import { statement, type Queryable } from '@grants/persistence';
import { listPage, type ListDefinition, type Page, type PageRequest } from '../shared/list-queries.js';
import { waysOf, type Viewer } from '../shared/reach-queries.js';

/** A message as its addressee sees it in a list. */
export interface MessageSummary {
  readonly id: string;
  readonly kind: string;
  /** The record that it is about. */
  readonly about: string;
  readonly subject: string;
  readonly createdAt: string;
  readonly readAt: string | null;
}

/** A message as its addressee reads it. */
export interface MessageView extends MessageSummary {
  readonly text: string;
  readonly basis: string;
  /** The kind of the deadline whose term begins with it. */
  readonly startsTerm: string | null;
}

/** What the mail server answered to one attempt. */
export interface AttemptView {
  readonly number: number;
  readonly at: string;
  readonly outcome: string;
  readonly code: number | null;
  readonly answer: string | null;
}

/** A message as the officer sees it: whether, when and how it reached its addressee. NL: bewijs van verzending. */
export interface SentMessage extends MessageView {
  readonly application: string | null;
  readonly call: string;
  readonly to: { readonly reference: string; readonly name: string };
  /** Whether the addressee can sign in, to read it in the portal. */
  readonly canSignIn: boolean;
  readonly delivery: string;
  readonly notMailedBecause: string | null;
  readonly attempts: readonly AttemptView[];
}

/** The columns in a language; the language is one of a list, and no text of a user's. */
const summary = (language: Language) =>
  `message.id, message.kind, message.reference as about, message.subject_${language} as subject,
   message.created_at as "createdAt", message.read_at as "readAt"`;
const view = (language: Language) =>
  `${summary(language)}, message.text_${language} as text, message.basis, message.starts_term as "startsTerm"`;
const attempts = `coalesce((select jsonb_agg(jsonb_build_object('number', attempt.number,
      'at', to_char(attempt.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), 'outcome', attempt.outcome,
      'code', attempt.code, 'answer', attempt.answer) order by attempt.number, attempt.at)
    from delivery_attempt attempt where attempt.message_id = message.id), '[]')`;
const sent = (language: Language) =>
  `${view(language)}, application.reference as application, call.reference as call,
   jsonb_build_object('reference', person.reference, 'name', concat_ws(' ', person.given_name, person.prefix, person.family_name)) as to,
   exists (select from account where account.person_id = person.id) as "canSignIn",
   message.delivery, message.not_mailed_because as "notMailedBecause", ${attempts} as attempts`;
const sentDetails = `message on message.id = page.id join person on person.id = message.person_id
  join call on call.id = message.call_id left join application on application.id = message.application_id`;

const base = {
  from: 'message',
  key: 'message.id',
  where: {
    isUnread: (asked: string) => `(message.read_at is null) = ${asked}::boolean`,
    application: (reference: string) =>
      `message.application_id = (select id from application where reference = ${reference})`,
    delivery: (state: string) => `message.delivery = ${state}`,
  },
  sorts: { createdAt: { by: 'message.created_at', type: 'timestamptz' } },
} as const satisfies Partial<ListDefinition>;

/** The newest first. */
const newest = (page: PageRequest): PageRequest => ({ ...page, sort: '-createdAt' });

/** The messages to a viewer, the newest first. */
export function listOwnMessages(
  on: Queryable,
  viewer: Viewer,
  { isUnread, language }: { readonly isUnread?: boolean | undefined; readonly language: Language },
  page: PageRequest,
): Promise<Page<MessageSummary>> {
  const definition = { ...base, columns: summary(language), details: 'message on message.id = page.id' };
  const { values } = waysOf(viewer, 'me.read', { all: 'true', covered: () => 'true' });
  const reach = { ways: ['message.person_id = $6::uuid'], values };
  return listPage(on, definition, reach, { isUnread: isUnread?.toString() }, newest(page));
}

/** The messages about an application, with what came of them. The caller has judged who may see them. */
export function listMessagesAbout(
  on: Queryable,
  viewer: Viewer,
  application: string,
  language: Language,
  page: PageRequest,
): Promise<Page<SentMessage>> {
  const definition = { ...base, columns: sent(language), details: sentDetails };
  const { values } = waysOf(viewer, 'message.read', { all: 'true', covered: () => 'true' });
  return listPage(on, definition, { ways: ['true'], values }, { application }, newest(page));
}

/** The messages of a viewer's programmes that could not be mailed. */
export function listBouncedMessages(
  on: Queryable,
  viewer: Viewer,
  language: Language,
  page: PageRequest,
): Promise<Page<SentMessage>> {
  const definition = { ...base, columns: sent(language), details: sentDetails };
  const bounced = `message.delivery = 'bounced'`;
  const reach = waysOf(viewer, 'message.read', {
    all: bounced,
    covered: (calls) => `${bounced} and message.call_id in ${calls}`,
  });
  return listPage(on, definition, reach, {}, newest(page));
}

const isId = `case when $1 ~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' then $1::uuid end`;
const own = {
  nl: statement('message_own_nl', `select ${view('nl')} from message where id = ${isId} and person_id = $2::uuid`),
  en: statement('message_own_en', `select ${view('en')} from message where id = ${isId} and person_id = $2::uuid`),
} as const satisfies Record<Language, unknown>;

/** A message to a viewer; null where it is none of theirs. */
export async function ownMessage(
  on: Queryable,
  { principal }: Viewer,
  id: string,
  language: Language,
): Promise<MessageView | null> {
  const [message] = await on.query<MessageView>(own[language](id, principal.personId));
  return message ?? null;
}

const unread = statement(
  'message_unread_count',
  `select count(*)::integer as unread from message where person_id = $1::uuid and read_at is null`,
);

/** How many messages a viewer has not read. */
export async function unreadMessages(on: Queryable, { principal }: Viewer): Promise<number> {
  const [row] = await on.query<{ unread: number }>(unread(principal.personId));
  return row?.unread ?? 0;
}

const read = statement(
  'message_read',
  `update message set read_at = coalesce(read_at, registry_now()) where id = ${isId} and person_id = $2::uuid
   returning id, read_at as "readAt"`,
);

/** Marks a message as read; when it was read first stays. Null where it is none of theirs. */
export async function markRead(
  on: Queryable,
  { principal }: Viewer,
  id: string,
): Promise<{ id: string; readAt: string } | null> {
  const [message] = await on.query<{ id: string; readAt: string }>(read(id, principal.personId));
  return message ?? null;
}
