import { axesOf, readDimensions } from '../../src/neuroglancer/dimensions';
import { readDocument } from '../../src/neuroglancer/document';

const read = (json: string) => readDimensions(readDocument(json), 'the view');

test('names, sizes and units in their order; lengths in nm', () => {
  expect(
    read('{"t":[0.5,"ms"],"z":[4.5e-8,"m"],"c^":{"coordinates":["a","b"]},"x":[2,"µm"],"y":[3,""]}'),
  ).toEqual([
    { name: 't', scale: 0.0005, unit: 's' },
    { name: 'z', scale: 45, unit: 'm' },
    { name: 'c^', scale: 1, unit: '' },
    { name: 'x', scale: 2000, unit: 'm' },
    { name: 'y', scale: 3, unit: '' },
  ]);
});

test.each([
  ['[4e-9,"m"]', 4],
  ['[4,"nm"]', 4],
  ['[4e-3,"um"]', 4],
  ['[4e-3,"μm"]', 4],
  ['[4e-6,"mm"]', 4],
  ['[4e-7,"cm"]', 4],
  ['[4000,"pm"]', 4],
  ['[4e6,"fm"]', 4],
  ['[4e-12,"km"]', 4],
])('x of %s is %d nm', (written, nm) => {
  expect(read(`{"x":${written}}`)).toEqual([{ name: 'x', scale: nm, unit: 'm' }]);
});

test.each(['[4,"furlong"]', '[0,"m"]', '[-4e-9,"m"]', '["4","nm"]', '[4e-9]x', '"4 nm"', 'null'])(
  'x of %s is refused; another dimension with it is not',
  (written) => {
    const json = written.replace('x', '');
    const refused = written === '[4e-9]x' ? 'not refused' : 'refused';
    if (refused === 'refused') expect(() => read(`{"x":${json}}`)).toThrow('the view: the dimension "x" is');
    // A size alone counts without a unit.
    else expect(read(`{"x":${json}}`)).toEqual([{ name: 'x', scale: 4e-9, unit: '' }]);
    expect(read(`{"speed":${json}}`)).toHaveLength(1);
  },
);

test('no dimensions, and none in them', () => {
  expect(readDimensions(undefined, 'it')).toBeNull();
  expect(read('{}')).toBeNull();
});

test('where x, y, z stand, or which is missing', () => {
  expect(axesOf(read('{"z":[1,""],"t":[1,"s"],"x":[1,""],"y":[1,""]}')!, 'it')).toEqual([2, 3, 0]);
  expect(() => axesOf(read('{"X":[1,""],"y":[1,""],"z":[1,""]}')!, 'it')).toThrow(
    'it: there is no dimension x. Its dimensions: "X", "y", "z"',
  );
});
