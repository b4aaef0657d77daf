/** What identifies a row: ids, ids with anchors, and texts of any length. */
import { damageOf, keyOf } from '../../../../src/addon/sheet/look/keys';
import type { Cell } from '../../../../src/core/table';
import type { KeyKind } from '../../../../src/tools/declaration/column-job';
import { anchorOf, pieceOf } from '../../../../src/tools/jobs/piece-key';
import { random } from '../../../../workbench/random';

const ROOT = '720575941234567890';
/** A supervoxel: its layer, the topmost byte, is 1. */
const SUPERVOXEL = '73187892781234567';

test.each<[KeyKind, Cell, Cell | undefined, string | null]>([
  ['ids', ROOT, SUPERVOXEL, ROOT],
  ['ids', ` ${ROOT}\u00a0`, undefined, ROOT],
  ['ids', '', undefined, null],
  ['ids', null, undefined, null],
  ['ids', 12, undefined, '12'],
  ['pieces', ROOT, SUPERVOXEL, `${ROOT} ${SUPERVOXEL}`],
  ['pieces', ROOT, '', ROOT],
  ['pieces', ROOT, undefined, ROOT],
  ['pieces', ROOT, ROOT, ROOT],
  ['pieces', ROOT, 'not known', ROOT],
  ['pieces', '', SUPERVOXEL, null],
  ['texts', ' a link ', undefined, 'a link'],
  ['texts', '   ', undefined, null],
  ['texts', 12, undefined, '12'],
  ['texts', false, undefined, 'false'],
])('%s: %p beside %p', (kind, cell, anchor, key) => {
  expect(keyOf(kind, cell, anchor)).toBe(key);
});

test('an anchor is a supervoxel and nothing else', () => {
  expect(anchorOf(SUPERVOXEL)).toBe(SUPERVOXEL);
  expect([anchorOf(ROOT), anchorOf(''), anchorOf(undefined), anchorOf('x')]).toEqual([
    null,
    null,
    null,
    null,
  ]);
});

test.each<[Cell, string]>([
  ['root_id', 'ID'],
  [2 ** 59, 'ROUNDED'],
  ['7.2E+17', 'ROUNDED'],
  [new Date(0), 'ID'],
  ['#TT DOWN: later', 'DOWN'],
])('the damaged cell %p has a key that says why it is not asked about: %s', (cell, code) => {
  const key = keyOf('ids', cell, undefined)!;
  expect(damageOf(key)).toMatchObject({ code, message: expect.stringMatching(/./) });
  expect(keyOf('pieces', cell, SUPERVOXEL)).toBe(key);
});

test.each(['NA', 'none', '-', 0, ''])('%p is no id and no damage', (cell) => {
  expect(keyOf('ids', cell, undefined)).toBeNull();
});

test('an id has no damage', () => {
  expect([damageOf(ROOT), damageOf(`${ROOT} ${SUPERVOXEL}`), damageOf('!NOCODE x')]).toEqual([
    null,
    null,
    null,
  ]);
});

test('a point beside an id', () => {
  expect(keyOf('pieces', ROOT, '@1,2.5,-3')).toBe(`${ROOT} @1,2.5,-3`);
  expect(pieceOf(`${ROOT} @1,2.5,-3`)).toEqual({
    key: `${ROOT} @1,2.5,-3`,
    id: ROOT,
    anchor: null,
    at: { point: [1, 2.5, -3], nm: false },
  });
  expect(pieceOf(`${ROOT} @400,800,135nm`).at).toEqual({ point: [400, 800, 135], nm: true });
  expect(keyOf('pieces', ROOT, '@somewhere')).toBe(ROOT);
});

test('seed 7: a piece is read back from its key', () => {
  const next = random(7);
  const id = () => String(BigInt(Math.floor(next() * 2 ** 32)) * BigInt(Math.floor(next() * 2 ** 31)));
  for (let i = 0; i < 500; i++) {
    const root = id();
    const anchor = next() < 0.5 ? SUPERVOXEL : null;
    const key = keyOf('pieces', root, anchor);
    expect(pieceOf(key!)).toEqual({ key, id: root, anchor });
  }
});

test('a long text has a short key, which tells it from others with the same start', () => {
  const long = `https://viewer.example/#!${'x'.repeat(10_000)}`;
  const key = keyOf('texts', long, undefined)!;
  expect(key.length).toBeLessThan(160);
  expect(keyOf('texts', ` ${long}\n`, undefined)).toBe(key);
  expect(keyOf('texts', `${long}y`, undefined)).not.toBe(key);
  expect(keyOf('texts', 'x'.repeat(120), undefined)).toBe('x'.repeat(120));
  expect(keyOf('texts', 'x'.repeat(121), undefined)).not.toBe('x'.repeat(121));
});

test('seed 8: 2,000 long texts that differ in one character have 2,000 keys', () => {
  const next = random(8);
  const keys = new Set<string>();
  const base = 'a'.repeat(400);
  const texts = new Set<string>();
  while (texts.size < 2000) {
    const at = 120 + Math.floor(next() * 280);
    const letter = String.fromCharCode(98 + Math.floor(next() * 25));
    texts.add(`${base.slice(0, at)}${letter}${base.slice(at + 1)}`);
  }
  for (const text of texts) keys.add(keyOf('texts', text, undefined)!);
  expect(keys.size).toBe(2000);
});
