/** The companion's address, whose identity goes there, and the formulas' permission from its making to its end. */
import {
  companionUse,
  confirmCompanion,
  formulaHeavy,
  saveCompanion,
  testCompanion,
  updateFormulaGrant,
  userCompanion,
  userHeavy,
} from '../../src/addon/access/companion-access';
import { forgetToken, saveDocumentSettings, saveToken, setFormulas } from '../../src/addon/access/settings';
import { runFormula } from '../../src/addon/formulas/formulas';
import { toolByFormula } from '../../src/tools/registry';
import { COMPANION, type FakeCompanion, fakeCompanion } from '../support/companion-double';
import { type FakeHost, fakeHost, ME } from '../support/fake-host';
import { errorOf } from '../support/sandbox-driver';

const TOKEN = '0123456789abcdef0123456789abcdef';
const DAY = 86_400_000;
const ID = '720575941473274509';

let double: FakeCompanion;
let host: FakeHost;
beforeEach(() => {
  double = fakeCompanion(() => host.now());
  host = fakeHost({ answer: (request) => double.answer(request) });
  saveToken(host, TOKEN);
});

function ready(): void {
  saveCompanion(host, COMPANION);
  setFormulas(host, true);
  expect(updateFormulaGrant(host)).toBe('');
}

const grantsAsked = () => double.requests.filter(({ path }) => path === '/v1/grants').length;

test('without an address there is no companion, and nothing is asked', () => {
  setFormulas(host, true);
  expect(updateFormulaGrant(host)).toBe('');
  expect(userCompanion(host)).toBeUndefined();
  expect(userHeavy(host)).toBeUndefined();
  expect(formulaHeavy(host)).toBeUndefined();
  expect(companionUse(host)).toEqual({ confirmed: false, formulasUntil: '' });
  expect(errorOf(() => testCompanion(host))).toMatchObject({ code: 'INPUT' });
  expect(host.sent).toEqual([]);
});

test('who types an address has confirmed it; the test asks its version, then as its user', () => {
  saveCompanion(host, ` ${COMPANION}/ `);
  expect(companionUse(host).confirmed).toBe(true);
  expect(testCompanion(host)).toEqual({ version: '9.9.9' });
  expect(double.requests.map(({ path }) => path)).toEqual(['/v1/version', '/v1/tools']);
  expect(double.requests[0]!.headers).toEqual({});
  expect(double.requests[1]!.headers).toEqual({
    authorization: `Bearer identity of ${ME}`,
    'x-cave-token': TOKEN,
  });
});

test('an address that somebody else set gets nothing until it is confirmed as it stands', () => {
  saveDocumentSettings(host, { companion: COMPANION });
  setFormulas(host, true);
  expect(updateFormulaGrant(host)).toBe('');
  expect(errorOf(() => userCompanion(host)!.headers())).toMatchObject({
    code: 'COMPANION',
    message: expect.stringContaining(COMPANION),
  });
  expect(errorOf(() => confirmCompanion(host, 'https://evil.example'))).toMatchObject({ code: 'INPUT' });
  expect(errorOf(() => confirmCompanion(host, ''))).toMatchObject({ code: 'INPUT' });
  expect(host.sent).toEqual([]);
  confirmCompanion(host, COMPANION);
  expect(userCompanion(host)!.headers()).toMatchObject({ 'x-cave-token': TOKEN });
});

test('a token for another CAVE server does not travel with the question', () => {
  saveCompanion(host, COMPANION);
  saveDocumentSettings(host, { server: 'https://evil.example' });
  expect(userCompanion(host)).toMatchObject({ server: 'https://evil.example' });
  expect(userCompanion(host)!.headers()).toEqual({ authorization: `Bearer identity of ${ME}` });
});

test('where Google names nobody the companion is not asked', () => {
  saveCompanion(host, COMPANION);
  host.who = '';
  expect(errorOf(() => userCompanion(host)!.headers())).toMatchObject({
    code: 'COMPANION',
    message: expect.stringContaining('openid'),
  });
});

test('a permission is asked for once, for this spreadsheet and server, and kept by its user alone', () => {
  ready();
  expect(updateFormulaGrant(host)).toBe('');
  expect(grantsAsked()).toBe(1);
  expect([...double.grants.values()]).toEqual([
    { document: 'spreadsheet-1', servers: ['https://global.daf-apis.com'] },
  ]);
  expect([...host.kept.document.values()].join()).not.toContain('grant-g1');
  expect(companionUse(host).formulasUntil).toBe(new Date(host.now() + 30 * DAY).toISOString());
});

test('it is renewed when three weeks are left, and the old one is taken back', () => {
  ready();
  host.advance(8 * DAY);
  updateFormulaGrant(host);
  expect(grantsAsked()).toBe(1);
  host.advance(2 * DAY);
  expect(updateFormulaGrant(host)).toBe('');
  expect([...double.grants.keys()]).toEqual(['g2']);
});

