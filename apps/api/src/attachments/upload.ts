import { InvalidInput } from '@grants/domain';
import type { Configuration } from '@grants/platform';
import type { Registry } from '@grants/registry';
import type { FastifyRequest } from 'fastify';
import { EdgeProblem } from '../problems/problem.js';

/** The one route that takes a file. */
export const ATTACHMENTS_ROUTE = '/v1/applications/:reference/attachments';

/** The largest attachment, in bytes. */
export function attachmentBytes({ REGISTRY_ATTACHMENT_MEGABYTES }: Configuration): number {
  return Number(REGISTRY_ATTACHMENT_MEGABYTES) * 1024 * 1024;
}

type StagedFile = Awaited<ReturnType<Registry['files']['stage']>>;

/** A file that was taken in, with what its sender says of it. */
export interface Upload {
  readonly file: StagedFile;
  readonly fileName: string;
  /** Not judged yet. */
  readonly kind: unknown;
}

/**
 * Takes in the one file of a form, as it comes. Nothing of it is left where anything is wrong; the caller drops the file
 * of a form that was in order.
 */
export async function takeUpload(request: FastifyRequest, { files }: Registry, most: number): Promise<Upload> {
  if (!request.isMultipart()) throw new EdgeProblem('unsupported-media-type', 'Send the file as multipart/form-data.');
  let file: StagedFile | undefined;
  let fileName = '';
  let kind: unknown;
  try {
    for await (const part of request.parts()) {
      if (part.type === 'file') {
        file = await files.stage(part.file);
        fileName = part.filename;
      } else if (part.fieldname === 'kind') {
        kind = part.value;
      }
    }
    if (!file) throw new InvalidInput([{ pointer: '/file', detail: 'is required: the file itself' }]);
    if (file.size === 0) throw new InvalidInput([{ pointer: '/file', detail: 'the file is empty' }]);
    return { file, fileName, kind };
  } catch (error) {
    await file?.drop();
    throw formProblem(error, most);
  }
}

/** What the parser of forms throws, as the caller is told. */
function formProblem(error: unknown, most: number): unknown {
  const { code, message } = error as { code?: unknown; message?: unknown };
  if (code === 'FST_REQ_FILE_TOO_LARGE') {
    return new EdgeProblem('too-large', `An attachment has at most ${most / 1024 / 1024} MiB.`);
  }
  const isOfForm =
    String(code).startsWith('FST_') || /multipart|form|part (header|terminated)|boundary/i.test(String(message));
  if (error instanceof InvalidInput || error instanceof EdgeProblem || !isOfForm) return error;
  return new InvalidInput([{ pointer: '', detail: 'send one file, and as `kind` what it is, as multipart/form-data' }]);
}
