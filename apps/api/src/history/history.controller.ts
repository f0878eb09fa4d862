import { stepInWords, type Action, type Machine, type TermStep } from '@grants/domain';
import type { Clock } from '@grants/platform';
import { availableTransitions, deadlinesOf, eventsOf, Registry } from '@grants/registry';
import { Controller, Get, Inject, Param, Query, Req, Res, type Type } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Access, type SignedInRequest } from '../access/access.js';
import { answerPage, viewerOf } from '../input/lists.js';
import { Operation } from '../input/operation.js';
import { CLOCK } from '../tokens.js';
import {
  AvailableTransitionsAnswer,
  DeadlinesAnswer,
  type DeadlineStepAnswer,
  EventPage,
  EventQuery,
} from './history-answers.js';

function stepAnswer(step: TermStep): DeadlineStepAnswer {
  const inWords = stepInWords(step);
  return step.step === 'moved' ? { ...step, inWords, over: [...step.over] } : { ...step, inWords };
}

/** What every record with a lifecycle tells of itself: what happened, what may happen, and by when. */
function historyOf(collection: string, machine: Machine, action: Action, name: string): Type<object> {
  @ApiTags(collection)
  @Controller(`v1/${collection}/:reference`)
  class HistoryController {
    constructor(
      @Inject(Registry) private readonly registry: Registry,
      @Inject(CLOCK) private readonly clock: Clock,
    ) {}

    @Get('events')
    @Access({ action, subject: machine })
    @Operation({
      summary: `What happened to the ${name}`,
      about: 'In the order of recording; each event has both its times.',
      answer: EventPage,
      paged: true,
    })
    events(
      @Param('reference') reference: string,
      @Query() query: EventQuery,
      @Req() request: SignedInRequest,
      @Res({ passthrough: true }) reply: FastifyReply,
    ): Promise<EventPage> {
      return answerPage(request, reply, () => eventsOf(this.registry.db, machine, reference, query));
    }

    @Get('deadlines')
    @Access({ action, subject: machine })
    @Operation({
      summary: `The terms on the ${name}`,
      about: 'Each with its article, and how it was counted, suspended, extended and moved.',
      answer: DeadlinesAnswer,
    })
    async deadlines(@Param('reference') reference: string): Promise<DeadlinesAnswer> {
      const found = await deadlinesOf(this.registry.db, machine, reference);
      return { items: found.map(({ steps, ...deadline }) => ({ ...deadline, steps: steps.map(stepAnswer) })) };
    }

    @Get('available-transitions')
    @Access({ action, subject: machine })
    @Operation({
      summary: `What you may do now with the ${name}`,
      about: 'And what stands in the way, with its article.',
      answer: AvailableTransitionsAnswer,
    })
    async transitions(
      @Param('reference') reference: string,
      @Req() request: SignedInRequest,
    ): Promise<AvailableTransitionsAnswer> {
      const { transitions, ...standing } = await availableTransitions(
        this.registry.db,
        machine,
        reference,
        viewerOf(request, this.clock),
      );
      return {
        ...standing,
        transitions: transitions.map(({ roles, asks, barredBy, judgedThen, ...each }) => ({
          ...each,
          roles: [...roles],
          asks: [...asks],
          barredBy: [...barredBy],
          judgedThen: [...judgedThen],
        })),
      };
    }
  }
  // The API document names operations after the class.
  Object.defineProperty(HistoryController, 'name', {
    value: `${name.replaceAll(/(^| )(\w)/g, (_, _space, letter: string) => letter.toUpperCase())}HistoryController`,
  });
  return HistoryController;
}

/** One controller for each collection of records with a lifecycle. */
export const historyControllers = [
  historyOf('calls', 'call', 'call.read', 'call'),
  historyOf('applications', 'application', 'application.read', 'application'),
  historyOf('decisions', 'decision', 'decision.read', 'decision'),
  historyOf('projects', 'project', 'project.read', 'project'),
  historyOf('legacy-awards', 'legacy_award', 'legacy_award.read', 'legacy award'),
];
