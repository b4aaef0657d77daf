/** Which addresses of a data set's server may have the token, and in what form. */
import { serverAddress } from '../../../src/cave/client/local-server';

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
