/** Formats, notes and colours: on the right cells, whatever moves meanwhile. */
import { readGrid } from '../../../../src/addon/sheet/look/grid';
import {
  COLOURS,
  FORMAT_LAYER,
  NOTES,
  readLayer,
  writeLayer,
} from '../../../../src/addon/sheet/write/layer-writer';
import type { FakeTab } from '../../../support/fake-host';
import { sheetOf } from '../table-of';

const sheet = () =>
  sheetOf(
    ['root_id', 'notes', 'share'],
    [
      ['1', 'a', ''],
      ['2', 'b', ''],
      ['3', 'c', ''],
    ],
  );
const cells = (value: string) => [1, 2, 3].map((row) => ({ row, column: 2, value }));

test('cells of one value go together, and nothing else is touched', () => {
  const host = sheet();
  writeLayer(host.file, FORMAT_LAYER, readGrid(host.tab), 0, cells('@'));
  expect([...host.tab.formatBy]).toEqual([
    ['C2', '@'],
    ['C3', '@'],
    ['C4', '@'],
  ]);
  expect(host.counts.of('setFormat')).toBe(1);
  writeLayer(host.file, NOTES, readGrid(host.tab), 0, cells('n'));
  writeLayer(host.file, COLOURS, readGrid(host.tab), 0, cells('#fff2cc'));
  expect(readLayer(NOTES, host.tab).row(1)).toEqual(['', '', 'n']);
  expect(readLayer(COLOURS, host.tab).row(3)).toEqual(['', '', '#fff2cc']);
  expect([host.counts.of('setNote'), host.counts.of('setBackground')]).toEqual([1, 1]);
});

/** Inserts a column with all that cells have, as Sheets does; the in-memory tab moves contents alone. */
function insertColumn(tab: FakeTab, after: number): void {
  tab.insertColumns(after, 1);
  for (const map of [tab.formatBy, tab.marks]) {
    const moved = [...map].map(([a1, value]): [string, string] => {
      const column = a1.charCodeAt(0) - 64;
      return [`${String.fromCharCode(64 + (column > after ? column + 1 : column))}${a1.slice(1)}`, value];
    });
    map.clear();
    for (const [a1, value] of moved) map.set(a1, value);
  }
}

test.each([1, 2])(
  'a column is inserted after column %i at that moment: foreign notes and formats are put back',
  (after) => {
    for (const layer of [FORMAT_LAYER, NOTES]) {
      const host = sheet();
      host.tab.formatBy.set('B2', '0%');
      host.tab.marks.set('B2', 'a comment');
      const planned = readGrid(host.tab);
      host.world.beforeCall = (method) => {
        if (method !== 'setFormat' && method !== 'setNote') return;
        host.world.beforeCall = null;
        insertColumn(host.tab, after);
      };
      writeLayer(host.file, layer, planned, 0, cells(layer === FORMAT_LAYER ? '@' : 'n'));
      const at = after === 1 ? 'C2' : 'B2';
      expect([host.tab.formatBy.get(at), host.tab.marks.get(at)]).toEqual(['0%', 'a comment']);
      const written = layer === FORMAT_LAYER ? host.tab.formatBy : host.tab.marks;
      expect(['D2', 'D3', 'D4'].map((a1) => written.get(a1))).toEqual(
        new Array(3).fill(layer === FORMAT_LAYER ? '@' : 'n'),
      );
    }
  },
);

test('a note that somebody put there since the write was planned stays', () => {
  const host = sheet();
  const planned = readGrid(host.tab);
  host.tab.marks.set('C3', 'look at this');
  writeLayer(
    host.file,
    NOTES,
    planned,
    0,
    cells('n').map((cell) => ({ ...cell, held: '' })),
  );
  expect(readLayer(NOTES, host.tab).map((row) => row[2])).toEqual(['', 'n', 'look at this', 'n']);
});

test('and one that was put there right after it', () => {
  const host = sheet();
  const planned = readGrid(host.tab);
  let isSet = false;
  host.world.beforeCall = (method) => {
    if (isSet) {
      host.world.beforeCall = null;
      host.tab.marks.set('C3', 'look at this');
    }
    isSet = method === 'setNote';
  };
  writeLayer(host.file, NOTES, planned, 0, cells('n'));
  expect(readLayer(NOTES, host.tab).map((row) => row[2])).toEqual(['', 'n', 'look at this', 'n']);
});
