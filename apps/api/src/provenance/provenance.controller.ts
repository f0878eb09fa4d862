import type { Action } from '@grants/domain';
import { provenanceOf, Registry, type SubjectKind } from '@grants/registry';
import { Controller, Get, Inject, Param, type Type } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Access } from '../access/access.js';
import { Operation } from '../input/operation.js';
import { ProvenanceAnswer } from './provenance-answers.js';

interface Collection {
  readonly path: string;
  readonly kind: SubjectKind;
  readonly action: Action;
  readonly name: string;
  /** Where the API document lists it. */
  readonly tag?: string;
}

/** Where the fields of a record come from, for whoever may read the record. NL: herkomst. */
function provenanceController({ path, kind, action, name, tag = path }: Collection): Type<object> {
  @ApiTags(tag)
  @Controller(`v1/${path}/:reference/provenance`)
  class ProvenanceController {
    constructor(@Inject(Registry) private readonly registry: Registry) {}

    @Get()
    @Access({ action, subject: kind })
    @Operation({
      summary: `Where the fields of the ${name} come from`,
      about: 'The field * is the record as a whole. Empty for what came in by the procedure.',
      answer: ProvenanceAnswer,
    })
    async read(@Param('reference') reference: string): Promise<ProvenanceAnswer> {
      return { items: await provenanceOf(this.registry.db, kind, reference) };
    }
  }
  // The API document names operations after the class.
  Object.defineProperty(ProvenanceController, 'name', {
    value: `${name.replaceAll(/(^| )(\w)/g, (_, _space, letter: string) => letter.toUpperCase())}ProvenanceController`,
  });
  return ProvenanceController;
}

/** The collections whose records may have come in otherwise than by the procedure. */
const collections: readonly Collection[] = [
  { path: 'funders', kind: 'funder', action: 'funder.read', name: 'funder' },
  { path: 'programmes', kind: 'programme', action: 'programme.read', name: 'programme' },
  {
    path: 'programme-lines',
    kind: 'programme_line',
    action: 'programme.read',
    name: 'programme line',
    tag: 'programmes',
  },
  {
    path: 'policy-objectives',
    kind: 'policy_objective',
    action: 'programme.read',
    name: 'policy objective',
    tag: 'programmes',
  },
  { path: 'activities', kind: 'activity', action: 'activity.read', name: 'activity', tag: 'programmes' },
  { path: 'organisations', kind: 'organisation', action: 'organisation.read', name: 'organisation' },
  { path: 'people', kind: 'person', action: 'person.read', name: 'person' },
  { path: 'calls', kind: 'call', action: 'call.read', name: 'call' },
  { path: 'applications', kind: 'application', action: 'application.read', name: 'application' },
  { path: 'decisions', kind: 'decision', action: 'decision.read', name: 'decision' },
  { path: 'projects', kind: 'project', action: 'project.read', name: 'project' },
  { path: 'legacy-awards', kind: 'legacy_award', action: 'legacy_award.read', name: 'legacy award' },
];

export const provenanceControllers = collections.map(provenanceController);
