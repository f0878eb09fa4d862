import { InvalidInput } from '@grants/domain';
import { findImportRun, listImportErrors, listImportRuns, Registry } from '@grants/registry';
import { Controller, Get, Inject, Param, Query, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Access, type SignedInRequest } from '../access/access.js';
import { existing } from '../input/answers.js';
import { answerPage, DEFAULT_LIMIT, ListQuery } from '../input/lists.js';
import { Operation } from '../input/operation.js';
import { ImportErrorPage, ImportRunAnswer, ImportRunPage } from './import-run-bodies.js';

@ApiTags('imports')
@Controller('v1/import-runs')
export class ImportRunsController {
  constructor(@Inject(Registry) private readonly registry: Registry) {}

  @Get()
  @Access({ action: 'import.read' })
  @Operation({ summary: 'List the imports, newest first', answer: ImportRunPage, paged: true })
  list(
    @Query() { cursor: before, limit = DEFAULT_LIMIT }: ListQuery,
    @Req() request: SignedInRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ImportRunPage> {
    return answerPage(request, reply, async () => {
      const runs = await listImportRuns(this.registry.db, {
        limit: limit + 1,
        ...(before === undefined ? {} : { before }),
      });
      return pageOf(runs, limit, ({ reference }) => reference);
    });
  }

  @Get(':reference')
  @Access({ action: 'import.read', subject: 'import_run' })
  @Operation({ summary: 'Read an import', answer: ImportRunAnswer })
  async read(@Param('reference') reference: string): Promise<ImportRunAnswer> {
    return existing('import', reference, await findImportRun(this.registry.db, reference));
  }

  @Get(':reference/errors')
  @Access({ action: 'import.read', subject: 'import_run' })
  @Operation({
    summary: 'List what was wrong with the rows of an import',
    about: 'In the order of the file, with line, column and reason.',
    answer: ImportErrorPage,
    paged: true,
  })
  errors(
    @Param('reference') reference: string,
    @Query() { cursor, limit = DEFAULT_LIMIT }: ListQuery,
    @Req() request: SignedInRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ImportErrorPage> {
    return answerPage(request, reply, async () => {
      const from = { limit: limit + 1, ...(cursor === undefined ? {} : { after: faultAt(cursor) }) };
      const faults = await listImportErrors(this.registry.db, reference, from);
      return pageOf(faults, limit, ({ line, number }) => `${line}-${number}`);
    });
  }
}

/** A page of what was read with one more than the limit. */
function pageOf<Item>(found: readonly Item[], limit: number, cursorOf: (last: Item) => string) {
  const items = found.slice(0, limit);
  const last = found.length > limit ? items.at(-1) : undefined;
  return { items, next: last ? cursorOf(last) : null };
}

function faultAt(cursor: string): { line: number; number: number } {
  const [, line, number] = /^(\d{1,9})-(\d{1,9})$/.exec(cursor) ?? [];
  if (line === undefined)
    throw new InvalidInput([{ pointer: '/cursor', detail: 'must be the cursor of a page of this list' }]);
  return { line: Number(line), number: Number(number) };
}
