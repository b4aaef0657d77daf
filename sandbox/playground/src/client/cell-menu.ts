// The context menu of cells.
import type { Box, UserAction } from '../protocol';
import { letters } from './boxes';
import type { Choice } from './popup';

export function cellMenu(
  tab: number,
  box: Box,
  column: number,
  act: (action: UserAction) => void,
  more: () => void,
): Choice[] {
  const rows = box.rows === 1 ? 'row' : `${box.rows} rows`;
  const sort = (ascending: boolean) => () => act({ do: 'sort', tab, column, ascending });
  return [
    { label: 'Copy', press: () => document.execCommand('copy') },
    { label: 'Clear', press: () => act({ do: 'clear', tab, box }) },
    { label: 'Format as plain text', press: () => act({ do: 'plainText', tab, box }) },
    { label: '', line: true },
    {
      label: `Insert ${rows} above`,
      press: () => act({ do: 'insertRows', tab, at: box.row, count: box.rows }),
    },
    { label: `Delete ${rows}`, press: () => act({ do: 'deleteRows', tab, at: box.row, count: box.rows }) },
    { label: 'Insert column left', press: () => act({ do: 'insertColumns', tab, at: box.column, count: 1 }) },
    { label: 'Delete column', press: () => act({ do: 'deleteColumns', tab, at: box.column, count: 1 }) },
    { label: '', line: true },
    { label: `Sort by column ${letters(column)}, A to Z`, press: sort(true) },
    { label: `Sort by column ${letters(column)}, Z to A`, press: sort(false) },
    { label: '', line: true },
    { label: 'Move, hide, merge, protect…', press: more },
  ];
}

/** More of what people do to a sheet, so that the add-on can be tried under it. */
export function arrangeMenu(
  tab: number,
  box: Box,
  person: string,
  shown: string,
  act: (action: UserAction) => void,
): Choice[] {
  const on = { tab, box };
  const rows = { tab, at: box.row, count: box.rows };
  const columns = { tab, at: box.column, count: box.columns };
  const choice = (label: string, action: UserAction): Choice => ({ label, press: () => act(action) });
  return [
    choice('Move columns right', { do: 'moveColumns', ...columns, before: box.column + box.columns + 1 }),
    choice('Move columns left', { do: 'moveColumns', ...columns, before: Math.max(1, box.column - 1) }),
    choice('Move rows down', { do: 'moveRows', ...rows, before: box.row + box.rows + 1 }),
    choice('Insert cells, shift down', { do: 'insertCells', ...on, shift: 'down' }),
    choice('Delete cells, shift up', { do: 'deleteCells', ...on, shift: 'up' }),
    { label: '', line: true },
    choice('Hide rows', { do: 'hideRows', ...rows }),
    choice('Show rows', { do: 'showRows', ...rows }),
    choice(`Filter out “${shown}”`, { do: 'filter', tab, column: box.column, hide: [shown] }),
    choice('Remove the filter', { do: 'unfilter', tab }),
    { label: '', line: true },
    choice('Merge cells', { do: 'merge', ...on }),
    choice('Unmerge cells', { do: 'breakApart', ...on }),
    choice('Checkboxes', { do: 'checkbox', ...on }),
    choice('Dropdown of yes and no, rejecting others', {
      do: 'dropdown',
      ...on,
      values: ['yes', 'no'],
      reject: true,
    }),
    choice('Remove validation', { do: 'unvalidate', ...on }),
    choice('Protect for myself', { do: 'protect', ...on, editors: [person] }),
    choice('Remove protection', { do: 'unprotect', ...on }),
  ];
}
