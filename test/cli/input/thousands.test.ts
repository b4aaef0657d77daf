/** On the command line no locale decides what the comma in 1,500 means: it is refused before any work. */
import { readArguments } from '../../../src/cli/arguments';
import { asTtError } from '../../../src/core/errors';
import { requireTool } from '../../../src/tools/registry';

const tool = requireTool('commandLine', 'convert_coord_res') as Parameters<typeof readArguments>[0];
const read = async (...words: string[]): Promise<unknown> => {
  try {
    return await readArguments(tool, words, {
      input: () => new Uint8Array(0),
      columns: [],
      remark: () => {},
    });
  } catch (error) {
    return asTtError(error).message;
  }
};

test.each([
  '1,500 2,500 3,500',
  '1,500, 2,500, 3,500',
  '1,500; 2,500; 3,500',
  '1,500\t2,500\t3,500',
  '[1,500, 2,500, 3,500]',
  'x: 1,500, y: 2,500, z: 3,500',
  'point=x=1,500 y=2 z=3',
  '1,500 2 3',
  '1 2 3,500',
  '-1,500 2 3',
  '12,345 678 90',
  '999,999 1 1',
  '1 2 3\n1,500 2 3',
  '１,500 2 3',
  '1,234,567 1,500 2',
])('%j is refused', async (point) => {
  expect(await read(point, '4,4,45', '8,8,45')).toMatch(
    /^point(?:, row 2)?: [-+]?[0-9]{1,3},[0-9]{3} can be read in two ways: leave the thousands separators out$/,
  );
});

test('a resolution too', async () => {
  expect(await read('1,2,3', '4,000 4,000 45,000', '8,8,45')).toMatch(/^from: 4,000 can be read in two ways/);
});

test.each([
  '1500,2500,3500',
  '100,200,300',
  '100, 200, 300',
  '[100,200,300], [400,500,600]',
  '0.500 0.250 0.125',
  "1'500 2'500 3'500",
  '1,234,567 2 3',
  '1,500.5 2 3',
])('%j is read', async (point) => {
  expect(await read(point, '4,4,45', '8,8,45')).toEqual([[[point]], [['4,4,45']], [['8,8,45']]]);
});
