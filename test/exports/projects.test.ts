import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { testRegistry } from '../support/registry.js';
import { Reporting } from './reporting.js';

describe('the report of projects', () => {
  let reporting: Reporting;
  beforeAll(async () => {
    reporting = new Reporting(await testRegistry());
  });
  afterAll(() => reporting.close());

  it('works', async () => {
    const project = await reporting.on.aProject({ status: 'started' });
    console.log(await reporting.rows('projects'), project.reference);
    console.log(await reporting.rows('honouring'));
    console.log(await reporting.rows('realisations'));
    expect(1).toBe(1);
  });
});
