import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { buildCli, LocalRegistry } from '../support/cli.js';

let registry: LocalRegistry;

beforeAll(async () => {
  await buildCli();
  registry = await LocalRegistry.make();
}, 60_000);
afterAll(() => registry.remove());

/** What the officer sees of the calls. */
async function calls(url: string): Promise<string[]> {
  const token = (await registry.registry('token', '--role', 'programme_officer')).trim();
  const answer = await fetch(`${url}/v1/calls`, { headers: { authorization: `Bearer ${token}` } });
  const { items } = (await answer.json()) as { items: { reference: string }[] };
  return items.map(({ reference }) => reference);
}

describe('registry start', () => {
  it('serves the demo, ends cleanly on Ctrl-C, and goes on after kill -9 with what it had', async () => {
    const first = await registry.start();
    expect((await fetch(`${first.url}/health/ready`)).status).toBe(200);
    const seeded = await calls(first.url);
    expect(seeded).toContain('ZONMW-2017-VIMP');
    expect(await first.end('SIGINT')).toBe(0);

    const second = await registry.start();
    expect(await calls(second.url)).toEqual(seeded);
    await second.end('SIGKILL');

    const third = await registry.start();
    expect(await calls(third.url)).toEqual(seeded);
    expect(await registry.registry('verify')).toContain('nothing found');
    expect(await registry.registry('lifecycles', 'call', '--try', '1..2')).toMatch(
      /closed: changed; .*: \d+ cases \(ZONMW-.*\)\n.*0 would be stuck\. Nothing was changed\.\n$/s,
    );
    expect(await third.end('SIGTERM')).toBe(0);
  }, 180_000);

  it('says that its data folder cannot be made, and ends', async () => {
    const start = registry.shell('REGISTRY_DATA_DIR=/proc/nope registry start 2>&1 || true');
    expect(await start).toContain('/proc/nope cannot be made. Let this user write there.');
  }, 20_000);

  it.each([
    [['token', '--role', 'applicant', '--hours', '-1'], 'a number of hours above 0'],
    [['export', 'honouring', '--format', 'csv', '--output', '-'], 'it has to be a file'],
  ])('refuses %p, and says why', async (words, why) => {
    await expect(registry.registry(...words)).rejects.toThrow(why);
  });

  it('shows the guards of every command with the article', async () => {
    expect(await registry.registry('lifecycles')).toContain('    call_incomplete (Awb 4:26)');
  });

  it.each([
    [['lifecycles', 'call', '--format', 'mermaid'], /^stateDiagram-v2\n/],
    [['lifecycles', 'call', '--format', 'scxml'], /^<\?xml .*<\/scxml>\n$/s],
    [['lifecycles', 'call', '--version', '1', '--json'], /^\{\n {2}"machine": "call",\n {2}"version": 1,/],
    [['lifecycles', '--json'], /^\{\n {2}"call": \{\n/],
    [['lifecycles', 'call', '--differences', '1..2'], /closed: changed; can now also begin_assessment, conclude/],
  ])('shows lifecycles by %p', async (words, shown) => {
    expect(await registry.registry(...words)).toMatch(shown);
  });

  it.each([
    [['lifecycles', '--differences', '1..2'], 'Say of which lifecycle.'],
    [['lifecycles', 'call', '--version', '99'], 'There is no version of the lifecycle call 99'],
    [['lifecycles', 'call', '--try', '1'], 'It must be two versions, such as 1..2.'],
  ])('shows no lifecycle by %p', async (words, why) => {
    await expect(registry.registry(...words)).rejects.toThrow(why);
  });

  it('says what to do when its port is taken', async () => {
    const running = await registry.start();
    await expect(registry.start()).rejects.toThrow(/Port \d+ is taken: set PORT/);
    expect(await running.end('SIGINT')).toBe(0);
  }, 120_000);
});
