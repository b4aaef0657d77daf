/** Which addresses may have the token, and in what form. */
import { mayCarryToken, serverAddress, serverOrigin } from '../../../src/cave/client/server-address';

const PUBLIC = 'https://global.daf-apis.com';
const LOCAL = 'http://127.0.0.1:8787';

test.each([
  ['https://cave.example.org', 'https://cave.example.org'],
  [' https://cave.example.org// ', 'https://cave.example.org'],
  ['cave.example.org', 'https://cave.example.org'],
  ['cave.example.org/', 'https://cave.example.org'],
  ['cave.example.org:8443', 'https://cave.example.org:8443'],
  ['https://example.org/cave', 'https://example.org/cave'],
  ['global.daf-apis.com', PUBLIC],
])('%j is %s', (text, address) => {
  expect(serverAddress(text, PUBLIC)).toBe(address);
});

test.each([
  'http://cave.example.org',
  'http://global.daf-apis.com',
  'http://127.0.0.1:8787',
  'http://localhost',
  'https://me@cave.example.org',
  'https://me:secret@cave.example.org',
  'cave.example.org@evil.example',
  'https://cave.example.org?x=',
  'https://cave.example.org#',
  'https://cave.example.org\\@evil.example',
  'https://-x.example',
  'https://x.example.',
  'https://',
  '//cave.example.org',
  'ftp://cave.example.org',
  'javascript:alert(1)',
  'https://cave.example.org/../x y',
  'cave example',
  '',
])('%j is refused', (text) => {
  expect(serverAddress(text, PUBLIC)).toBeNull();
});

test.each([
  ['http://127.0.0.1:8787', LOCAL],
  ['127.0.0.1:8787', LOCAL],
  ['http://localhost:9000/', 'http://localhost:9000'],
  ['https://cave.example.org', 'https://cave.example.org'],
])('beside a deployment on this computer, %j is %s', (text, address) => {
  expect(serverAddress(text, LOCAL)).toBe(address);
});

test('plain http elsewhere is refused there too', () => {
  expect(serverAddress('http://cave.example.org', LOCAL)).toBeNull();
});

test.each([
  ['https://global.daf-apis.com', PUBLIC],
  [' https://global.daf-apis.com/ ', PUBLIC],
  ['https://cave.example.org:8443', 'https://cave.example.org:8443'],
  ['http://127.0.0.1:8787/', LOCAL],
])('%j is the origin %s of a deployment', (text, origin) => {
  expect(serverOrigin(text)).toBe(origin);
});

test.each([
  'global.daf-apis.com',
  '//global.daf-apis.com',
  'http://global.daf-apis.com',
  'https://me:secret@global.daf-apis.com',
  'https://global.daf-apis.com/x',
  'https://global.daf-apis.com\\@evil.test',
  'http://127.0.0.1@evil.test',
  'http://localhost.evil.test',
  '',
])('%j is no origin of a deployment', (text) => {
  expect(serverOrigin(text)).toBeNull();
});

test.each<[string, string, boolean]>([
  ['https://cave.example.org/a/b?c=%5B1%5D', PUBLIC, true],
  ['https://global.daf-apis.com', PUBLIC, true],
  ['https://cave.example.org:8443?a', PUBLIC, true],
  ['http://127.0.0.1:9000/a', LOCAL, true],
  ['http://cave.test/a', 'http://cave.test', true],
  ['http://cave.example.org/a', PUBLIC, false],
  ['http://127.0.0.1:9000/a', PUBLIC, false],
  ['http://global.daf-apis.com/a', PUBLIC, false],
  ['https://me:secret@cave.example.org/a', PUBLIC, false],
  ['https://me@cave.example.org', PUBLIC, false],
  ['https://cave.example.org\\@evil.test/a', PUBLIC, false],
  ['//cave.example.org/a', PUBLIC, false],
  ['/a', PUBLIC, false],
  ['https://cave.example.org /a', PUBLIC, false],
  ['https://cave.example.org/a b', PUBLIC, false],
])('a request to %s of the deployment %s: %p', (url, server, may) => {
  expect(mayCarryToken(url, server)).toBe(may);
});
