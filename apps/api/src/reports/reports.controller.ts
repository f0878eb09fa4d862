import { PassThrough } from 'node:stream';
import {
  findRun,
  formats,
  planRerun,
  planRun,
  reports,
  writeRun,
  type Databases,
  type PlannedRun,
} from '@grants/exports';
import { Controller, Get, Inject, Param, Query, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Access, type SignedInRequest } from '../access/access.js';
import { existing } from '../input/answers.js';
import { Operation } from '../input/operation.js';
import { inQuery } from '../input/validation.js';
import { DATABASES } from '../tokens.js';
import { InvalidInput } from '@grants/domain';
import { ReportQuery, ReportRunAnswer, ReportsAnswer } from './report-answers.js';

const mediaTypes = formats.map(({ mediaType }) => mediaType);

/**
 * Streams the file of a planned run. What can be refused was refused before the first byte; a failure on the way
 * breaks the connection off, so that nobody takes half a file for a whole one. `Report-Run` names the run.
 */
async function stream(
  databases: Databases,
  plan: PlannedRun,
  actorId: string,
  request: SignedInRequest,
  reply: FastifyReply,
): Promise<void> {
  const sink = new PassThrough();
  const file = `${plan.report.name}-${plan.asOf}.${plan.format.name}`;
  const running = writeRun(databases, plan, sink, { actorId }).catch((error: unknown) => {
    request.log.error({ err: error }, 'a report was broken off');
    sink.destroy(error as Error);
  });
  await reply
    .headers({
      'Content-Type': plan.format.mediaType,
      'Content-Disposition': `attachment; filename="${file}"`,
      'Report-Run': plan.id,
    })
    .send(sink);
  await running;
}

@ApiTags('reports')
@Controller('v1/reports')
export class ReportsController {
  constructor(@Inject(DATABASES) private readonly databases: Databases) {}

  @Get()
  @Access({ action: 'report.read' })
  @Operation({ summary: 'List the reports', about: 'With the definition of each column.', answer: ReportsAnswer })
  list(): ReportsAnswer {
    return {
      items: reports.map(({ name, title, source, columns }) => ({
        name,
        title,
        source,
        formats: formats.map((format) => format.name),
        columns: columns.map(({ key, type, header, definition, ...column }) => ({
          key,
          type,
          header,
          definition,
          unit: 'unit' in column ? (column.unit ?? null) : null,
        })),
      })),
    };
  }

  @Get(':name')
  @Access({ action: 'report.read' })
  @Operation({
    summary: 'Take a report',
    about: 'Of a day, as known at a moment. The run is recorded; `Report-Run` names it.',
    file: mediaTypes,
  })
  async take(
    @Param('name') report: string,
    @Query() query: ReportQuery,
    @Req() request: SignedInRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const asked = { report, ...query, format: query.format ?? 'json' };
    const plan = await planRun(this.databases.db, asked).catch((error: unknown) => {
      throw error instanceof InvalidInput ? inQuery(error) : error;
    });
    await stream(this.databases, plan, request.caller.principal.accountId, request, reply);
  }
}

@ApiTags('reports')
@Controller('v1/report-runs')
export class ReportRunsController {
  constructor(@Inject(DATABASES) private readonly databases: Databases) {}

  @Get(':id')
  @Access({ action: 'report.read' })
  @Operation({ summary: 'Read how a report was run', answer: ReportRunAnswer })
  async read(@Param('id') id: string): Promise<ReportRunAnswer> {
    const run = existing('report run', id, await findRun(this.databases.db, id));
    const { report, format, asOf, knownAt, sealNumber, rowCount, sha256, software, createdAt } = run;
    return { id: run.id, report, format, asOf, knownAt, sealNumber, rowCount, sha256, software, createdAt };
  }

  @Get(':id/file')
  @Access({ action: 'report.read' })
  @Operation({
    summary: 'Take the file of a run again',
    about: 'The same bytes, by the same seal; it breaks off where they would differ.',
    file: mediaTypes,
  })
  async file(@Param('id') id: string, @Req() request: SignedInRequest, @Res() reply: FastifyReply): Promise<void> {
    await stream(
      this.databases,
      await planRerun(this.databases.db, id),
      request.caller.principal.accountId,
      request,
      reply,
    );
  }
}
