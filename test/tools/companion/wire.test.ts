/** Cells and errors over the wire and back: dates, ids as text, and all that an error says. */
import { resumableError, TtError } from '../../../src/core/errors';
import type { Id } from '../../../src/core/ids';
import {
  packCell,
  packError,
  packRows,
  unpackCell,
  unpackError,
  unpackRows,
} from '../../../src/tools/companion/wire';
import type { OutputCell, RowAnswer } from '../../../src/tools/declaration/declare';

const overWire = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T;

test.each<OutputCell>(['720575941473274509', '', 0, -1.5, true, null, new Date(1_700_000_000_123)])(
  'the cell %p comes back as it was',
  (cell) => {
    expect(unpackCell(overWire(packCell(cell)))).toEqual(cell);
  },
);

test.each([
  new TtError('UNKNOWN', 'no such segment'),
  new TtError('TERMS', 'accept them', { link: 'https://x.example/t' }),
  new TtError('BUSY', 'wait', { retryAfter: 40 }),
  new TtError('BUSY', 'wait', { retryAfter: 0 }),
  resumableError('3 of 4 read'),
])('an error says the same on the other side: %s', (error) => {
  const { code, message, link, retryAfter, progress, resumable } = unpackError(overWire(packError(error)));
  expect({ code, message, link, retryAfter, progress, resumable }).toEqual({
    code: error.code,
    message: error.message,
    link: error.link,
    retryAfter: error.retryAfter,
    progress: error.progress,
    resumable: error.resumable,
  });
});

test('rows by id, answers and errors; ids without an answer are left out', () => {
  const [a, b, c] = ['720575941473274509', '720575941473274510', '1'] as Id[] as [Id, Id, Id];
  const answers = new Map<Id, RowAnswer | TtError>([
    [b, new TtError('NONE', 'x')],
    [a, { cells: [true, null], cacheSeconds: 60 }],
  ]);
  const rows = packRows([a, b, c], answers);
  expect(rows.map(({ id }) => id)).toEqual([a, b]);
  expect([...unpackRows(overWire(rows))]).toEqual([
    [a, { cells: [true, null], cacheSeconds: 60 }],
    [b, expect.objectContaining({ code: 'NONE', message: 'x' })],
  ]);
});
