/** Keys and values of TT_LINK's options, from one cell, from several rows and from two columns. */
import { TtError } from '../../../src/core/errors';
import type { Cell } from '../../../src/core/table';
import { optionPairs } from '../../../src/tools/make/link-option-pairs';

const LAYER = '{"type":"annotation","name":"a; b = \\"c;d\\"","n":[1,2]}';

test.each<[words: string, rows: Cell[][], pairs: [string, string][]]>([
  ['one key without a value', [['each']], [['each', 'yes']]],
  [
    'spelling of keys',
    [['Zoom-2D = 3; zoom_3d=4;ZOOM 2d=5']],
    [
      ['zoom2d', '3'],
      ['zoom3d', '4'],
      ['zoom2d', '5'],
    ],
  ],
  ['a value may hold an equals sign', [['title=a = b']], [['title', 'a = b']]],
  [
    'lines and empty parts',
    [['each=no\n;;title=x\n']],
    [
      ['each', 'no'],
      ['title', 'x'],
    ],
  ],
  [
    'JSON keeps its semicolons',
    [[`${LAYER}; each`]],
    [
      ['annotations', LAYER],
      ['each', 'yes'],
    ],
  ],
  ['blank cells of one column', [[null], ['each'], ['']], [['each', 'yes']]],
  [
    'two columns',
    [
      ['each', true],
      ['Current', false],
      ['title', null],
    ],
    [
      ['each', 'yes'],
      ['current', 'no'],
      ['title', 'yes'],
    ],
  ],
  ['values in several cells', [['position', 1, 2, 3]], [['position', '1 2 3']]],
  [
    'a blank key continues the key above',
    [
      ['colors', '#ff0000'],
      [null, '#00ff00'],
      [null, null],
    ],
    [
      ['colors', '#ff0000'],
      ['colors', '#00ff00'],
    ],
  ],
  ['a layer in the key column', [[LAYER, null]], [['annotations', LAYER]]],
])('%s', (_words, rows, pairs) => {
  expect(optionPairs(rows)).toEqual(pairs);
});

test('an error of another cell stays that error', () => {
  expect(() => optionPairs([['#TT DOWN: CAVE is not reachable']])).toThrow(
    expect.objectContaining({ code: 'DOWN' }) as TtError,
  );
  expect(() => optionPairs([['title', '#REF!']])).toThrow(TtError);
});
