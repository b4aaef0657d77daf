import type { WorkerHost } from '@tracer-tools/apps-script';
import { createHost } from '@tracer-tools/apps-script';
import { createWorkbook } from '@tracer-tools/apps-script/sheet';
import { type CaveSandbox, createCaveSandbox } from '@tracer-tools/cave';
import { KillSwitch } from '../src/kill';
import { SandboxControls } from '../src/switches';

const ADA = 'ada@example.org';
const SCRIPT = `
function ttCall(name) { return work(); }
function work() {
  var sheet = SpreadsheetApp.getActiveSheet();
  for (var i = 1; i <= 60; i++) { sheet.getRange(i, 1).setValue(i); SpreadsheetApp.flush(); }
  return 'whole';
}
`;

function scriptHost() {
  const workbook = createWorkbook();
  const host = createHost({
    code: SCRIPT,
    html: {},
    manifest: { oauthScopes: ['https://www.googleapis.com/auth/spreadsheets.currentonly'] },
    workbook,
    network: () => null,
    users: [{ email: ADA, name: 'Ada' }],
    owner: ADA,
  });
  return { host, written: () => workbook.grids()[0]!.lastRow() };
}

describe('the kill switch', () => {
  test('ends the next step in the middle of its writes, and only that one', () => {
    const { host, written } = scriptHost();
    new KillSwitch(host).arm();
    const outcome = host.callFromPage('ttCall', ['stepJob', '[]'], ADA);
    expect(outcome).toMatchObject({ ok: false, killed: true });
    expect(written()).toBeGreaterThan(0);
    expect(written()).toBeLessThan(60);
    expect(host.callFromPage('ttCall', ['stepJob', '[]'], ADA)).toEqual({ ok: true, value: 'whole' });
  });

  test('leaves the calls alone that the sidebar makes all the time', () => {
    const { host } = scriptHost();
    new KillSwitch(host).arm();
    expect(host.callFromPage('ttCall', ['selection', '[]'], ADA).ok).toBe(true);
    expect(host.run('work', [], { user: ADA, entry: 'menu' }).ok).toBe(false);
  });

  test('does nothing until it is armed', () => {
    const { host } = scriptHost();
    new KillSwitch(host);
    expect(host.callFromPage('ttCall', ['stepJob', '[]'], ADA).ok).toBe(true);
  });
});

describe('switches', () => {
  let sandbox: CaveSandbox;
  const steps: number[] = [];
  beforeAll(() => {
    sandbox = createCaveSandbox({ origin: 'http://127.0.0.1:1' });
  });

  function switches() {
    const host = {
      triggers: {
        advance: async (ms: number) => {
          steps.push(ms);
          return [{ id: 't', outcome: { ok: false, name: '', message: 'x', line: 0 } }];
        },
      },
    } as unknown as WorkerHost;
    return new SandboxControls(sandbox, host, { arm: () => undefined } as KillSwitch);
  }

  const ask = () =>
    sandbox.handle({ method: 'GET', path: '/info/api/v2/datastacks', headers: {}, body: new Uint8Array(0) });

  test('the clock moves in both worlds, and says what ran', async () => {
    const before = sandbox.now();
    expect(await switches().turn({ set: 'clock', hours: 2 })).toBe(
      'The clock went 2 h on; 1 trigger run, 1 failed.',
    );
    expect(sandbox.now() - before).toBeGreaterThanOrEqual(2 * 3600e3);
    expect(steps).toEqual([2 * 3600e3]);
  });

  test('a split of the current id leaves it stale; of a stale id, its piece of today is split', async () => {
    const id = sandbox.truth.sampleCurrent(1)[0]!;
    expect(await switches().turn({ set: 'edit', kind: 'split', id })).toContain(
      `Split ${id}: its pieces are now `,
    );
    expect(sandbox.truth.isLatest(id)).toBe(false);
    const piece = sandbox.truth.candidates(id)[0]!.id;
    expect(await switches().turn({ set: 'edit', kind: 'merge', id })).toContain(piece);
    expect(sandbox.truth.isLatest(piece)).toBe(false);
  });

  test.each(['', 'hello', '12345678901234567'])('"%s" edits any neuron', async (id) => {
    expect(await switches().turn({ set: 'edit', kind: 'split', id })).toMatch(
      /^Split \d+: its pieces are now/,
    );
  });

  test('weather comes and goes', async () => {
    const result = switches();
    await result.turn({ set: 'weather', weather: 'down' });
    expect(ask().status).toBe(503);
    expect(result.weather).toBe('down');
    await result.turn({ set: 'weather', weather: 'slow' });
    expect(ask().delayMs).toBe(1500);
    await result.turn({ set: 'weather', weather: 'normal' });
    expect(ask().delayMs ?? 0).toBe(0);
    expect(ask().status).not.toBe(503);
  });
});
