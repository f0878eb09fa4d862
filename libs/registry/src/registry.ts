import type { Database, TextVault } from '@grants/persistence';
import { ChangeDraft, CreateApplication, MoveApplication, RegisterApplication } from './applications/index.js';
import { ChangeCall, CreateCall, MoveCall } from './calls/index.js';
import { AnnounceDecision, MoveDecision, PrepareDecision } from './decisions/index.js';
import { MoveProject } from './projects/index.js';

/** Everything that the registry does to its records, each use case made once for one database. */
export class Registry {
  readonly createCall: CreateCall;
  readonly changeCall: ChangeCall;
  readonly moveCall: MoveCall;
  readonly createApplication: CreateApplication;
  readonly changeDraft: ChangeDraft;
  readonly registerApplication: RegisterApplication;
  readonly moveApplication: MoveApplication;
  readonly prepareDecision: PrepareDecision;
  readonly moveDecision: MoveDecision;
  readonly announceDecision: AnnounceDecision;
  readonly moveProject: MoveProject;

  constructor(
    readonly db: Database,
    readonly vault: TextVault,
  ) {
    this.createCall = new CreateCall(db, vault);
    this.changeCall = new ChangeCall(db);
    this.moveCall = new MoveCall(db, vault);
    this.createApplication = new CreateApplication(db);
    this.changeDraft = new ChangeDraft(db);
    this.registerApplication = new RegisterApplication(db, vault);
    this.moveApplication = new MoveApplication(db, vault);
    this.prepareDecision = new PrepareDecision(db, vault);
    this.moveDecision = new MoveDecision(db, vault);
    this.announceDecision = new AnnounceDecision(db, vault);
    this.moveProject = new MoveProject(db, vault);
  }
}
