import {
  describeDifference,
  lifecycleDocument,
  lifecycles,
  NotFound,
  renderMermaid,
  renderScxml,
  type LifecycleDocument,
  type Machine,
} from '@grants/domain';
import { differenceBetween, isMachine, lifecycleVersion, Registry, versionsInDatabase } from '@grants/registry';
import { Controller, Get, Inject, Param, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import Negotiator from 'negotiator';
import { Access } from '../access/access.js';
import { Operation } from '../input/operation.js';
import { EdgeProblem } from '../problems/problem.js';
import {
  LifecycleAnswer,
  LifecycleDifferenceAnswer,
  LifecyclesAnswer,
  LifecycleVersionsAnswer,
} from './lifecycle-answers.js';

/** The forms of a lifecycle, by media type; the first is given to who has no preference. */
const forms: Readonly<Record<string, (lifecycle: LifecycleDocument) => string>> = {
  'application/json': (lifecycle) => JSON.stringify(lifecycle),
  'text/vnd.mermaid': renderMermaid,
  'text/plain': renderMermaid,
  'application/scxml+xml': renderScxml,
};
const otherForms = Object.keys(forms).filter((mediaType) => mediaType !== 'application/json');

@ApiTags('lifecycles')
@Controller('v1/lifecycles')
export class LifecyclesController {
  constructor(@Inject(Registry) private readonly registry: Registry) {}

  @Get()
  @Access({ action: 'lifecycle.read' })
  @Operation({ summary: 'Every lifecycle: its states, commands, roles and rules', answer: LifecyclesAnswer })
  list(): LifecyclesAnswer {
    return { items: Object.values(lifecycles).map((each) => lifecycleDocument(each) as LifecycleAnswer) };
  }

  @Get(':machine')
  @Access({ action: 'lifecycle.read' })
  @Operation({
    summary: 'A lifecycle as it is now',
    about: 'As JSON, as a diagram (Mermaid) or as a state chart (W3C SCXML), as `Accept` asks.',
    answer: LifecycleAnswer,
    file: otherForms,
  })
  async read(@Param('machine') name: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    await answerIn(request, reply, await lifecycleVersion(known(name)));
  }

  @Get(':machine/versions')
  @Access({ action: 'lifecycle.read' })
  @Operation({
    summary: 'The versions of a lifecycle by which the database judges',
    about: 'Each event names the version by which it was judged.',
    answer: LifecycleVersionsAnswer,
  })
  async versions(@Param('machine') name: string): Promise<LifecycleVersionsAnswer> {
    const machine = known(name);
    const items = await versionsInDatabase(this.registry.db, machine);
    return {
      items: items.map(({ version, commands, states }) => ({
        version,
        isCurrent: version === lifecycles[machine].version,
        commands: [...commands],
        states: [...states],
      })),
    };
  }

  @Get(':machine/versions/:version')
  @Access({ action: 'lifecycle.read' })
  @Operation({
    summary: 'A lifecycle as it was',
    about: 'In the same forms as the current version.',
    answer: LifecycleAnswer,
    file: otherForms,
  })
  async version(
    @Param('machine') name: string,
    @Param('version') version: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ) {
    await answerIn(request, reply, await lifecycleVersion(known(name), versionNumber(name, version)));
  }

  @Get(':machine/versions/:version/differences/:other')
  @Access({ action: 'lifecycle.read' })
  @Operation({
    summary: 'What differs between two versions of a lifecycle',
    about: 'As values and in words, with what it means for the cases in each state.',
    answer: LifecycleDifferenceAnswer,
  })
  async difference(
    @Param('machine') name: string,
    @Param('version') from: string,
    @Param('other') to: string,
  ): Promise<LifecycleDifferenceAnswer> {
    const difference = await differenceBetween(known(name), versionNumber(name, from), versionNumber(name, to));
    return { ...(difference as Omit<LifecycleDifferenceAnswer, 'text'>), text: describeDifference(difference) };
  }
}

function known(name: string): Machine {
  if (!isMachine(name)) throw new NotFound('lifecycle', name);
  return name;
}

function versionNumber(name: string, version: string): number {
  if (!/^[1-9]\d{0,3}$/.test(version)) throw new NotFound(`version of the lifecycle ${name}`, version);
  return Number(version);
}

/** @throws EdgeProblem where the caller accepts none of the forms. */
async function answerIn(request: FastifyRequest, reply: FastifyReply, lifecycle: LifecycleDocument): Promise<void> {
  const mediaType = new Negotiator(request.raw).mediaType(Object.keys(forms));
  const render = forms[mediaType ?? ''];
  if (!render) throw new EdgeProblem('not-acceptable', `A lifecycle is given as ${Object.keys(forms).join(', ')}.`);
  await reply.headers({ 'Content-Type': `${mediaType}; charset=utf-8`, Vary: 'Accept' }).send(render(lifecycle));
}
