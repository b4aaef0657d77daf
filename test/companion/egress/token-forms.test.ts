/** The token is found in every form and place in which it could leave, and nothing else is taken for it. */
import { tokenFinder } from '../../../src/companion/egress/token-forms';
import { random } from '../../../workbench/random';

const TOKEN = '0123456789abcdef0f1e2d3c4b5a6978';
const finds = tokenFinder(TOKEN);
const every = (text: string, form: (code: string) => string): string =>
  [...text].map((char) => form(char.charCodeAt(0).toString(16).padStart(2, '0'))).join('');

const FORMS: [string, (text: string) => string][] = [
  ['as it is', (text) => text],
  ['in capitals', (text) => text.toUpperCase()],
  ['in mixed case', (text) => [...text].map((c, i) => (i % 2 ? c.toUpperCase() : c)).join('')],
  ['percent-encoded', (text) => every(text, (hex) => `%${hex}`)],
  ['percent-encoded in capitals', (text) => every(text.toUpperCase(), (hex) => `%${hex.toUpperCase()}`)],
  ['percent-encoded in part', (text) => `%30${text.slice(1, -1)}%38`],
  ['percent-encoded twice', (text) => encodeURIComponent(every(text, (hex) => `%${hex}`))],
  ['in JSON escapes', (text) => every(text, (hex) => `\\u00${hex}`)],
  ['in HTML escapes', (text) => every(text, (hex) => `&#x${hex};`)],
  ['in hex', (text) => Buffer.from(text).toString('hex')],
  ['in base64', (text) => Buffer.from(text).toString('base64')],
  ['in base64 of addresses', (text) => Buffer.from(text).toString('base64url')],
  ['in base64 of capitals', (text) => Buffer.from(text.toUpperCase()).toString('base64')],
  ['in base64, percent-encoded', (text) => encodeURIComponent(Buffer.from(text).toString('base64'))],
];

test.each(FORMS)('%s: in an address, a header, a body, and in longer texts (seed 5)', (_words, form) => {
  const next = random(5);
  for (let i = 0; i < 200; i++) {
    const noise = (most: number) =>
      Array.from({ length: Math.floor(next() * most) }, () => 'xyz?=&;-. '[Math.floor(next() * 10)]).join('');
    const text = form(TOKEN);
    expect(finds(`https://x.test/a?b=${noise(9)}${text}${noise(9)}`)).toBe(true);
    expect(finds(new Uint8Array(Buffer.from(`${noise(50)}${text}${noise(50)}`)))).toBe(true);
  }
});

test('within base64 of a longer text, at any place', () => {
  for (let before = 0; before < 12; before++) {
    const text = `${'Bearer xyz {"a'.slice(0, before)}${TOKEN}"}`;
    expect(finds(`q=${Buffer.from(text).toString('base64')}`)).toBe(true);
    expect(finds(`q=${Buffer.from(text).toString('base64url')}`)).toBe(true);
  }
});

test('nothing else is taken for it, and without a token there is none (seed 6)', () => {
  const next = random(6);
  for (let i = 0; i < 2000; i++) {
    const other = Array.from({ length: 32 }, () => Math.floor(next() * 16).toString(16)).join('');
    expect(FORMS.filter(([, form]) => finds(`a=${form(other)}`))).toEqual([]);
  }
  expect(finds(TOKEN.slice(1))).toBe(false);
  expect(tokenFinder('')('anything')).toBe(false);
});
