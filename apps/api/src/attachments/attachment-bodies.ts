import { attachmentKinds, type AttachmentKind } from '@grants/domain';
import { Formed, ListOf, ListOfCodes, Moment, OneOf, Text, WholeNumber } from '../input/fields.js';

const kinds = Object.keys(attachmentKinds);

/** What is known of an attachment. */
export class AttachmentAnswer {
  @WholeNumber({ about: 'Its number among the attachments of the application', min: 1, max: 10_000, example: 1 })
  number!: number;
  @OneOf(kinds, { about: 'What it is', example: 'budget' })
  kind!: string;
  @Text({ about: 'The name of the file', example: 'begroting.xlsx' })
  fileName!: string;
  @Text({ about: 'Its type, by its bytes', example: 'application/pdf' })
  mediaType!: string;
  @WholeNumber({ about: 'Its size in bytes', min: 1, max: 2_147_483_647, example: 48_120 })
  size!: number;
  @Formed({ about: 'SHA-256 of its bytes', form: /^[0-9a-f]{64}$/, says: '', example: 'a'.repeat(64) })
  sha256!: string;
  @Formed({
    about: 'Who added it, by the opaque id of the account',
    form: /^[0-9a-f-]{36}$/,
    says: '',
    example: '01900000-0000-7000-8000-000000000001',
  })
  uploadedBy!: string;
  @Moment({ about: 'When it was added', example: '2017-09-18T07:00:00Z' })
  uploadedAt!: string;
}

/** The attachments of an application, in the order of their numbers. */
export class AttachmentsAnswer {
  @ListOf(() => AttachmentAnswer, { about: 'The attachments' })
  items!: AttachmentAnswer[];
}

/** An attachment that was added. */
export class AddedAttachmentAnswer {
  @WholeNumber({ about: 'Its number among the attachments of the application', min: 1, max: 10_000, example: 1 })
  number!: number;
  @Formed({ about: 'SHA-256 of what was received', form: /^[0-9a-f]{64}$/, says: '', example: 'a'.repeat(64) })
  sha256!: string;
}

/** The kinds of attachment that a call asks for. */
export class AttachmentKindsBody {
  @ListOfCodes(kinds, { about: 'What an application must come with', example: ['project_plan', 'budget'] })
  kinds!: AttachmentKind[];
}
