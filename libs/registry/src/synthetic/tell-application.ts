import { decisionTerm, type RejectionReason } from '@grants/domain';
import { atWork, DAY, isoDate, isoMoment, midnight, monthsAfter } from './moments.js';
import { Life, type CallFacts, type Parent, type Scene } from './scene.js';
import { tellDecision } from './tell-decision.js';
import { tellProject } from './tell-project.js';
import { padded, type Person } from './world.js';

/** What becomes of an application; `prepared` and `signed` say how far its decision came. */
export type Outcome =
  | 'honoured'
  | 'rejected'
  | 'not_processed'
  | 'inadmissible'
  | 'withdrawn'
  | 'submitted'
  | 'repair_requested'
  | 'admitted'
  | 'prepared'
  | 'signed'
  | 'draft';

/** Outcomes that a call with the full procedure leads to by way of the admission. */
const admitted: readonly Outcome[] = ['honoured', 'rejected', 'admitted', 'prepared', 'signed'];

const subjects = ['Vroege signalering', 'Samenwerken', 'Veerkracht', 'Taal en spel', 'Passende zorg', 'Gezond leven'];
const groups = ['bij jongeren', 'in gezinnen', 'op school', 'in de wijk', 'bij ouderen', 'voor professionals'];
const rejectionCodes: readonly RejectionReason[] = ['ceiling', 'quality', 'quality', 'relevance', 'conditions'];
const PROVISIONS = 'Voorbeeldbepalingen 2014';

