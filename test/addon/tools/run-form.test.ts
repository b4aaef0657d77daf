/** A form of the sidebar: what is on its surface runs by its kind, what is not is refused. */
import { runForm } from '../../../src/addon/tools/run-form';
import { fakeHost } from '../../support/fake-host';
import { testEnvironment } from '../../support/sandbox-driver';
import { hostOver } from '../support';

test('an edit writes and says where', () => {
  const host = fakeHost();
  expect(runForm(host, 'gsheet_add_row', { values: 'a\t720575941234567890\t5' })).toMatchObject({
    header: ['done'],
    cells: [['row 1 of Neurons']],
  });
  expect(host.tab.grid()).toEqual([['a', '720575941234567890', 5]]);
});

test.each([
  ['', 'there is no function'],
  ['constructor', 'there is no function'],
  ['get_nothing', 'there is no function'],
  ['host_ng_volume_locally', 'does not work in the sidebar, but on the command line'],
  ['details', 'does not work in the sidebar, but as a job over a column'],
  ['get_seg_mesh', 'there is no function'],
])('%p does not run from a form', (name, message) => {
  const host = fakeHost();
  expect(() => runForm(host, name, {})).toThrow(message);
  expect(host.sent).toEqual([]);
});

test('columns come with what they hold: by name, in order, or by the header row', () => {
  const cave = testEnvironment();
  const host = hostOver(cave);
  const [id] = cave.sandbox.truth.sampleCurrent(1) as [string];
  expect(runForm(host, 'TT_CURRENT_ID', { ids: id, include_ratio: 'TRUE' }).outputs).toEqual([
    { name: 'id', format: 'id' },
    { name: 'current_id', format: 'id' },
    { name: 'share', format: 'number', unit: '', numberFormat: '' },
  ]);
  expect(
    runForm(fakeHost(), 'TT_DISTANCE', { a: '1,2,3', b: '4,5,6', resolution: '4,4,45' }).outputs,
  ).toEqual([expect.objectContaining({ name: 'distance', format: 'number', unit: 'nm' })]);
  const edits = runForm(host, 'TT_CHANGELOG', { id });
  expect(edits.cells[0]![1]).toBe('timestamp');
  expect(edits.outputs[1]).toEqual({ name: 'timestamp', format: 'date' });
});

test('where the data decide the columns nothing is told', () => {
  const host = hostOver(testEnvironment());
  expect(runForm(host, 'TT_STACK_INFO', { key: '' }).outputs).toEqual([]);
});
