/** Which datastack holds a table of ids; a table that none can hold whole is refused with its line. */
import { homeOf } from '../../src/world/home';
import { parseIds } from '../../src/world/named';
import { ask, field, fresh, good } from '../ask';

const home = (...lines: string[]) => {
  const name = 'mine.tsv';
  return homeOf(name, parseIds(name, lines.join('\n'))).name;
};
const HEAD = 'root_id\tsupervoxel_id\tx\ty\tz';

test.each<[string, string[], string]>([
  [
    'ids alone go to the first datastack with roots of their layer',
    ['root_id', '720575941123456789'],
    'brain_and_nerve_cord',
  ],
  ['roots of layer 12', ['root_id', '864691135000000001'], 'minnie65_phase3_v1'],
  [
    'a supervoxel outside BANC without a position',
    ['root_id\tsupervoxel_id', '720575940612775934\t83248286416444716'],
    'flywire_fafb_production',
  ],
  [
    'a position decides between grids',
    [HEAD, '720575940602309600\t80014141951289781\t136113\t78778\t5798'],
    'flywire_fafb_production',
  ],
  ['an empty table', ['root_id'], 'brain_and_nerve_cord'],
])('%s', (_title, lines, name) => expect(home(...lines)).toBe(name));

test.each<[string, string[], RegExp]>([
  [
    'roots of a layer that no datastack has with that supervoxel',
    [HEAD, '648518346420678163\t73678549793628147\t47730\t75200\t1483'],
    /^mine\.tsv, line 2: none of the sandbox's datastacks can hold this table\. In \w+: .*648518346420678163|73678549793628147/,
  ],
  [
    'two datastacks in one table',
    ['root_id', '720575941123456789', '', '864691135000000001'],
    /line 4: .*layer 12/,
  ],
  [
    'a supervoxel that is none',
    [HEAD, '720575941123456789\t720575941123456789\t1\t1\t1'],
    /line 2: .*not a supervoxel/,
  ],
  [
    'a position outside',
    [HEAD, '720575941123456789\t\t-5\t1\t1'],
    /line 2: .*position -5, 1, 1 lies outside/,
  ],
  ['a position in nanometres', [HEAD, '720575941123456789\t\t544452\t315112\t231920'], /lies outside/],
  [
    'one supervoxel with two roots',
    [HEAD, '720575940612775934\t83248286416444716\t\t\t', '720575940612775935\t83248286416444716\t\t\t'],
    /line 3: supervoxel 83248286416444716 stands with 720575940612775935 here and with 720575940612775934 in line 2/,
  ],
])('refused: %s', (_title, lines, words) => expect(() => home(...lines)).toThrow(words));

test('an id without a position is held whole: root, supervoxel, leaves and freshness', () => {
  const tsv = 'root_id\tsupervoxel_id\n720575940612775934\t83248286416444716\n';
  const sandbox = fresh({ ids: [{ name: 'mine.tsv', tsv }] });
  const path = '/segmentation/api/v1/table/fly_v31';
  const root = good(sandbox, `${path}/node/83248286416444716/root?int64_as_str=1`);
  expect(field(root, 'root_id')).toBe('720575940612775934');
  const latest = ask(sandbox, `${path}/is_latest_roots`, { body: '{"node_ids":[720575940612775934]}' });
  expect(new TextDecoder().decode(latest.body)).toContain('true');
  expect(sandbox.truth.supervoxels('720575940612775934', 'flywire_fafb_production')).toContain(
    '83248286416444716',
  );
});

test('a sandbox with a table that it cannot hold does not start', () => {
  const ids = [{ name: 'fanc.tsv', tsv: 'root_id\tsupervoxel_id\n648518346420678163\t73678549793628147\n' }];
  expect(() => fresh({ ids })).toThrow(/^fanc\.tsv, line 2/);
});
