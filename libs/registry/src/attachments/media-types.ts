import { fileTypeFromFile } from 'file-type';

/** What an attachment may be: documents, sheets and pictures that run nothing when they are opened. */
export const attachmentMediaTypes = [
  'application/pdf',
  'application/vnd.oasis.opendocument.text',
  'application/vnd.oasis.opendocument.spreadsheet',
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  'image/jpeg',
  'image/png',
] as const;

/** What a file is by its bytes, whatever its sender said; null where that is nothing that is taken. */
export async function mediaTypeOf(path: string): Promise<string | null> {
  const found = await fileTypeFromFile(path);
  return attachmentMediaTypes.find((allowed) => allowed === found?.mime) ?? null;
}
