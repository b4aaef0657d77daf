/** What a server says reaches a terminal or a cell as text alone. */
import { cellText, TtError } from '../../src/core/errors';
import { withoutControls } from '../../src/core/plain-text';

/** An OSC sequence that sets a title, one that makes a link, a colour, C1 forms of the same, a bell, an override. */
const SEQUENCES = [
  '\u001b]0;title\u0007',
  '\u001b]8;;https://evil.test\u001b\\text\u001b]8;;\u001b\\',
  '\u001b[31m',
  '\u009d0;title\u009c',
  '\u009b31m',
  '\u0000',
  '\r',
  '\u0085',
  '\u202e',
  '\u2066',
];

test.each(SEQUENCES)('%j loses what makes it a sequence', (sequence) => {
  const text = withoutControls(`a${sequence}b`);
  expect([...text].every((char) => /[\t\n\x20-\x7e]/.test(char))).toBe(true);
  expect([text[0], text.at(-1)]).toEqual(['a', 'b']);
});

test('every C0 and C1 character but tab and line feed goes, and no other', () => {
  for (let code = 0; code < 0x300; code++) {
    const char = String.fromCodePoint(code);
    const control = (code < 0x20 && code !== 9 && code !== 10) || (code >= 0x7f && code < 0xa0);
    expect(withoutControls(char)).toBe(control ? '' : char);
  }
  for (const text of ['介在ニューロン', '🧠', 'naïve', 'µm³ ≈ 5', '\u200b'])
    expect(withoutControls(text)).toBe(text);
});

test('an error’s sentence and progress have none, and no line of their own', () => {
  for (const sequence of SEQUENCES) {
    const error = new TtError('DOWN', `x ${sequence}\n y`, { progress: `1${sequence} of 2` });
    const shown = cellText(error) + error.progress;
    expect(shown).toBe(withoutControls(shown));
    expect(shown).not.toMatch(/[\t\n]/);
  }
});

test('no token in any case', () => {
  const token = '0123456789abcdef0123456789abcdef';
  for (const form of [token, token.toUpperCase(), `${token}${token}`]) {
    expect(new TtError('INPUT', `"${form}" is wrong`).message).toBe('"[token]" is wrong');
  }
});
