/** Links to before and after: one template for all ids of a datastack. */
import { compareLabel, compareLink, compareLinks, linksOrNone } from '../../../src/addon/changes/compare';
import { readLink } from '../../../src/neuroglancer/link';
import { testEnvironment } from '../../support/sandbox-driver';
import { hostOver } from '../support';

const cave = testEnvironment();
const [OLD, NEW] = ['720575941473274509', '720575941441350235'];
const shown = (link: string) => {
  const { title, layers } = JSON.parse(readLink(link).state);
  return { title, ...layers.find(({ type }: { type: string }) => type === 'segmentation') };
};

test.each([
  [OLD, NEW, { [NEW]: '#00FFFF', [OLD]: '#FF0000' }, 'before red, after cyan'],
  [OLD, '', { [OLD]: '#FF0000' }, 'before, in red'],
  ['', NEW, { [NEW]: '#00FFFF' }, 'now, in cyan'],
  [NEW, NEW, { [NEW]: '#00FFFF' }, 'now, in cyan'],
])('from %j to %j', (from, to, segmentColors, label) => {
  const links = cave.run(compareLinks(cave.ctx()));
  const view = shown(compareLink(links, from, to));
  expect(view).toMatchObject({ segmentColors, segments: Object.keys(segmentColors) });
  for (const id of Object.keys(segmentColors)) expect(view.title).toContain(id);
  expect(compareLabel(from, to)).toBe(label);
});

test('without an id there is no link; nor for a datastack that cannot be asked about', () => {
  expect(compareLink({ both: 'b', before: 'x', after: 'y' }, '', '')).toBe('');
  expect(linksOrNone(hostOver(cave), 'no_such_stack')).toBeNull();
  const host = hostOver(cave);
  host.counts.clear();
  expect(linksOrNone(host, 'brain_and_nerve_cord')).not.toBeNull();
});