/** Tells an application from its draft to its decision, and its project; what is, or is to be, granted, in euro. */
export function tellApplication(scene: Scene, call: CallFacts, number: number, outcome: Outcome): number {
  const { batch, random, world } = scene;
  const lastDay = Math.round((midnight(call.closes) - midnight(call.opens)) / DAY);
  const firstDraft = random.between(1, lastDay - 3);
  const created = atWork(call.opens + firstDraft * DAY, random);
  const received = atWork(call.opens + random.between(firstDraft + 1, lastDay - 1) * DAY, random);
  const parents = call.isVimp ? someOf(scene, scene.parentsFor(call.funder.id, call.opens)) : [];
  const applicant = parents[0]?.leader ?? random.pick(world.people);
  const leader = random.percent(85) ? applicant : random.pick(world.people);
  const months = call.isVimp ? random.between(6, 12) : random.between(12, 48);
  const requested = call.isVimp ? random.between(10, 50) * 1000 : random.between(30, 700) * 1000;
  const startsOn = monthsAfter(midnight(call.decided), 2);
  const id = random.key(created);
  const reference = `${call.reference}-${padded(number, 4)}`;
  const title = `Voorbeeldproject ${random.pick(subjects)} ${random.pick(groups)}`;
  const isOnPaper = outcome !== 'draft' && random.percent(4);
  const officer = random.pick(call.funder.officers);
  const invitationId = call.isVimp ? random.key(call.opens) : null;
  const life = new Life(batch, 'application', id);
  const isReceived = outcome !== 'draft';
  const isAdmitted = call.isFull && admitted.includes(outcome);

  const content = {
    title,
    summary: 'Een verzonnen aanvraag, voor proeven met het register.',
    requested: `${requested}.00`,
    starts_on: isoDate(startsOn),
    duration_months: months,
    organisation_id: applicant.organisationId,
    main_applicant_id: applicant.id,
    project_leader_id: leader.id,
    leader_organisation_id: leader.organisationId,
    received_at: isoMoment(received),
    complete_at: isoMoment(received),
  };
  batch.add('staging.application', {
    ...(isReceived && content),
    id,
    funder_id: call.funder.id,
    call_id: call.id,
    reference,
    invitation_id: isReceived ? invitationId : null,
    created_by: isOnPaper ? officer : applicant.accountId,
    created_at: scene.recorded,
  });
  const byApplicant = { actor: applicant.accountId, role: 'applicant' } as const;
  const byReceiver = isOnPaper ? ({ actor: officer, role: 'programme_officer' } as const) : byApplicant;
  life.step('create', created, byReceiver);
  if (!isReceived) {
    const said = { title, durationMonths: months };
    batch.drafts.push({ applicationId: id, ownerId: applicant.accountId, content: JSON.stringify(said) });
    return 0;
  }
  life.step(isOnPaper ? 'register' : 'submit', received, byReceiver);
  if (invitationId !== null) tellInvitation(scene, call, { id: invitationId, number, applicant, applicationId: id });
  for (const parent of parents) batch.add('application_parent', { application_id: id, project_id: parent.id });
  if (random.percent(20)) tellPartner(scene, id, applicant.organisationId);

  const announced = atWork(call.decided + random.between(0, 6) * DAY, random);
  const withdrawn = atWork(received + random.between(2, 20) * DAY, random);
  const byOfficer = { actor: officer, role: 'programme_officer' } as const;
  if (isAdmitted) {
    life.step('admit', atWork(call.closes + random.between(4, 12) * DAY, random), byOfficer);
  }
  const aside = outcome === 'not_processed' || outcome === 'inadmissible' ? outcome : null;
  if (outcome === 'not_processed' || outcome === 'repair_requested') {
    const askedAt = atWork(call.closes + random.between(4, 12) * DAY, random);
    const reasonId = call.programme.texts.rejection;
    life.step('request_repair', askedAt, { ...byOfficer, reasonId });
    const requestedAt = isoMoment(askedAt);
    batch.repairs.push({ applicationId: id, actor: officer, requestedAt, until: isoDate(askedAt + 14 * DAY) });
  }
  const isDecided = outcome === 'honoured' || outcome === 'rejected' || aside !== null;
  scene.deadline(
    'application',
    id,
    { after: midnight(received), term: decisionTerm(call.decisionTermWeeks) },
    { met: isDecided ? announced : null, cancelled: outcome === 'withdrawn' ? withdrawn : null },
  );
  if (outcome === 'withdrawn') life.step('withdraw', withdrawn, byApplicant);
  if (['withdrawn', 'submitted', 'admitted', 'repair_requested'].includes(outcome)) return 0;

  const application = { id, reference, title };
  const reasonCode =
    aside === null ? random.pick(rejectionCodes) : aside === 'inadmissible' ? 'outside_call' : 'not_completed';
  const rejection = { reason_code: reasonCode, reason_text_id: call.programme.texts.rejection };
  const isInPart = random.percent(30);
  const granted = isInPart ? Math.floor((requested * random.between(60, 95)) / 10_000) * 100 : requested;
  const grant = {
    granted: `${granted}.00`,
    activities: `De activiteiten van het verzonnen projectplan: ${title}.`,
    provisions_version: PROVISIONS,
    starts_on: content.starts_on,
    ends_on: isoDate(monthsAfter(startsOn, months) - DAY),
  };
  const isHonoured = outcome === 'honoured' || (!isDecided && random.percent(80));
  const kind = isHonoured ? (isInPart ? 'partial_honour' : 'honour') : (aside ?? 'reject');
  const decisionNumber = random.percent(2) ? 2 : 1;
  const plot = { application, kind, announced, content: isHonoured ? grant : rejection } as const;
  if (decisionNumber === 2) {
    tellDecision(scene, call, { ...plot, announced: announced - 10 * DAY, number: 1, reached: 'discarded' });
  }
  const reached = outcome === 'prepared' || outcome === 'signed' ? outcome : 'announced';
  const decision = tellDecision(scene, call, { ...plot, number: decisionNumber, reached });
  const byAnnouncer = { actor: decision.officer, role: 'programme_officer', decisionId: decision.id } as const;
  if (outcome === 'rejected') life.step('reject', announced, byAnnouncer);
  if (outcome === 'not_processed') life.step('leave_unprocessed', announced, byAnnouncer);
  if (outcome === 'inadmissible') life.step('declare_inadmissible', announced, byAnnouncer);
  if (outcome !== 'honoured') return isHonoured ? granted : 0;
  life.step('honour', announced, byAnnouncer);
  tellProject(scene, call, {
    application,
    decision: { ...decision, number: decisionNumber },
    granted: grant.granted,
    awarded: announced,
    startsOn,
    months,
    leader,
    leaderOrganisationId: leader.organisationId,
    recipientId: applicant.organisationId,
    parents,
  });
  return granted;
}

/** One or two projects for a VIMP to follow up, the first one led by its applicant. */
function someOf({ random }: Scene, parents: readonly Parent[]): Parent[] {
  if (parents.length === 0) return [];
  const [first, second] = [random.pick(parents), random.pick(parents)];
  return first === second || random.percent(60) ? [first] : [first, second];
}

function tellInvitation(
  { batch, random, recorded }: Scene,
  call: CallFacts,
  { id, number, applicant, applicationId }: { id: string; number: number; applicant: Person; applicationId: string },
): void {
  batch.add('call_invitation', {
    id,
    call_id: call.id,
    reference: `${call.reference}-I${padded(number, 4)}`,
    person_id: applicant.id,
    invited_by: random.pick(call.funder.officers),
    invited_on: isoDate(call.opens),
    valid_until: isoDate(call.closes),
    used_by_application: applicationId,
    created_at: recorded,
  });
}

function tellPartner({ batch, random, world }: Scene, applicationId: string, applicantOrganisationId: string): void {
  const partner = random.pick(world.organisations);
  if (partner.id === applicantOrganisationId) return;
  const contribution = random.percent(50) ? `${random.between(1, 20) * 500}.00` : null;
  batch.add('application_partner', { application_id: applicationId, organisation_id: partner.id, contribution });
}
