import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  AlreadyExists,
  InvalidInput,
  KeyReused,
  NotFound,
  RuleBroken,
  StaleVersion,
  VersionRequired,
} from '@grants/domain';
import { newId, type IdempotentRequest } from '@grants/persistence';
import {
  accountView,
  listOrganisations,
  listPeople,
  namesOf,
  organisationView,
  personContact,
  personView,
  principalOf,
} from '@grants/registry';
import { anAdministrator, anApplicant, anOfficer, testRegistry, type TestRegistry } from '../support/registry.js';
import { viewerAs, viewerIn } from './viewers.js';

let on: TestRegistry;
beforeAll(async () => {
  on = await testRegistry();
});
afterAll(() => on.close());

const request = (key: string, body = 'one'): IdempotentRequest => ({
  caller: '018f0000-0000-7000-8000-000000000001',
  key,
  fingerprint: Buffer.from(body),
});
const newOrganisation = (changes: object = {}) => ({
  name: 'Verzonnen Universiteit',
  kind: 'university' as const,
  request: null,
  ...changes,
});

describe('an organisation', () => {
  it('is added with its identifiers, and read by anybody', async () => {
    const created = await on.registry.createOrganisation.execute(
      newOrganisation({ ror: '04jsz6e67', kvk: '12345678' }),
      on.as(anOfficer()),
    );
    expect(created).toEqual({ reference: expect.stringMatching(/^ORG-\d{6}$/), version: 1 });
    expect(await organisationView(on.db, created.reference)).toEqual({
      reference: created.reference,
      name: 'Verzonnen Universiteit',
      kind: 'university',
      ror: '04jsz6e67',
      kvk: '12345678',
      country: 'NL',
      version: 1,
    });
  });

  it('is refused where its identifiers cannot be right, all of them named', async () => {
    const refused = on.registry.createOrganisation.execute(
      newOrganisation({ ror: '04jsz6e68', kvk: '123' }),
      on.as(anOfficer()),
    );
    await expect(refused).rejects.toThrow(InvalidInput);
    await expect(refused).rejects.toMatchObject({ errors: [{ pointer: '/ror' }, { pointer: '/kvk' }] });
  });

  it('does not share its identifier with another', async () => {
    await on.registry.createOrganisation.execute(newOrganisation({ kvk: '87654321' }), on.as(anOfficer()));
    const second = on.registry.createOrganisation.execute(newOrganisation({ kvk: '87654321' }), on.as(anOfficer()));
    await expect(second).rejects.toEqual(new AlreadyExists('organisation', 'kvk'));
  });

  it('is refused with a kind that nobody knows, by the database too', async () => {
    const refused = on.registry.createOrganisation.execute(newOrganisation({ kind: 'club' }), on.as(anOfficer()));
    await expect(refused).rejects.toMatchObject({ rules: ['organisation_kind_known'] });
  });

  it('keeps the names that it had, each from its day', async () => {
    const { reference } = await on.registry.createOrganisation.execute(
      newOrganisation({ name: 'Oud' }),
      on.as(anOfficer()),
    );
    const { changeOrganisation } = on.registry;
    const officer = anOfficer();
    await changeOrganisation.execute(
      { reference, version: 1, name: 'Nieuw', effectiveOn: '2020-01-01' },
      on.as(officer),
    );
    await changeOrganisation.execute(
      { reference, version: 2, name: 'Nieuwer', effectiveOn: '2022-07-01' },
      on.as(officer),
    );
    await changeOrganisation.execute({ reference, version: 3, kvk: '11112222' }, on.as(officer));
    expect(await namesOf(on.db, reference)).toMatchObject([
      { name: 'Oud', from: null, until: '2020-01-01' },
      { name: 'Nieuw', from: '2020-01-01', until: '2022-07-01' },
      { name: 'Nieuwer', from: '2022-07-01', until: null },
    ]);
    const actors = await on.ownerSql<{ actor: string }>(
      `select actor from organisation_history history join organisation using (id) where reference = $1 and seq > (
         select min(seq) from organisation_history first where first.id = organisation.id)`,
      reference,
    );
    expect(actors).toEqual([{ actor: officer.id }, { actor: officer.id }, { actor: officer.id }]);
  });

  it('lets a name that was booked later for an earlier day stand for the days after it', async () => {
    const { reference } = await on.registry.createOrganisation.execute(
      newOrganisation({ name: 'A' }),
      on.as(anOfficer()),
    );
    const rename = (version: number, name: string, effectiveOn: string) =>
      on.registry.changeOrganisation.execute({ reference, version, name, effectiveOn }, on.as(anOfficer()));
    await rename(1, 'B', '2022-01-01');
    await rename(2, 'C', '2019-01-01');
    expect(await namesOf(on.db, reference)).toMatchObject([
      { name: 'A', from: null, until: '2019-01-01' },
      { name: 'C', from: '2019-01-01', until: null },
    ]);
    expect(await organisationView(on.db, reference)).toMatchObject({ name: 'C' });
  });

  it('is not renamed from a day that has not come', async () => {
    const { reference } = await on.registry.createOrganisation.execute(newOrganisation(), on.as(anOfficer()));
    const change = { reference, version: 1, name: 'Later', effectiveOn: '2099-01-01' };
    await expect(on.registry.changeOrganisation.execute(change, on.as(anOfficer()))).rejects.toMatchObject({
      rules: ['effective_in_future'],
    });
  });

  it('is changed by one of two who read the same version', async () => {
    const { reference } = await on.registry.createOrganisation.execute(newOrganisation(), on.as(anOfficer()));
    const renamed = await Promise.allSettled(
      ['Een', 'Twee'].map((name) =>
        on.registry.changeOrganisation.execute({ reference, version: 1, name }, on.as(anOfficer())),
      ),
    );
    expect(renamed.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    expect(renamed.find(({ status }) => status === 'rejected')).toMatchObject({ reason: expect.any(StaleVersion) });
    expect(await organisationView(on.db, reference)).toMatchObject({ version: 2 });
  });

  it('is not changed without saying which version was read, nor one that does not exist', async () => {
    const { reference } = await on.registry.createOrganisation.execute(newOrganisation(), on.as(anOfficer()));
    const change = (to: string, version: number | null) =>
      on.registry.changeOrganisation.execute({ reference: to, version, name: 'X' }, on.as(anOfficer()));
    await expect(change(reference, null)).rejects.toThrow(VersionRequired);
    await expect(change(reference, 7)).rejects.toThrow(StaleVersion);
    await expect(change('ORG-999999', 1)).rejects.toThrow(NotFound);
  });

  it('is added once for an idempotency key, whoever comes first', async () => {
    const add = (body = 'one') =>
      on.registry.createOrganisation.execute(newOrganisation({ request: request('add', body) }), on.as(anOfficer()));
    const [first, ...others] = await Promise.all([add(), add(), add()]);
    expect(others).toEqual([first, first]);
    expect(await add()).toEqual(first);
    await expect(add('another')).rejects.toThrow(KeyReused);
  });

  it('is found by beginnings of its name, and by its identifiers', async () => {
    const { reference } = await on.registry.createOrganisation.execute(
      newOrganisation({ name: 'Hogeschool voor Fantasie & Zn', country: 'BE' }),
      on.as(anOfficer()),
    );
    const reader = viewerIn(on, 'auditor');
    const found = async (filters: Parameters<typeof listOrganisations>[2]) =>
      (await listOrganisations(on.db, reader, filters, {})).items.map((each) => each.reference);
    expect(await found({ q: 'fantas hoge' })).toEqual([reference]);
    expect(await found({ country: 'BE' })).toEqual([reference]);
    expect(await found({ q: 'fantas', kind: ['company', 'foundation'] })).toEqual([]);
    expect(await found({ q: `'"; drop (`, kind: ['university'] })).toEqual([]);
    await expect(found({ q: '&|!' })).rejects.toThrow(InvalidInput);
    await expect(found({ country: 'N\0' })).rejects.toThrow(InvalidInput);
  });
});

describe('a person', () => {
  it('is added with an ORCID iD whose check digit is right', async () => {
    const add = (orcid: string) =>
      on.registry.createPerson.execute({ familyName: 'Verzonnen', orcid, request: null }, on.as(anApplicant()));
    await expect(add('0000-0002-1825-0098')).rejects.toMatchObject({ errors: [{ pointer: '/orcid' }] });
    const { reference } = await add('0000-0002-1825-0097');
    await expect(add('0000-0002-1825-0097')).rejects.toEqual(new AlreadyExists('person', 'orcid'));
    expect(await personView(on.db, reference)).toMatchObject({ familyName: 'Verzonnen', givenName: null, version: 1 });
  });

  it('is changed field by field, and null empties one', async () => {
    const created = await on.registry.createPerson.execute(
      { familyName: 'Verzonnen', givenName: 'Bo', prefix: 'van', request: null },
      on.as(anOfficer()),
    );
    const { reference } = created;
    await on.registry.changePerson.execute({ reference, version: 1, prefix: null }, on.as(anOfficer()));
    expect(await personView(on.db, reference)).toMatchObject({ givenName: 'Bo', prefix: null, version: 2 });
  });

  it('is seen by the staff, and by nobody else but themselves', async () => {
    const me = await on.aPerson('Zelfgezien');
    const other = await on.aPerson('Ongezien');
    const seen = async (reader: Parameters<typeof listPeople>[1]) =>
      (await listPeople(on.db, reader, { q: 'zien' }, {})).items.map(({ reference }) => reference);
    const all = async (reader: Parameters<typeof listPeople>[1]) =>
      (await listPeople(on.db, reader, {}, { limit: 200 })).items.map(({ reference }) => reference);
    expect(await all(viewerAs(on, me))).toEqual([me.reference]);
    expect(await all(viewerIn(on, 'programme_officer'))).toEqual(
      expect.arrayContaining([me.reference, other.reference]),
    );
    expect(await all(viewerIn(on, 'committee_member'))).toEqual([]);
    expect(await seen(viewerIn(on, 'auditor'))).toEqual([]);
  });

  describe('how to reach them', () => {
    it('is read by those who may, and changes with the person’s version', async () => {
      const { reference } = await on.aPerson();
      expect(await personContact(on.db, reference)).toEqual({
        reference,
        version: 1,
        email: null,
        phone: null,
        address: null,
      });
      const { changeContact } = on.registry;
      await changeContact.execute({ reference, version: 1, email: 'bo@verzonnen.example' }, on.as(anOfficer()));
      await changeContact.execute({ reference, version: 2, phone: '+31 20 000 00 00' }, on.as(anOfficer()));
      expect(await personContact(on.db, reference)).toEqual({
        reference,
        version: 3,
        email: 'bo@verzonnen.example',
        phone: '+31 20 000 00 00',
        address: null,
      });
      await expect(changeContact.execute({ reference, version: 2, email: null }, on.as(anOfficer()))).rejects.toThrow(
        StaleVersion,
      );
    });

    it('is shown by row level security to nobody who did not ask for that person', async () => {
      const [one, two] = [await on.aPerson(), await on.aPerson()];
      for (const { reference } of [one, two]) {
        await on.registry.changeContact.execute(
          { reference, version: 1, email: 'x@verzonnen.example' },
          on.as(anOfficer()),
        );
      }
      expect(await on.appSql('select * from person_contact')).toEqual([]);
      const written = on
        .appSql(`update person_contact set email = 'stolen'`)
        .then(() => on.adminSql(`select from person_contact where email = 'stolen'`));
      expect(await written).toEqual([]);
      const seen = await on.db.transaction(async (tx) => {
        await tx.client.query(`select set_config('registry.person', $1, true)`, [one.id]);
        return (await tx.client.query<{ person_id: string }>('select person_id from person_contact')).rows;
      });
      expect(seen).toEqual([{ person_id: one.id }]);
      expect(await on.appSql('select * from person_contact')).toEqual([]);
    });
  });
});

describe('an account', () => {
  it('is somebody with roles between dates, for the sign-in in one statement', async () => {
    const { id: funderId, reference: funder } = await on.aFunder();
    const person = await on.aPerson();
    const programme = await on.aProgramme({ id: funderId, code: funder });
    const subject = newId();
    const admin = on.as(anAdministrator());
    const { id } = await on.registry.createAccount.execute(
      { issuer: 'https://id.example', subject, person: person.reference, request: null },
      admin,
    );
    expect(await principalOf(on.db, 'https://id.example', subject)).toEqual({
      accountId: id,
      personId: person.id,
      assignments: [],
    });
    const role = { account: id, role: 'programme_officer' as const, validFrom: '2024-01-01', request: null };
    const { id: assignment } = await on.registry.assignRole.execute(
      { ...role, funder, programme: programme.reference },
      admin,
    );
    await on.registry.endRole.execute({ account: id, assignment, validTo: '2026-01-01' }, admin);
    expect(await principalOf(on.db, 'https://id.example', subject)).toMatchObject({
      assignments: [
        {
          role: 'programme_officer',
          funderId,
          programmeId: programme.id,
          validFrom: '2024-01-01',
          validTo: '2026-01-01',
        },
      ],
    });
    expect(await accountView(on.db, id)).toMatchObject({
      id,
      subject,
      person: { reference: person.reference },
      roles: [{ id: assignment, funder, programme: programme.reference, validTo: '2026-01-01' }],
    });
    const again = on.registry.endRole.execute({ account: id, assignment, validTo: '2026-06-01' }, admin);
    await expect(again).rejects.toThrow(NotFound);
    expect(await principalOf(on.db, 'https://other.example', subject)).toBeNull();
  });

  it('is refused twice for one subject, and with a person, funder or programme that does not fit', async () => {
    const admin = on.as(anAdministrator());
    const account = { issuer: 'https://id.example', subject: newId(), request: null };
    const { id } = await on.registry.createAccount.execute(account, admin);
    await expect(on.registry.createAccount.execute(account, admin)).rejects.toThrow(AlreadyExists);
    await expect(on.registry.createAccount.execute({ ...account, person: 'PER-999999' }, admin)).rejects.toMatchObject({
      errors: [{ pointer: '/person' }],
    });
    const assign = (place: object) =>
      on.registry.assignRole.execute(
        { account: id, role: 'auditor', validFrom: '2024-01-01', request: null, ...place },
        admin,
      );
    await expect(assign({ funder: 'NONE', programme: 'NONE-1' })).rejects.toMatchObject({
      errors: [{ pointer: '/funder' }, { pointer: '/programme' }],
    });
    const [one, another] = [await on.aFunder(), await on.aFunder()];
    const programme = await on.aProgramme(one);
    await expect(assign({ funder: another.code, programme: programme.reference })).rejects.toMatchObject({
      errors: [{ pointer: '/programme' }],
    });
    await expect(assign({ validTo: '2023-01-01' })).rejects.toThrow(RuleBroken);
  });
});

describe('a funder', () => {
  it('is renamed from a day on, which its history keeps', async () => {
    const admin = on.as(anAdministrator());
    const code = 'VERZONNEN1';
    await on.registry.createFunder.execute(
      { code, name: 'Ministerie van Fantasie', kind: 'ministry', request: null },
      admin,
    );
    const change = { reference: code, version: 1, name: 'Ministerie van Verbeelding', effectiveOn: '2017-10-26' };
    expect(await on.registry.changeFunder.execute(change, admin)).toEqual({ reference: code, version: 2 });
    const history = await on.ownerSql<{ name: string; day: string }>(
      `select history.name, to_char(occurred_at at time zone 'Europe/Amsterdam', 'YYYY-MM-DD') as day
         from funder_history history join funder using (id) where code = $1 order by seq`,
      code,
    );
    expect(history).toMatchObject([
      { name: 'Ministerie van Fantasie' },
      { name: 'Ministerie van Verbeelding', day: '2017-10-26' },
    ]);
    const twice = on.registry.createFunder.execute({ code, name: 'Nog een', kind: 'funder', request: null }, admin);
    await expect(twice).rejects.toEqual(new AlreadyExists('funder', 'code'));
  });
});
