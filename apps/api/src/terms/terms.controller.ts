import type { Action, TermPlace } from '@grants/domain';
import type { Clock } from '@grants/platform';
import { Registry, termParametersIn } from '@grants/registry';
import { Body, Controller, Get, Inject, Param, Put, Req, Res, type Type } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Access, type SignedInRequest } from '../access/access.js';
import { momentOf, present, SavedAnswer, withVersion } from '../input/answers.js';
import { versionIn } from '../input/headers.js';
import { Operation } from '../input/operation.js';
import { CLOCK } from '../tokens.js';
import { TermParametersAnswer, TermsBody } from './term-bodies.js';

/** How long terms are, where that is not in the law: for a funder, a programme or a call. */
function termsOf(
  place: TermPlace,
  collection: string,
  actions: { readonly read: Action; readonly set: Action },
): Type<object> {
  @ApiTags(collection)
  @Controller(`v1/${collection}/:reference/term-parameters`)
  class TermsController {
    constructor(
      @Inject(Registry) private readonly registry: Registry,
      @Inject(CLOCK) private readonly clock: Clock,
    ) {}

    @Get()
    @Access({ action: actions.read, subject: place })
    @Operation({
      summary: `How long the terms are for the ${place}`,
      about:
        'What it sets itself, else what its programme or funder does, else the default. For a call: as it held on publication.',
      answer: TermParametersAnswer,
      etag: true,
    })
    async read(
      @Param('reference') reference: string,
      @Res({ passthrough: true }) reply: FastifyReply,
    ): Promise<TermParametersAnswer> {
      const { items, ...view } = present(
        reply,
        place,
        reference,
        await termParametersIn(this.registry.db, place, reference),
      );
      return { ...view, items: [...items] };
    }

    @Put()
    @Access({ action: actions.set, subject: place })
    @Operation({
      summary: `Set how long the terms are for the ${place}`,
      about: `All of them at once: what is left out is taken back. The version is that of the ${place}, and goes up.`,
      body: TermsBody,
      answer: SavedAnswer,
      etag: true,
      ifMatch: true,
    })
    async set(
      @Param('reference') reference: string,
      @Body() { terms, validFrom }: TermsBody,
      @Req() request: SignedInRequest,
      @Res({ passthrough: true }) reply: FastifyReply,
    ): Promise<SavedAnswer> {
      const input = { place, reference, version: versionIn(request), terms, validFrom };
      return withVersion(reply, await this.registry.setTermParameters.execute(input, momentOf(request, this.clock)));
    }
  }
  // The API document names operations after the class.
  Object.defineProperty(TermsController, 'name', {
    value: `${place.replace(/^\w/, (letter) => letter.toUpperCase())}TermsController`,
  });
  return TermsController;
}

/** One controller for each place in which lengths are set. */
export const termControllers = [
  termsOf('funder', 'funders', { read: 'funder.read', set: 'funder_terms.set' }),
  termsOf('programme', 'programmes', { read: 'programme.read', set: 'programme_terms.set' }),
  termsOf('call', 'calls', { read: 'call.read', set: 'call_terms.set' }),
];
