import { statement, type Database, type FileStore, type TextVault } from '@grants/persistence';
import {
  AdmitApplication,
  ChangeDraft,
  CheckApplication,
  CreateApplication,
  MoveApplication,
  RegisterApplication,
  TimeApplication,
} from './applications/index.js';
import { AddAttachment, RemoveAttachment } from './attachments/index.js';
import {
  AmendCall,
  ChangeCall,
  CreateCall,
  Invite,
  MoveCall,
  RequireAttachments,
  RevokeInvitation,
} from './calls/index.js';
import { AnnounceDecision, MoveDecision, PrepareDecision, SettleCondition } from './decisions/index.js';
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
import { SetTermParameters } from './terms/index.js';

const ping = statement('ping', 'select 1');

/** Everything that the registry does to its records, each use case made once for one database. */
export class Registry {
  readonly createCall: CreateCall;
  readonly changeCall: ChangeCall;
  readonly moveCall: MoveCall;
  readonly amendCall: AmendCall;
  readonly requireAttachments: RequireAttachments;
  readonly addAttachment: AddAttachment;
  readonly removeAttachment: RemoveAttachment;
  readonly createApplication: CreateApplication;
  readonly changeDraft: ChangeDraft;
  readonly registerApplication: RegisterApplication;
  readonly moveApplication: MoveApplication;
  readonly admitApplication: AdmitApplication;
  readonly checkApplication: CheckApplication;
  readonly timeApplication: TimeApplication;
  readonly prepareDecision: PrepareDecision;
  readonly moveDecision: MoveDecision;
  readonly settleCondition: SettleCondition;
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
  readonly setTermParameters: SetTermParameters;

  constructor(
    readonly db: Database,
    readonly vault: TextVault,
    readonly files: FileStore,
  ) {
    this.createCall = new CreateCall(db, vault);
    this.changeCall = new ChangeCall(db);
    this.moveCall = new MoveCall(db, vault);
    this.amendCall = new AmendCall(db, vault);
    this.requireAttachments = new RequireAttachments(db);
    this.addAttachment = new AddAttachment(db);
    this.removeAttachment = new RemoveAttachment(db);
    this.createApplication = new CreateApplication(db);
    this.changeDraft = new ChangeDraft(db);
    this.registerApplication = new RegisterApplication(db, vault);
    this.moveApplication = new MoveApplication(db, vault);
    this.admitApplication = new AdmitApplication(db, vault);
    this.checkApplication = new CheckApplication(db);
    this.timeApplication = new TimeApplication(db, vault);
    this.prepareDecision = new PrepareDecision(db, vault);
    this.moveDecision = new MoveDecision(db, vault);
    this.settleCondition = new SettleCondition(db, vault);
    this.announceDecision = new AnnounceDecision(db, vault);
    this.moveProject = new MoveProject(db, vault);
    this.noteProvenance = new NoteProvenance(db);
    this.setTermParameters = new SetTermParameters(db);
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
