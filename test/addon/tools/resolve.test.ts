/** Which rows wait for a choice, wherever they are looked for, and the window that opens on them. */
import { writeReport } from '../../../src/addon/changes/report';
import { doubtfulRows, resolvePieces } from '../../../src/addon/tools/resolve';
import { openResolve, viewerStart } from '../../../src/addon/tools/viewer';
import { errorOf, testEnvironment } from '../../support/sandbox-driver';
import { fill, hostOver } from '../support';

const IDS = ['720575941473274509', '720575941524660200', '720575941565377335'];
const MARK = '#TT AMBIGUOUS: 63 % / 33 % / 5 %. Add an anchor point';

test('rows with the mark in a column of ours, in the selected column; the window opens on them', () => {
  const host = hostOver(testEnvironment());
  fill(
    host,
    ['root_id', 'notes', 'current_id'],
    [
      [IDS[0]!, MARK, IDS[0]!],
      [IDS[1]!, '', MARK],
      ['', '', MARK],
      ['not an id', '', MARK],
      [IDS[2]!, '', '#TT DOWN: CAVE is not answering'],
    ],
  );
  host.choose({ row: 2, column: 1 });
  expect(doubtfulRows(host)).toEqual([
    {
      tabId: host.tab.id,
      tab: host.tab.name(),
      column: 'root_id',
      row: 3,
      id: IDS[1],
      shares: [0.63, 0.33, 0.05],
      anchor: '',
    },
  ]);
  expect(openResolve(host)).toEqual({ rows: 1 });
  expect(host.dialogs).toMatchObject([{ file: 'Viewer' }]);
  expect(viewerStart(host, false)).toMatchObject({ mode: 'resolve', neurons: [] });
  // Asked for the selection again it is the skeleton viewer.
  expect(viewerStart(host, true)).toMatchObject({ mode: 'skeletons' });
});

test('with another column selected, those that a run reported', () => {
  const host = hostOver(testEnvironment());
  fill(host, ['root_id', 'current_id', 'remark'], [[IDS[0]!, MARK, 'x']]);
  const run = {
    id: 'a',
    tab: host.tab,
    header: 'root_id',
    letter: 'A',
    datastack: 'brain_and_nerve_cord',
    links: '',
  };
  writeReport(host, run, [
    { key: IDS[0]!, id: IDS[0]!, kind: 'ambiguous', from: IDS[0]!, to: '', share: '', note: '', others: [] },
  ]);
  host.choose({ row: 2, column: 9 });
  expect(doubtfulRows(host)).toMatchObject([{ id: IDS[0], row: 2 }]);
});

test('without such a row no window opens; no id has no pieces', () => {
  const host = hostOver(testEnvironment());
  fill(host, ['root_id', 'current_id'], [[IDS[0]!, IDS[0]!]]);
  host.choose({ row: 2, column: 1 });
  expect(errorOf(() => openResolve(host))).toMatchObject({ code: 'INPUT' });
  expect(host.dialogs).toEqual([]);
  expect(errorOf(() => resolvePieces(host, 'abc'))).toMatchObject({ code: 'ID' });
});
