/** A row of a bench that counted no work fails it, whatever the table. */
import { printRatios, type Ratio } from '../../bench/ratio';
import { requireWork } from '../../bench/table';

const row: Ratio = { what: 'a', ours: 2, work: 3, other: 'b', theirs: 4 };

beforeEach(() => {
  jest.spyOn(console, 'log').mockImplementation(() => undefined);
});
afterEach(() => jest.restoreAllMocks());

test('figures above 0 pass', () => {
  expect(() => requireWork('a', { requests: 1, bytes: 0.5 })).not.toThrow();
  expect(() => printRatios('t', [row, { ...row, theirs: null }])).not.toThrow();
});

test.each([0, -1, Number.NaN, Number.POSITIVE_INFINITY])('%p is no work', (figure) => {
  expect(() => requireWork('TT_X, 100 ids', { requests: figure, bytes: 5 })).toThrow(
    'TT_X, 100 ids: the bench counted no requests',
  );
  expect(() => printRatios('t', [row, { ...row, work: figure }])).toThrow('the bench counted no work');
  expect(() => printRatios('t', [{ ...row, ours: figure }])).toThrow('no milliseconds of ours');
  expect(() => printRatios('t', [{ ...row, theirs: figure }])).toThrow('no milliseconds of the other');
});
