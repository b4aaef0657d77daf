/** Links to before and after: one template for all ids of a datastack. */
import { compareLink, compareTemplate, templateOrNone } from '../../../src/addon/changes/compare';
import { readLink } from '../../../src/neuroglancer/link';
import { testEnvironment } from '../../support/sandbox-driver';
import { hostOver } from '../support';

const cave = testEnvironment();
const [OLD, NEW] = ['720575941473274509', '720575941441350235'];

test('the segment before is red, the one after cyan, and the title names both', () => {
  const link = compareLink(cave.run(compareTemplate(cave.ctx())), OLD, NEW);
  const { title, layers } = JSON.parse(readLink(link).state);
  expect(title).toBe(`${OLD} before, ${NEW} after`);
  expect(layers.find(({ type }: { type: string }) => type === 'segmentation')).toMatchObject({
    segments: [NEW, OLD],
    segmentColors: { [NEW]: '#00FFFF', [OLD]: '#FF0000' },
  });
  expect(link).not.toContain('10000000000000000');
});

test.each([
  [OLD, ''],
  ['', NEW],
  [NEW, NEW],
])('from %j to %j nothing became another', (from, to) =>
  expect(compareLink('https://v/', from, to)).toBe(''),
);

test('a datastack that cannot be asked about has no links', () => {
  expect(templateOrNone(hostOver(cave), 'no_such_stack')).toBe('');
  expect(templateOrNone(hostOver(cave), 'brain_and_nerve_cord')).toMatch(/^https:/);
});
