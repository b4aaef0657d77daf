/** Values of TT_LINK's options: what each reader takes, and its error for everything else. */
import { TtError } from '../../../src/core/errors';
import {
  readAnnotationLayer,
  readColors,
  readMeshOption,
  readPositive,
  readRegions,
  readShare,
  readWord,
  readYes,
} from '../../../src/tools/make/link-option-values';

test('yes and no', () => {
  expect(['yes', 'TRUE', '1'].map((text) => readYes('each', text))).toEqual([true, true, true]);
  expect(['No', 'false', '0'].map((text) => readYes('each', text))).toEqual([false, false, false]);
});

test('a word of a list, in any case', () => {
  expect(readWord('link', 'LONG', ['long', 'short'] as const)).toBe('long');
});

test('numbers above 0, and shares from 0 to 1', () => {
  expect([readPositive('zoom2d', '0.5'), readPositive('zoom2d', '1e5')]).toEqual([0.5, 100_000]);
  expect([readShare('alpha', '0'), readShare('alpha', '0.25'), readShare('alpha', '1')]).toEqual([
    0, 0.25, 1,
  ]);
});

test('colours by name, with 3 or 6 digits; a further list is added; a palette replaces it', () => {
  const first = readColors(null, 'red, #0f8 #AbCdEf');
  expect(first).toEqual(['#FF0000', '#00FF88', '#ABCDEF']);
  expect(readColors(first, 'grey')).toEqual(['#FF0000', '#00FF88', '#ABCDEF', '#808080']);
  expect(readColors(first, 'Palette')).toBe('palette');
  expect(readColors('palette', 'alternate')).toBe('alternate');
});

test('regions: all, none or ids', () => {
  expect([readRegions('yes'), readRegions('no'), readRegions('1, 4 7')]).toEqual([[], null, ['1', '4', '7']]);
});

test('a mesh: ids, colour and name in any order, with defaults', () => {
  const source = 'precomputed://gs://lab/meshes';
  expect(readMeshOption(source, 0)).toEqual({ source, ids: ['1'], color: '', name: 'mesh' });
  expect(readMeshOption(source, 2).name).toBe('mesh 3');
  expect(readMeshOption(`${source} left lobe cyan 3,5, 8`, 0)).toEqual({
    source,
    ids: ['3', '5', '8'],
    color: '#00FFFF',
    name: 'left lobe',
  });
});

test('the text of an annotation layer', () => {
  expect(readAnnotationLayer(' {"type":"annotation","name":"n"} ').get('name')).toBe('n');
});

test.each<[what: string, read: () => unknown]>([
  ['options, each: yes or no, not "maybe"', () => readYes('each', 'maybe')],
  ['options, link: one of long, short, not "tiny"', () => readWord('link', 'tiny', ['long', 'short'])],
  ['options, zoom2d: a number above 0, not "0"', () => readPositive('zoom2d', '0')],
  ['options, zoom2d: a number above 0, not "wide"', () => readPositive('zoom2d', 'wide')],
  ['options, alpha: 0 to 1, not "1.01"', () => readShare('alpha', '1.01')],
  ['options, colors: "#12345" is no colour such as #FFDD33', () => readColors(null, 'red #12345')],
  ['options, regions: yes, or ids such as 1, 4, 7, not "1 x"', () => readRegions('1 x')],
  ['options, mesh: a source such as precomputed://', () => readMeshOption('gs:/lab 3', 0)],
  ['options, annotations: not the text of TT_ANNO_LAYER', () => readAnnotationLayer('{"type":"image"}')],
  ['options, annotations: not the text of TT_ANNO_LAYER', () => readAnnotationLayer('{"type":')],
])('refused: %s', (message, read) => {
  expect(read).toThrow(TtError);
  expect(read).toThrow(message);
});
