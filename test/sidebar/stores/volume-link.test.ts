/** The type of a volume's layer, from its info file, and a link that shows it alone. */
import { layerType, volumeLink } from '../../../sidebar/stores/volume-link';
import { type PageStores, pageStores } from './support';

let page: PageStores;
beforeEach(() => {
  page = pageStores();
});

test.each([
  ['{"type":"image"}', 'image'],
  ['{"type":"segmentation"}', 'segmentation'],
  ['{"@type":"neuroglancer_annotations_v1"}', 'annotation'],
  ['{"@type":"neuroglancer_skeletons"}', 'segmentation'],
  ['{"type":', 'segmentation'],
  ['[]', 'segmentation'],
])('%s is %s', (info, type) => {
  page.put('v/info', Buffer.from(info));
  expect(page.run(layerType(page.at('v')))).toBe(type);
});

test('a folder without info is no volume', () => {
  page.put('v/data', Buffer.from('x'));
  expect(page.run(layerType(page.at('v')))).toBe('');
});

test.each(['precomputed://gs://lab/v', 'gs://lab/v/|neuroglancer-precomputed:'])(
  'the link holds the source %s in the form of every viewer, and the name as it is',
  (source) => {
    const link = volumeLink(source, 'image', '"a" & #b');
    expect(link).toMatch(/^https:\/\/spelunker\.cave-explorer\.org\/#!%7B/);
    expect(JSON.parse(decodeURIComponent(link.split('#!')[1]!))).toEqual({
      layers: [{ type: 'image', source: 'precomputed://gs://lab/v', name: '"a" & #b' }],
      selectedLayer: { layer: '"a" & #b', visible: true },
    });
  },
);
