/** Lists of whole numbers, and different texts by number, against plain arrays, maps and sets. */
import { DistinctTexts, Ints, TextSet } from '../../../../src/addon/sheet/look/text-index';
import { random } from '../../../../workbench/random';

test('numbers are set in any order; a place that was not set holds the blank', () => {
  const list = new Ints(-1);
  list.push(7);
  list.set(500, 3);
  list.push(-2);
  expect([list.length, list.at(0), list.at(1), list.at(500), list.at(501)]).toEqual([502, 7, -1, 3, -2]);
  expect([list.at(502), list.at(-1), list.at(100_000)]).toEqual([-1, -1, -1]);
});

test('numbers are sorted, and no place beyond them with them', () => {
  const list = new Ints();
  for (const value of [30, -4, 1000, 7]) list.push(value);
  list.sort();
  expect([0, 1, 2, 3, 4].map((i) => list.at(i))).toEqual([-4, 7, 30, 1000, 0]);
});

test('seeds 1–20: each text has the number of its first place, as in a map', () => {
  for (let seed = 1; seed <= 20; seed++) {
    const next = random(seed);
    const few = 1 + Math.floor(next() * 3000);
    const texts = Array.from({ length: 2000 }, () => `72057594${Math.floor(next() * few)}`);
    texts[5] = '';
    const distinct = new DistinctTexts((place) => texts[place]!);
    const plain = new Map<string, { number: number; place: number }>();
    texts.forEach((text, place) => {
      if (!plain.has(text)) plain.set(text, { number: plain.size, place });
      expect(distinct.add(place)).toBe(plain.get(text)!.number);
    });
    expect([seed, distinct.size]).toEqual([seed, plain.size]);
    for (const [text, { number, place }] of plain) {
      expect([distinct.numberOf(text), distinct.placeOf(number), distinct.textOf(number)]).toEqual([
        number,
        place,
        text,
      ]);
    }
    expect([distinct.numberOf('none'), distinct.numberOf('7205759')]).toEqual([-1, -1]);
  }
});

test('texts with one hash are told apart', () => {
  // FNV-1a of both is 0x5e4daa9d.
  const texts = ['costarring', 'liquid', 'costarring'];
  const distinct = new DistinctTexts((place) => texts[place]!);
  expect([0, 1, 2].map((place) => distinct.add(place))).toEqual([0, 1, 0]);
});

test('a set of texts', () => {
  const set = new TextSet();
  for (let i = 0; i < 5000; i++) expect(set.add(`id ${i % 4500}`)).toBe(i % 4500);
  expect(['id 0', 'id 4499', 'id 4500', ''].map((text) => set.numberOf(text))).toEqual([0, 4499, -1, -1]);
  expect([set.at(0), set.at(4499)]).toEqual(['id 0', 'id 4499']);
});
