/** Refusals in the spreadsheet: what a cell and the sidebar say, how often the auth service is asked, and when it heals. */
import { fillTab } from '../../workbench/addon/jobs';
import { type Workbench, workbench } from '../../workbench/addon/workbench';

const requests = (bench: Workbench): number => bench.cave.counters.get('GET /auth/api/v1/user/cache') ?? 0;
const later = (bench: Workbench, minutes: number) => bench.cave.advance(minutes * 60_000);

test('a good token that one service refuses for now: the cell says so, and answers after five minutes', () => {
  const bench = workbench();
  const ids = bench.cave.truth.sampleCurrent(3);
  fillTab(bench, ids);
  expect(bench.formula(2, 3, '=TT_IS_CURRENT(A2)')).toBe(true);
  bench.cave.setFaults({ authLookups: { user: [429] } });
  bench.cave.resetCounters();
  bench.formula(2, 4, '=TT_VOLUME(A2:A4)');
  expect(bench.shown(2, 4, 3, 1).flat()).toEqual(
    ids.map(
      () =>
        '#TT BUSY: CAVE knows your token, but l2cache attributes refuses it for now. That ends by itself within 5 minutes: try again then',
    ),
  );
  expect(requests(bench)).toBe(1);
  later(bench, 5);
  bench.formula(2, 4, '=TT_VOLUME(A2:A4)');
  expect(bench.shown(2, 4, 3, 1).flat()).toEqual(ids.map(() => expect.stringMatching(/^[0-9.,]+/)));
});

test('a formula of several steps asks the auth service once', () => {
  const bench = workbench();
  const ids = bench.cave.truth.sampleCurrent(450);
  fillTab(bench, ids);
  expect(bench.formula(2, 3, '=TT_IS_CURRENT(A2)')).toBe(true);
  bench.cave.setFaults({ authLookups: { user: [429] } });
  bench.cave.resetCounters();
  bench.formula(2, 4, '=TT_VOLUME(A2:A451)');
  const attributes = bench.cave.counters.get('POST /l2cache/api/v1/table/{table}/attributes') ?? 0;
  expect(attributes).toBeGreaterThan(1);
  expect(requests(bench)).toBe(1);
  expect(
    new Set(
      bench
        .shown(2, 4, 450, 1)
        .flat()
        .map((text) => text.slice(0, 8)),
    ),
  ).toEqual(new Set(['#TT BUSY']));
});

test('terms accepted after many refusals: the cell says when it heals', () => {
  const bench = workbench();
  fillTab(bench, bench.cave.truth.sampleCurrent(1));
  const theo = bench.cave.users.find(({ name }) => name === 'Theo Terms')!;
  bench.call('saveToken', [theo.token]);
  bench.call('setFormulas', [true]);
  for (let i = 0; i < 21; i++) bench.formula(2, 3, `=TT_TABLE("cell_info", , , ${i + 1})`);
  expect(bench.formula(2, 3, '=TT_VOLUME(A2)')).toMatch(
    /^#TT TERMS: accept the brain_and_nerve_cord terms at http/,
  );
  theo.missingTerms = [];
  const message = String(bench.formula(2, 3, '=TT_TABLE("cell_info", , , 50)'));
  expect(message).toMatch(/^#TT BUSY: the brain_and_nerve_cord terms are accepted, but .* within 5 minutes/);
  later(bench, 5.1);
  expect(bench.formula(2, 3, '=TT_TABLE("cell_info", , , 51)')).not.toMatch(/^#TT/);
});

test('people are sent to the page of their tokens, which makes none', () => {
  const bench = workbench({ bare: true });
  const page = bench.call('boot', []).settings.tokenPage;
  expect(page).toMatch(/\/sticky_auth\/settings\/tokens$/);
  expect(bench.attempt('whoAmI', [])).toMatchObject({ ok: false, error: { code: 'TOKEN', link: page } });
});
