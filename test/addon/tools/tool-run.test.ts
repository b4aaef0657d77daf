/** Functions from the sidebar's form: fields, ranges, what is shown of the answer. */
import { cancelTool, makeFiles } from '../../../src/addon/tools/file-run';
import { runToolForm, startTabFrom } from '../../../src/addon/tools/tool-run';
import { fakeHost } from '../../support/fake-host';
import { testEnvironment } from '../../support/sandbox-driver';
import { hostOver } from '../support';

test.each(['', 'constructor', 'TT_NOTHING', 'get_nothing'])('no function is named %p', (name) => {
  expect(() => runToolForm(fakeHost(), name, {})).toThrow('there is no function');
});

test('a range is read from the sheet, lines and values are taken as they are', () => {
  const host = fakeHost();
  host.ranges.set('A2:A3', [['x/1:2'], ['y:3']]);
  expect(runToolForm(host, 'TT_CONVERT_COLONS', { path: 'A2:A3' }).cells).toEqual([['x/1___2'], ['y___3']]);
  expect(runToolForm(host, 'TT_CONVERT_COLONS', { path: 'a:1\r\nb' }).cells).toEqual([['a___1'], ['b']]);
  expect(runToolForm(host, 'TT_CONVERT_COLONS', { path: 'a___1', to_windows: 'false' }).cells).toEqual([
    ['a:1'],
  ]);
  expect(host.sent).toEqual([]);
});

test('ids from the form, in their order, damaged ones with their reason', () => {
  const cave = testEnvironment();
  const host = hostOver(cave);
  const [id] = cave.sandbox.truth.sampleCurrent(1) as [string];
  const view = runToolForm(host, 'TT_IS_CURRENT', { ids: `${id}, abc\n${id}` });
  expect(view.header[0]).toBe('id');
  expect(view.cells).toEqual([
    [id, true],
    ['abc', '#TT ID: "abc" is not a segment id'],
    [id, true],
  ]);
  expect(() => runToolForm(host, 'TT_IS_CURRENT', { ids: ' ' })).toThrow('there is no id in the form');
  expect(() => runToolForm(fakeHost(), 'TT_IS_CURRENT', { ids: id })).toThrow('CAVE needs your token');
});

test('v902 is a version, though a cell has that address; a range is no single value', () => {
  const cave = testEnvironment();
  const host = hostOver(cave);
  host.ranges.set('v902', [['']]);
  host.ranges.set('v999', [['']]);
  host.ranges.set('A1:A2', [['cell_info'], ['x']]);
  const count = (as_of: string) =>
    runToolForm(host, 'TT_TABLE', { table: 'cell_info', columns: 'count', as_of });
  expect(count('v902').cells).toEqual(count('902').cells);
  expect(() => count('v999')).toThrow('version 999 of brain_and_nerve_cord has expired or never was');
  expect(() => runToolForm(host, 'TT_TABLE', { table: 'A1:A2' })).toThrow('table: one cell, not a range');
});

test('200 rows are sent, all are counted', () => {
  const host = fakeHost();
  const lines = Array.from({ length: 450 }, (_x, i) => `p:${i}`);
  const view = runToolForm(host, 'TT_CONVERT_COLONS', { path: lines.join('\n') });
  expect([view.cells.length, view.rows]).toEqual([200, 450]);
});

test('the sidebar shows a text whole that no cell holds', () => {
  const long = 'x'.repeat(60_000);
  expect(runToolForm(fakeHost(), 'TT_CONVERT_COLONS', { path: long }).cells).toEqual([[long]]);
});

test.each(['TT_CURRENT_ID', 'constructor', ''])('%p writes no tab', (formula) => {
  expect(() => startTabFrom(fakeHost(), formula, {})).toThrow('does not write a tab');
});

const STATE = JSON.stringify({
  dimensions: { x: [4e-9, 'm'], y: [4e-9, 'm'], z: [45e-9, 'm'] },
  layers: [
    {
      type: 'annotation',
      name: 'inputs',
      source: 'local://annotations',
      annotations: [{ type: 'point', id: '1', point: [10, 20, 2] }],
    },
  ],
});

test('files that need no companion are made here, in words and as base64', () => {
  const host = fakeHost();
  const result = makeFiles(host, 'make_point_cloud_from_state_file', { state: STATE });
  expect(result.report).toMatchObject({ header: ['layer', 'points'], cells: [['inputs', 1]], rows: 1 });
  const [file] = result.files;
  expect(file!.path).toBe('inputs.obj');
  expect(Buffer.from(file!.base64, 'base64').toString()).toMatch(/^v 40\.?0* 80\.?0* 90\.?0*$/m);
  expect(host.sent).toEqual([]);
});

test('skeletons as files: ids from a list, one SWC file each', () => {
  const cave = testEnvironment();
  const host = hostOver(cave);
  const ids = cave.sandbox.truth.sampleCurrent(2);
  makeFiles(host, 'get_seg_skeletons_swc', { ids: ids.join(', ') });
  cave.sandbox.advance(600_000);
  const output = makeFiles(host, 'get_seg_skeletons_swc', { ids: ids.join(', ') });
  expect(output.files.map(({ path }) => path)).toEqual(ids.map((id) => `${id}.swc`));
});

test('no function of that name makes files; what is not long cannot be cancelled', () => {
  const host = fakeHost();
  for (const name of ['', 'constructor', 'TT_SKELETON', 'get_seg_skeletons']) {
    expect(() => makeFiles(host, name, {})).toThrow('makes files');
  }
  expect(cancelTool(host, 'get_seg_mesh', {})).toBe(false);
  expect(cancelTool(host, 'nothing', {})).toBe(false);
  expect(() => makeFiles(host, 'get_seg_mesh', { mesh: 'x' })).toThrow('needs the companion service');
});
