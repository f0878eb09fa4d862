import { NotFound, type AttachmentKind } from '@grants/domain';
import { newId, setStep, type Database, type IdempotentRequest, type StagedFile } from '@grants/persistence';
import { keepResult, resultOfKey, runStep, type StepMoment } from '../shared/run-step.js';
import { addAttachment, applicationOf, lockFile, removeAttachment, seeAttachmentsOf } from './attachment-store.js';
import { plainFileName } from './file-name.js';
import { mediaTypeOf } from './media-types.js';

/** A file that is not of a kind that is taken, by its bytes. */
export class FileNotTaken extends Error {
  override readonly name = 'FileNotTaken';
}

/** What is said of a file that was taken in. */
export interface AddAttachmentInput {
  /** Of the application. */
  readonly reference: string;
  readonly kind: AttachmentKind;
  /** As its sender calls it. */
  readonly fileName: string;
  readonly file: StagedFile;
  readonly request: IdempotentRequest | null;
}

/** An attachment that was added. */
export interface AddedAttachment {
  readonly number: number;
  readonly sha256: string;
}

/** Adds a file to a draft, or to an application that is being completed. NL: bijlage (Awb 4:2(2)). */
export class AddAttachment {
  constructor(private readonly db: Database) {}

  /** The file is the store's own before the record of it commits, so that there is no record without a file. @throws FileNotTaken */
  async execute(input: AddAttachmentInput, { actor }: StepMoment): Promise<AddedAttachment> {
    const { reference, kind, fileName, file, request } = input;
    const mediaType = await mediaTypeOf(file.path);
    if (mediaType === null) throw new FileNotTaken('The file is not of a type that is taken, by its bytes');
    return runStep(this.db, request, async (tx) => {
      const seen = await resultOfKey<AddedAttachment>(tx, request);
      if (seen) return seen;
      const applicationId = await applicationOf(tx, reference);
      if (applicationId === null) throw new NotFound('application', reference);
      await setStep(tx, { actor, commands: {} });
      await seeAttachmentsOf(tx, actor.id);
      const { size, sha256 } = file;
      const content = { kind, fileName: plainFileName(fileName), mediaType, size, sha256 };
      const number = await addAttachment(tx, { id: newId(), applicationId, ...content });
      await lockFile(tx, sha256);
      await file.keep();
      return keepResult(tx, request, { number, sha256 });
    });
  }
}

/** Takes an attachment off a draft, or off an application that is being completed; that it was there stays known. */
export class RemoveAttachment {
  constructor(private readonly db: Database) {}

  execute({ reference, number }: { reference: string; number: number }, { actor }: StepMoment): Promise<void> {
    return this.db.transaction(async (tx) => {
      const applicationId = await applicationOf(tx, reference);
      await setStep(tx, { actor, commands: {} });
      await seeAttachmentsOf(tx, actor.id);
      if (applicationId === null || !(await removeAttachment(tx, applicationId, number))) {
        throw new NotFound('attachment', `${reference}/${number}`);
      }
    });
  }
}
