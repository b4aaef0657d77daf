// The context menu of cells.

import { columnLetter } from '../../../../src/core/cells/column-letters';
import type { Box, UserAction } from '../protocol';
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
    { label: `Sort by column ${columnLetter(column)}, A to Z`, press: sort(true) },
    { label: `Sort by column ${columnLetter(column)}, Z to A`, press: sort(false) },
    { label: '', line: true },
    { label: 'Move, hide, merge, protect…', press: more },
  ];
}
