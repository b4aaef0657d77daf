/**
 * Random JSON text with everything that breaks parsers: long integers, digits and words inside strings, escapes,
 * spaces.
 */
import { between, pick, type Rng } from '@tracer-tools/cave/rng';

const PIECES = [
  'a',
  'NaN',
  'Infinity',
  '864691135122603047',
  '\\"',
  '\\\\',
  '\\n',
  '\\u0037',
  ',',
  ':',
  '[',
  '}',
  ' ',
  'é',
  '🧠',
  '-',
];
const WORDS = ['NaN', 'Infinity', '-Infinity', 'null', 'true', 'false'];
const SPACES = ['', '', '', ' ', '\n', '\t '];

function string(random: Rng): string {
  let text = '"';
  for (let i = between(random, 0, 6); i > 0; i--) text += pick(random, PIECES);
  return `${text}"`;
}

function digits(random: Rng, count: number): string {
  let text = String(between(random, 1, 9));
  for (let i = 1; i < count; i++) text += between(random, 0, 9);
  return text;
}

function number(random: Rng): string {
  const sign = random() < 0.2 ? '-' : '';
  switch (between(random, 0, 5)) {
    case 0:
      return `${sign}${digits(random, between(random, 14, 20))}`;
    case 1:
      return `${sign}${digits(random, between(random, 1, 17))}.${digits(random, between(random, 1, 20))}`;
    case 2:
      return `${sign}${digits(random, between(random, 1, 17))}e${pick(random, ['', '+', '-'])}${between(random, 0, 20)}`;
    case 3:
      return `${sign}0.${digits(random, between(random, 1, 20))}E${between(random, 0, 20)}`;
    case 4:
      return '0';
    default:
      return `${sign}${digits(random, between(random, 1, 9))}`;
  }
}

export function makeDocument(random: Rng, depth = 0): string {
  const space = (): string => pick(random, SPACES);
  const kind = depth > 3 ? between(random, 0, 2) : between(random, depth === 0 ? 3 : 0, 4);
  if (kind === 0) return number(random);
  if (kind === 1) return string(random);
  if (kind === 2) return pick(random, WORDS);
  const items = Array.from({ length: between(random, 0, 5) }, () => makeDocument(random, depth + 1));
  if (kind === 3) return `[${space()}${items.join(`${space()},${space()}`)}${space()}]${space()}`;
  // Duplicate keys are rejected, so each key has its own letter.
  const fields = items.map(
    (item, i) => `${string(random).replace('"', `"${'abcde'[i]}`)}${space()}:${space()}${item}`,
  );
  return `{${space()}${fields.join(`${space()},${space()}`)}${space()}}`;
}
