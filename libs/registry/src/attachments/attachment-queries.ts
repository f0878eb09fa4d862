import { statement, type Queryable } from '@grants/persistence';

/** What is known of an attachment. */
export interface AttachmentView {
  readonly number: number;
  readonly kind: string;
  readonly fileName: string;
  readonly mediaType: string;
  readonly size: number;
  readonly sha256: string;
  /** Opaque id of an account. */
  readonly uploadedBy: string;
  readonly uploadedAt: string;
}

// `offset 0` keeps row security from being judged, by some plan, before the setting that it looks at is there.
const list = statement(
  'attachments_of_application',
  `with seen as materialized (select set_config('registry.account', $2, true) as setting)
   select given.number, given.kind, given.file_name as "fileName", given.media_type as "mediaType", given.size, given.sha256,
          given.uploaded_by as "uploadedBy", given.uploaded_at as "uploadedAt"
     from seen cross join lateral (
       select attachment.* from attachment join application on application.id = attachment.application_id
        where application.reference = $1 and removed_at is null and seen.setting is not null offset 0
     ) given
    order by given.number`,
);

/** The attachments of an application that the caller was found to see; those of a draft show to its maker alone. */
export function attachmentsOf(on: Queryable, application: string, accountId: string): Promise<AttachmentView[]> {
  return on.query<AttachmentView>(list(application, accountId));
}
