/** What a spreadsheet shares and what only its user knows; addresses and tokens that are refused. */
import {
  access,
  documentSettings,
  forgetToken,
  formulaAccess,
  invalidateAnswers,
  requireToken,
  saveDocumentSettings,
  saveToken,
  setFormulas,
} from '../../../src/addon/access/settings';
import { settingsView } from '../../../src/addon/access/settings-view';
import { fakeHost, ME } from '../../support/fake-host';
import { errorOf } from '../../support/sandbox-driver';

const TOKEN = '0123456789abcdef0123456789abcdef';

test('before anything is saved', () => {
  const host = fakeHost();
  expect(documentSettings(host)).toEqual({
    generation: 0,
    server: 'https://global.daf-apis.com',
    datastack: 'brain_and_nerve_cord',
    companion: '',
  });
  expect(settingsView(host)).toMatchObject({ hasToken: false, formulas: { on: false, by: '', mine: false } });
});

test.each([
  ['https://cave.example.org', 'https://cave.example.org'],
  [' https://cave.example.org:8443/ ', 'https://cave.example.org:8443'],
  ['http://127.0.0.1:8080', 'http://127.0.0.1:8080'],
  ['http://localhost:8080/', 'http://localhost:8080'],
])('server %p is kept as %p', (given, kept) => {
  const host = fakeHost();
  saveDocumentSettings(host, { server: given });
  expect(documentSettings(host).server).toBe(kept);
});

test.each([
  'http://cave.example.org',
  'http://127.0.0.1.evil.example',
  'https://user:pass@cave.example.org',
  'https://cave.example.org/path',
  'https://cave.example.org?x=1',
  'https://cave.example.org#x',
  'https://a\nb',
  'javascript:alert(1)',
  'ftp://x',
  '',
])('server %p is refused', (given) => {
  const host = fakeHost();
  expect(() => saveDocumentSettings(host, { server: given })).toThrow('an https address without a path');
  expect(host.kept.document.size).toBe(0);
});

test.each(['', 'a b', '../x', 'x/y', TOKEN, 'x'.repeat(101)])('datastack %p is refused', (datastack) => {
  const message = errorOf(() => saveDocumentSettings(fakeHost(), { datastack })) as Error;
  expect(message.message).toMatch('is not a datastack’s name');
  expect(message.message).not.toContain(TOKEN);
});

test('a change leaves the rest, and the companion may be taken away', () => {
  const host = fakeHost();
  saveDocumentSettings(host, { companion: 'https://c.example' });
  saveDocumentSettings(host, { datastack: 'minnie65_public' });
  invalidateAnswers(host);
  expect(documentSettings(host)).toMatchObject({
    companion: 'https://c.example',
    datastack: 'minnie65_public',
    generation: 1,
  });
  saveDocumentSettings(host, { companion: '', generation: 99 });
  expect(documentSettings(host)).toMatchObject({ companion: '', generation: 1 });
});

test.each([TOKEN, ` ${TOKEN}\n`, `"${TOKEN}"`])('token %p is kept, out of the document', (given) => {
  const host = fakeHost();
  saveToken(host, given);
  expect(requireToken(host).token).toBe(TOKEN);
  expect([...host.kept.document.values()].join()).not.toContain(TOKEN);
  expect(JSON.stringify(settingsView(host))).not.toContain(TOKEN);
});

test.each(['', 'abc', TOKEN.toUpperCase(), `${TOKEN}0`, `Bearer ${TOKEN}`])(
  'token %p is refused',
  (given) => {
    const host = fakeHost();
    const error = errorOf(() => saveToken(host, given)) as Error;
    expect(error.message).toMatch('32 characters');
    expect(error.message).not.toContain(TOKEN);
    expect(host.kept.user.size).toBe(0);
  },
);

test('a token is for one server: another editor who changes the server does not get it', () => {
  const host = fakeHost();
  saveToken(host, TOKEN);
  saveDocumentSettings(host, { server: 'https://evil.example' });
  expect(access(host)).toEqual({ server: 'https://evil.example', token: '' });
  expect(errorOf(() => requireToken(host))).toMatchObject({
    code: 'TOKEN',
    link: expect.stringContaining('evil'),
  });
  saveDocumentSettings(host, { server: 'https://global.daf-apis.com' });
  expect(access(host).token).toBe(TOKEN);
});

test('formulas: off until switched on with a token, by whom, and off again with it', () => {
  const host = fakeHost();
  expect(errorOf(() => setFormulas(host, true))).toMatchObject({ code: 'TOKEN' });
  expect(errorOf(() => formulaAccess(host))).toMatchObject({ code: 'OFF' });
  saveToken(host, TOKEN);
  setFormulas(host, true);
  expect(formulaAccess(host).token).toBe(TOKEN);
  expect(settingsView(host).formulas).toMatchObject({ on: true, by: ME, mine: true });
  forgetToken(host);
  expect(settingsView(host)).toMatchObject({ hasToken: false, formulas: { on: false, by: '', mine: false } });
});

test('another user switches off their own consent alone', () => {
  const host = fakeHost();
  saveToken(host, TOKEN);
  setFormulas(host, true);
  const olga = new Map(host.kept.user);
  host.kept.user.clear();
  host.who = 'ed@example.org';
  setFormulas(host, false);
  expect(settingsView(host).formulas).toMatchObject({ on: true, by: ME, mine: false });
  for (const [key, value] of olga) host.kept.user.set(key, value);
  expect(formulaAccess(host).token).toBe(TOKEN);
});
