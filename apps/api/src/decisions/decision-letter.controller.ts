import { createHash } from 'node:crypto';
import type { Clock } from '@grants/platform';
import { letterFile, Registry, type LetterForm } from '@grants/registry';
import { Controller, Get, Inject, Param, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import Negotiator from 'negotiator';
import { Access, type SignedInRequest } from '../access/access.js';
import { existing } from '../input/answers.js';
import { viewerOf } from '../input/lists.js';
import { Operation } from '../input/operation.js';
import { EdgeProblem } from '../problems/problem.js';
import { CLOCK } from '../tokens.js';

const forms = { 'text/html': 'html', 'application/pdf': 'pdf' } as const satisfies Record<string, LetterForm>;
const mediaTypes = Object.keys(forms) as (keyof typeof forms)[];

/** The page may do nothing but show itself, in the one style that it came with. */
function pagePolicy(page: string): string {
  const style = /<style>([^<]*)<\/style>/.exec(page)?.[1] ?? '';
  const hash = createHash('sha256').update(style).digest('base64');
  return `default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`;
}

@ApiTags('decisions')
@Controller('v1')
export class DecisionLetterController {
  constructor(
    @Inject(Registry) private readonly registry: Registry,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Get('decisions/:reference/letter')
  @Access({ action: 'decision.read', subject: 'decision' })
  @Operation({
    summary: 'Read the letter of a decision',
    about:
      'As it was drawn up when the decision was signed, in Dutch: as a page, or as PDF for `Accept: application/pdf`. The ETag is the SHA-256 of its bytes. Until the decision is announced, the letter is for the staff alone.',
    file: mediaTypes,
  })
  async read(
    @Param('reference') reference: string,
    @Req() request: SignedInRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const mediaType = new Negotiator(request.raw).mediaType(mediaTypes) as keyof typeof forms | undefined;
    if (!mediaType) throw new EdgeProblem('not-acceptable', `A letter is ${mediaTypes.join(' or ')}.`);
    const form = forms[mediaType];
    const { db, vault } = this.registry;
    const found = await letterFile(db, vault, { reference, form }, viewerOf(request, this.clock));
    const { bytes, sha256 } = existing('letter of decision', reference, found);
    await reply
      .headers({
        'Content-Type': form === 'html' ? 'text/html; charset=utf-8' : mediaType,
        'Content-Disposition': `inline; filename="${reference}.${form}"`,
        ETag: `"${sha256}"`,
        Vary: 'Accept',
        ...(form === 'html' && { 'Content-Security-Policy': pagePolicy(bytes.toString('utf8')) }),
      })
      .send(bytes);
  }
}
