import { statement, type Database, type TextVault } from '@grants/persistence';
import { ChangeDraft, CreateApplication, MoveApplication, RegisterApplication } from './applications/index.js';
import { ChangeCall, CreateCall, Invite, MoveCall, RevokeInvitation } from './calls/index.js';
import { AnnounceDecision, MoveDecision, PrepareDecision } from './decisions/index.js';
import { AppointLeader, ChangeProject, DismissLeader, MoveProject } from './projects/index.js';
import {
  AssignRole,
  ChangeConsent,
  ChangeContact,
  ChangeFunder,
  ChangeOrganisation,
  ChangePerson,
  CreateAccount,
  CreateFunder,
  CreateOrganisation,
  CreatePerson,
  EndRole,
} from './parties/index.js';
import {
  AddLine,
  AddPolicyObjective,
  AddTargetGroup,
  ChangeActivity,
  ChangeLine,
  ChangeProgramme,
  CreateProgramme,
  RecordActivity,
} from './programmes/index.js';
import { NoteProvenance } from './provenance/index.js';
import { EndRelation, RelateProjects } from './relations/index.js';

const ping = statement('ping', 'select 1');

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
  readonly invite: Invite;
  readonly revokeInvitation: RevokeInvitation;
  readonly createFunder: CreateFunder;
  readonly changeFunder: ChangeFunder;
  readonly createOrganisation: CreateOrganisation;
  readonly changeOrganisation: ChangeOrganisation;
  readonly createPerson: CreatePerson;
  readonly changePerson: ChangePerson;
  readonly changeContact: ChangeContact;
  readonly changeConsent: ChangeConsent;
  readonly createAccount: CreateAccount;
  readonly assignRole: AssignRole;
  readonly endRole: EndRole;
  readonly createProgramme: CreateProgramme;
  readonly changeProgramme: ChangeProgramme;
  readonly addLine: AddLine;
  readonly changeLine: ChangeLine;
  readonly addPolicyObjective: AddPolicyObjective;
  readonly addTargetGroup: AddTargetGroup;
  readonly recordActivity: RecordActivity;
  readonly changeActivity: ChangeActivity;
  readonly changeProject: ChangeProject;
  readonly appointLeader: AppointLeader;
  readonly dismissLeader: DismissLeader;
  readonly relateProjects: RelateProjects;
  readonly endRelation: EndRelation;
  readonly noteProvenance: NoteProvenance;

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
    this.noteProvenance = new NoteProvenance(db);
    this.endRelation = new EndRelation(db);
    this.relateProjects = new RelateProjects(db);
    this.dismissLeader = new DismissLeader(db);
    this.appointLeader = new AppointLeader(db);
    this.changeProject = new ChangeProject(db);
    this.changeActivity = new ChangeActivity(db);
    this.recordActivity = new RecordActivity(db);
    this.addTargetGroup = new AddTargetGroup(db);
    this.addPolicyObjective = new AddPolicyObjective(db);
    this.changeLine = new ChangeLine(db);
    this.addLine = new AddLine(db);
    this.changeProgramme = new ChangeProgramme(db);
    this.createProgramme = new CreateProgramme(db);
    this.endRole = new EndRole(db);
    this.assignRole = new AssignRole(db);
    this.createAccount = new CreateAccount(db);
    this.changeConsent = new ChangeConsent(db);
    this.changeContact = new ChangeContact(db);
    this.changePerson = new ChangePerson(db);
    this.createPerson = new CreatePerson(db);
    this.changeOrganisation = new ChangeOrganisation(db);
    this.createOrganisation = new CreateOrganisation(db);
    this.changeFunder = new ChangeFunder(db);
    this.createFunder = new CreateFunder(db);
    this.revokeInvitation = new RevokeInvitation(db);
    this.invite = new Invite(db);
  }

  /** Whether the database answers. */
  async isReachable(): Promise<boolean> {
    return this.db.query(ping()).then(
      () => true,
      () => false,
    );
  }
}