test('a renewal that fails leaves the old one in use and says so', () => {
  ready();
  host.advance(10 * DAY);
  double.failing = 500;
  expect(updateFormulaGrant(host)).toContain('the companion fails (500)');
  expect(companionUse(host).formulasUntil).not.toBe('');
  host.advance(21 * DAY);
  expect(companionUse(host).formulasUntil).toBe('');
});

test.each<[string, () => void]>([
  ['formulas go off', () => setFormulas(host, false)],
  ['the token is forgotten', () => forgetToken(host)],
  ['the companion is taken away', () => saveCompanion(host, '')],
  [
    'another companion is named by somebody',
    () => saveDocumentSettings(host, { companion: 'https://x.example' }),
  ],
])('it is taken back when %s', (_words, act) => {
  ready();
  act();
  expect(updateFormulaGrant(host)).toBe('');
  expect(double.grants.size).toBe(0);
  expect(companionUse(host).formulasUntil).toBe('');
  expect([...host.kept.user.keys()].some((key) => key.startsWith('grant'))).toBe(false);
});

test('another CAVE server gets a permission of its own', () => {
  ready();
  saveDocumentSettings(host, { server: 'https://cave.example.org' });
  saveToken(host, TOKEN);
  expect(updateFormulaGrant(host)).toBe('');
  expect([...double.grants.values()]).toEqual([
    { document: 'spreadsheet-1', servers: ['https://cave.example.org'] },
  ]);
});

test('one that cannot be taken back is gone here, with the day on which it ends there', () => {
  ready();
  double.failing = 503;
  setFormulas(host, false);
  const message = updateFormulaGrant(host);
  expect(message).toMatch(/could not be taken back: .*\. It is deleted here and ends on 2026-07-20/);
  expect([...host.kept.user.keys()].some((key) => key.startsWith('grant'))).toBe(false);
  expect(updateFormulaGrant(host)).toBe('');
});

const triage = (ids: unknown) => runFormula(toolByFormula('TT_TRIAGE')!, [ids], host);

test('a formula asks with the permission and the owner’s token, in steps, each id once, and keeps answers', () => {
  ready();
  double.tools = (name, { ids, datastack, server }) => {
    expect(name).toBe('triage_segs');
    expect([datastack, server]).toEqual(['brain_and_nerve_cord', 'https://global.daf-apis.com']);
    return { rows: ids!.map((id) => ({ id, cells: [true, '3, 7', '1, 2, 3'], cacheSeconds: 600 })) };
  };
  const ids = Array.from({ length: 60 }, (_id, i) => [`7205759414732745${10 + i}`]);
  const before = double.requests.length;
  const rows = triage([...ids, ids[0]]) as unknown[][];
  expect(rows).toHaveLength(61);
  expect(rows[60]).toEqual([true, '3, 7', '1, 2, 3']);
  const steps = double.requests.slice(before);
  expect(steps.map(({ question }) => question.ids!.length)).toEqual([25, 35]);
  expect(steps[0]!.headers).toEqual({
    authorization: 'Bearer grant-g1',
    'x-cave-token': TOKEN,
    'x-document': 'spreadsheet-1',
  });
  triage(ids);
  expect(double.requests).toHaveLength(before + 2);
  setFormulas(host, false);
  expect(String(triage(ID))).toMatch(/^#TT OFF/);
});

test('a formula without permission says what the owner does, and asks nothing', () => {
  saveDocumentSettings(host, { companion: COMPANION });
  setFormulas(host, true);
  const messageOf = (cell: unknown) => String((cell as unknown[][])[0]![0]);
  expect(messageOf(triage(ID))).toBe(
    '#TT COMPANION: formulas may not ask the companion yet. The spreadsheet’s owner confirms it in Tracer Tools › Settings',
  );
  saveCompanion(host, '');
  expect(messageOf(triage(ID))).toMatch(/^#TT COMPANION: TT_TRIAGE needs the companion service/);
  expect(host.sent).toEqual([]);
});

test('a long function in a formula shows how far it is, then its answer, and keeps it until formulas go off', () => {
  ready();
  const contributions = () => runFormula(toolByFormula('TT_CONTRIBUTIONS')!, [ID], host);
  double.job = () => ({ id: 'j', state: 'running', done: 1200, total: 40_000, words: 'edits read' });
  expect(contributions()).toBe('#TT PENDING: 1,200 of 40,000 edits read. Refresh to go on');
  const table = [
    ['user_id', 'user_name', 'supervoxels'],
    ['7', 'Ada', 12],
  ];
  double.job = () => ({ id: 'j', state: 'done', done: 1, total: 1, words: '', answer: { table } });
  expect(contributions()).toEqual(table);
  double.job = () => {
    throw new Error('asked again');
  };
  expect(contributions()).toEqual(table);
  setFormulas(host, false);
  expect(contributions()).toMatch(/^#TT OFF/);
});
