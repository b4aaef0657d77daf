/** Views of the project's own making: dimensions in every order, transforms, and what cannot be read. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { annoArrayFromStateFile } from '../../../src/tools/get/anno-array-from-state-file';
import { testEnvironment } from '../../support/sandbox-driver';
import { filesOf } from '../heavy/support';

const cave = testEnvironment();
const viewOf = (name: string): string =>
  readFileSync(join(__dirname, '../../corpus/views', `${name}.json`), 'utf8');
const points = (name: string) => cave.run(annoArrayFromStateFile.answer({ state: viewOf(name) }, cave.ctx()));

test.each(['order-z-x-y', 'time-first', 'micrometres', 'permuted', 'sheared', 'channel'])(
  '%s: the same two points, as cells and as a cloud',
  (name) => {
    expect(points(name)).toEqual(
      [
        [1000, 2000, 30],
        [1100, 2200, 31],
      ].map((point) => point.map((x) => expect.closeTo(x, 9))),
    );
    const { files } = filesOf(cave, 'make_point_cloud_from_state_file', { state: viewOf(name) });
    expect(Buffer.from(files[0]!.bytes).toString()).toBe(
      'v 8000.00000000 16000.00000000 1200.00000000\nv 8800.00000000 17600.00000000 1240.00000000\n',
    );
  },
);

test.each([
  ['no-x', 'the view: there is no dimension x or y. Its dimensions: "row", "column", "z"'],
  [
    'elsewhere',
    'annotations that lie outside the view are not read: those of "marks" at precomputed://gs://some-bucket/synapses',
  ],
])('%s is refused by name', (name, words) => {
  expect(() => points(name)).toThrow(words);
  expect(() => filesOf(cave, 'make_point_cloud_from_state_file', { state: viewOf(name) })).toThrow(words);
});
