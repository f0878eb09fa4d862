import { passesByItself, type Database } from '@grants/persistence';
import type { Clock, Configuration } from '@grants/platform';
import { accessSubjectOf, principalOf, Registry } from '@grants/registry';
import { Module, type DynamicModule } from '@nestjs/common';
import { APP_FILTER, APP_GUARD, APP_PIPE } from '@nestjs/core';
import { AccessGuard, type FindSubject } from './access/access-guard.js';
import { ApplicationReadsController } from './applications/application-reads.controller.js';
import { ApplicationsController } from './applications/applications.controller.js';
import { CallsController } from './calls/calls.controller.js';
import { DecisionsController } from './decisions/decisions.controller.js';
import { HealthController } from './health/health.controller.js';
import { Metrics } from './health/metrics.js';
import { validation } from './input/validation.js';
import { ProblemFilter } from './problems/problem-filter.js';
import { RouteTable } from './problems/route-table.js';
import { ProjectsController } from './projects/projects.controller.js';
import { SignIn } from './sign-in/sign-in.js';
import { TokenVerifier, type Issuer } from './sign-in/token-verifier.js';
import { QueryGuard } from './input/query-guard.js';
import { AccountsController } from './accounts/accounts.controller.js';
import { ActivitiesController } from './activities/activities.controller.js';
import { FundersController } from './funders/funders.controller.js';
import { ImportRunsController } from './import-runs/import-runs.controller.js';
import { InvitationsController } from './invitations/invitations.controller.js';
import { LegacyAwardsController } from './legacy-awards/legacy-awards.controller.js';
import { OrganisationsController } from './organisations/organisations.controller.js';
import { PeopleController } from './people/people.controller.js';
import { PolicyObjectivesController } from './policy-objectives/policy-objectives.controller.js';
import { ProgrammeLinesController } from './programmes/programme-lines.controller.js';
import { ProgrammesController } from './programmes/programmes.controller.js';
import { ProjectRecordsController } from './project-records/project-records.controller.js';
import { ProjectRelationsController } from './project-relations/project-relations.controller.js';
import { termControllers } from './terms/terms.controller.js';
import { TargetGroupsController } from './target-groups/target-groups.controller.js';
import { AttachmentsController } from './attachments/attachments.controller.js';
import { CallAttachmentKindsController } from './attachments/call-attachment-kinds.controller.js';
import { CallReadsController } from './calls/call-reads.controller.js';
import { DecisionLetterController } from './decisions/decision-letter.controller.js';
import { DecisionReadsController } from './decisions/decision-reads.controller.js';
import { ProjectReadsController } from './projects/project-reads.controller.js';
import { historyControllers } from './history/history.controller.js';
import { LifecyclesController } from './lifecycles/lifecycles.controller.js';
import { MeController } from './me/me.controller.js';
import { ConsentController, OwnMessagesController, SentMessagesController } from './messages/messages.controller.js';
import { provenanceControllers } from './provenance/provenance.controller.js';
import { ReportRunsController, ReportsController } from './reports/reports.controller.js';
import { CLOCK, CONFIGURATION, DATABASES, FIND_SUBJECT, PASSES_BY_ITSELF } from './tokens.js';

/** The controllers of ordinary records: who, what for, and how it belongs together. */
const recordControllers = [
  AccountsController,
  ActivitiesController,
  FundersController,
  ImportRunsController,
  InvitationsController,
  LegacyAwardsController,
  OrganisationsController,
  PeopleController,
  PolicyObjectivesController,
  ProgrammeLinesController,
  ProgrammesController,
  ProjectRecordsController,
  ProjectRelationsController,
  TargetGroupsController,
];

/** What the API stands on. */
export interface ApiParts {
  readonly db: Database;
  /** The same database as registry_reader, for reports. */
  readonly reader: Database;
  readonly registry: Registry;
  readonly clock: Clock;
  readonly configuration: Configuration;
  readonly issuer: Issuer;
}

/** The composition root: the one place where the API meets the database. */
@Module({})
export class AppModule {
  static with({ db, reader, registry, clock, configuration, issuer }: ApiParts): DynamicModule {
    const findSubject: FindSubject = (kind, reference) => accessSubjectOf(db, kind, reference);
    const signIn = new SignIn(new TokenVerifier(issuer), (by, subject) => principalOf(db, by, subject), clock);
    return {
      module: AppModule,
      controllers: [
        ...recordControllers,
        HealthController,
        ReportsController,
        ReportRunsController,
        MeController,
        OwnMessagesController,
        SentMessagesController,
        ConsentController,
        LifecyclesController,
        ...historyControllers,
        ...provenanceControllers,
        ...termControllers,
        ProjectReadsController,
        DecisionReadsController,
        DecisionLetterController,
        AttachmentsController,
        CallAttachmentKindsController,
        CallReadsController,
        CallsController,
        ApplicationReadsController,
        ApplicationsController,
        DecisionsController,
        ProjectsController,
      ],
      providers: [
        { provide: Registry, useValue: registry },
        { provide: SignIn, useValue: signIn },
        { provide: DATABASES, useValue: { db, reader } },
        { provide: CLOCK, useValue: clock },
        { provide: CONFIGURATION, useValue: configuration },
        { provide: FIND_SUBJECT, useValue: findSubject },
        { provide: PASSES_BY_ITSELF, useValue: passesByItself },
        { provide: RouteTable, useValue: new RouteTable() },
        Metrics,
        { provide: APP_GUARD, useClass: AccessGuard },
        { provide: APP_GUARD, useClass: QueryGuard },
        { provide: APP_PIPE, useFactory: validation },
        { provide: APP_FILTER, useClass: ProblemFilter },
      ],
    };
  }
}
