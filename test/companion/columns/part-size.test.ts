/** Sizes of parts and slices: by what ids have cost, and few where runs broke off. */
import {
  firstSlice,
  mostInSlice,
  nextSlice,
  PART_MS,
  partSize,
} from '../../../src/companion/columns/part-size';

const TOOL = { idsPerStep: 200 };
const answerOf = (ids: number, ms: number) => [{ from: 0, to: ids, failed: 0, ms }];

test('a part takes about a minute: by assumption at first, by measurement then', () => {
  expect(partSize(TOOL, [])).toBe(600);
  expect(partSize(TOOL, answerOf(100, 30_000))).toBe(PART_MS / 300);
  // An id that takes an hour is a part of its own; ids that take nothing do not make a part of all.
  expect(partSize(TOOL, answerOf(1, 3_600_000))).toBe(1);
  expect(partSize(TOOL, answerOf(1000, 1))).toBe(5000);
});

test('a slice grows and shrinks towards its time', () => {
  expect(firstSlice(TOOL)).toBe(200);
  expect(nextSlice(200, 40_000)).toBe(100);
  expect(nextSlice(10, 1_000)).toBe(80);
  expect(nextSlice(1, 600_000)).toBe(1);
});

test('after runs that broke off few are asked about at a time, where the last one broke off', () => {
  const suspect = { from: 100, to: 125 };
  expect(mostInSlice(TOOL, { attempts: 1, suspect: null }, 0)).toBe(Number.POSITIVE_INFINITY);
  expect(mostInSlice(TOOL, { attempts: 2, suspect: null }, 0)).toBe(25);
  expect(mostInSlice(TOOL, { attempts: 3, suspect }, 110)).toBe(3);
  expect(mostInSlice(TOOL, { attempts: 4, suspect }, 110)).toBe(1);
  // Up to the suspect range, and after it, there is nothing to suspect.
  expect(mostInSlice(TOOL, { attempts: 3, suspect }, 40)).toBe(60);
  expect(mostInSlice(TOOL, { attempts: 3, suspect }, 125)).toBe(Number.POSITIVE_INFINITY);
});
