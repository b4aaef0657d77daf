// Further actions of users on a sheet, to test the add-on under them.
import type { Box, UserAction } from '../protocol';

/** `shown` is the text of the selected cell. */
export function arrangements(
  tab: number,
  box: Box,
  person: string,
  text: string,
): readonly (readonly [label: string, action: UserAction])[] {
  const on = { tab, box };
  const rows = { tab, at: box.row, count: box.rows };
  const columns = { tab, at: box.column, count: box.columns };
  return [
    ['Move columns right', { do: 'moveColumns', ...columns, before: box.column + box.columns + 1 }],
    ['Move columns left', { do: 'moveColumns', ...columns, before: Math.max(1, box.column - 1) }],
    ['Move rows down', { do: 'moveRows', ...rows, before: box.row + box.rows + 1 }],
    ['Insert cells, shift down', { do: 'insertCells', ...on, shift: 'down' }],
    ['Delete cells, shift up', { do: 'deleteCells', ...on, shift: 'up' }],
    ['Hide rows', { do: 'hideRows', ...rows }],
    ['Show rows', { do: 'showRows', ...rows }],
    [`Filter out “${text}”`, { do: 'filter', tab, column: box.column, hide: [text] }],
    ['Remove the filter', { do: 'unfilter', tab }],
    ['Merge cells', { do: 'merge', ...on }],
    ['Unmerge cells', { do: 'breakApart', ...on }],
    ['Checkboxes', { do: 'checkbox', ...on }],
    [
      'Dropdown of yes and no, rejecting others',
      {
        do: 'dropdown',
        ...on,
        values: ['yes', 'no'],
        reject: true,
      },
    ],
    ['Remove validation', { do: 'unvalidate', ...on }],
    ['Protect for myself', { do: 'protect', ...on, editors: [person] }],
    ['Remove protection', { do: 'unprotect', ...on }],
  ];
}
