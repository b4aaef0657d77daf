/** Documents are written back as they were read: random ones, and every published state. */
import {
  copyDocument,
  type Doc,
  docText,
  ExactNumber,
  makeDocument,
  readDocument,
  writeDocument,
} from '../../src/neuroglancer/document';
import { random } from '../../workbench/random';
import { describeWith, publishedText } from '../support/shared-data';
import { STATES } from '../support/view-states';

test('spelling of numbers, order of keys and 64-bit digits stay', () => {
  const text =
    '{"b":4e-09,"10":1.0,"2":720575940379940739,"a":[-0.50,1E+2],"x":{"200":"#e0e0e0","1":true,"n":null}}';
  expect(writeDocument(readDocument(text))).toBe(text);
  expect(docText((readDocument(text) as Map<string, Doc>).get('2'))).toBe('720575940379940739');
});

test('a copy is the same, and apart', () => {
  const doc = readDocument('{"a":[{"b":1}]}') as Map<string, Doc>;
  const copy = copyDocument(doc);
  ((copy.get('a') as Doc[])[0] as Map<string, Doc>).set('b', 'changed');
  expect(writeDocument(doc)).toBe('{"a":[{"b":1}]}');
  expect(writeDocument(copy)).toBe('{"a":[{"b":"changed"}]}');
});

test('documents are made from plain values', () => {
  expect(
    writeDocument(makeDocument({ a: [1, 2.5], b: undefined, c: { d: 'x' }, e: new ExactNumber('1.0') })),
  ).toBe('{"a":[1,2.5],"c":{"d":"x"},"e":1.0}');
  expect(() => makeDocument(Number.NaN)).toThrow(RangeError);
});

test.each([
  '',
  '{',
  '[1,]',
  '{"a":1,}',
  '{"a" 1}',
  '{a:1}',
  '[1 2]',
  '01',
  '"a',
  'nul',
  '[1]]',
  '{"a":NaN}',
  '-',
  '["a\nb"',
  '['.repeat(1000),
])('refused: %s', (text) => expect(() => readDocument(text)).toThrow(SyntaxError));

test.each([1, 2, 3, 4])('200 random documents agree with JSON.parse (seed %d)', (seed) => {
  const next = random(seed);
  const pick = (n: number) => Math.floor(next() * n);
  const word = () => ['', 'a', 'é"\\', '\u2028', '7', '0', '\n\t', '𝄞', '__proto__'][pick(9)]!;
  const make = (depth: number): unknown => {
    const kind = pick(depth > 4 ? 4 : 6);
    if (kind === 0) return word();
    if (kind === 1) return (next() - 0.5) * 10 ** pick(20);
    if (kind === 2) return pick(2) === 0;
    if (kind === 3) return null;
    if (kind === 4) return Array.from({ length: pick(5) }, () => make(depth + 1));
    return Object.fromEntries(Array.from({ length: pick(5) }, () => [word(), make(depth + 1)]));
  };
  for (let i = 0; i < 200; i++) {
    const text = JSON.stringify(make(0), null, pick(2));
    expect(JSON.parse(writeDocument(readDocument(text)))).toEqual(JSON.parse(text));
  }
});

const PUBLISHED = [
  'derived-minnie65-lines.json',
  'fafb-layers-as-object.json',
  'fanc-synapse-cutout.json',
  'flywire-ellipsoid.json',
  'flywire-hemibrain-tutu.json',
  'flywire-points.json',
  'flywire-production.json',
  'pinky100-synapses.json',
  'spelunker-banc-m626.json',
  'spelunker-banc-m746.json',
  'spelunker-flywire-m783.json',
  'spelunker-minnie65-synapses.json',
];

/** The text without white space between its tokens, with the shortest escapes. */
function tight(json: string): string {
  const tokens = json.match(/"(?:[^"\\]|\\.)*"|[^\s"]/g)!.join('');
  return tokens.replace(/"(?:[^"\\]|\\.)*"/g, (s) => JSON.stringify(JSON.parse(s)));
}

test.each(Object.entries(STATES))('a state with %s comes back token by token', (_name, text) => {
  expect(writeDocument(readDocument(text))).toBe(tight(text));
});

describeWith(publishedText(`states/${PUBLISHED[0]}`))('extra: published states', () => {
  test.each(PUBLISHED)('%s comes back token by token', (name) => {
    const text = publishedText(`states/${name}`)!;
    expect(writeDocument(readDocument(text))).toBe(tight(text));
  });
});
