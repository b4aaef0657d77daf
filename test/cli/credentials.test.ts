import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findToken, serverOf } from '../../src/cli/credentials';

const TOKENS = { general: 'a'.repeat(32), own: 'b'.repeat(32), damaged: 'no token' };

test('the token: the environment, then the file of the server; the general one for CAVE alone', () => {
  const home = mkdtempSync(join(tmpdir(), 'tracertools-token-'));
  const secrets = join(home, '.cloudvolume', 'secrets');
  mkdirSync(secrets, { recursive: true });
  const save = (name: string, token: string) => writeFileSync(join(secrets, name), `{"token": "${token}"}`);
  const find = (server: string, env = {}) => findToken(server, env, home);
  expect(find('https://global.daf-apis.com')).toBe('');
  save('cave-secret.json', TOKENS.general);
  for (const server of ['https://global.daf-apis.com']) expect(find(server)).toBe(TOKENS.general);
  for (const server of [
    'https://cave.example',
    'https://daf-apis.com.example',
    'https://xdaf-apis.com',
    'http://127.0.0.1:8787',
  ]) {
    expect(find(server)).toBe('');
  }
  save('cave.example-cave-secret.json', TOKENS.own);
  expect(find('https://cave.example')).toBe(TOKENS.own);
  expect(find('https://cave.example', { CAVE_TOKEN: ' c ' })).toBe('c');
  save('cave.example-cave-secret.json', TOKENS.damaged);
  expect(find('https://cave.example')).toBe('');
});

test.each([
  ['https://cave.example/', 'https://cave.example'],
  ['http://127.0.0.1:8787', 'http://127.0.0.1:8787'],
  ['http://localhost', 'http://localhost'],
])('%s may get a token', (text, origin) => {
  expect(serverOf(text)).toBe(origin);
});

test.each([
  'http://cave.example.org',
  '//cave.example.org',
  'cave.example.org',
  'https://me:secret@cave.example.org',
  'https://me@cave.example.org',
  'https://cave.example.org/path',
  'https://cave.example.org?x=1',
  'https://cave.example.org\\@evil.test',
  'http://127.0.0.1@evil.test',
  'http://localhost.evil.test',
  'ftp://cave.example.org',
])('%s may not', (text) => {
  expect(() => serverOf(text)).toThrow(/^--server: an https address/);
  expect(() => serverOf(text)).not.toThrow(/secret/);
});
