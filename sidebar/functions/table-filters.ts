// Writes the filters and columns of the table form as text for TT_TABLE.
import { isReference } from '../formula';

export interface FormFilter {
  column: string;
  /** `=`, `!=`, `in`, `not in`, `>`, `<`, `>=`, `<=`, `~` or `box`. */
  comparison: string;
  values: string[];
}

export const isList = (comparison: string): boolean => comparison === 'in' || comparison === 'not in';

const numbersIn = (text: string): string[] => text.match(/-?[0-9]+(\.[0-9]+)?/g) ?? [];

/** Skips filters without a value. */
export function writeFilters(filters: readonly FormFilter[]): string {
  return filters
    .filter((filter) => filter.column !== '' && filter.values.length > 0)
    .map(({ column, comparison, values }) => {
      if (comparison === 'box') {
        return `${column} box ${values.map((corner) => numbersIn(corner).join(', ')).join(' to ')}`;
      }
      const valueText = isList(comparison) ? values.map(listItem).join(', ') : alone(values[0]!);
      return `${column} ${comparison} ${valueText}`;
    })
    .join('; ');
}

const quote = (value: string): string => `"${value.replace(/"/g, '""')}"`;

function alone(value: string): string {
  return value !== '' && value.trim() === value && !/[";\r\n]/.test(value) ? value : quote(value);
}

/** TT_TABLE removes brackets around a list, and `in box` is another comparison, so such items need quotes. */
function listItem(value: string): string {
  return /[,()[\]]/.test(value) || /^box/i.test(value) ? quote(value) : alone(value);
}

/** A single name such as tag2 would be read as a cell: a comma after it prevents that. */
export function writeColumns(names: readonly string[]): string {
  const text = names.join(', ');
  return isReference(text) ? `${text},` : text;
}

/** Users may paste several ids as one text. */
export function splitIds(text: string): string[] {
  return text.split(/[\s,;]+/).filter((part) => part !== '');
}

/** Why a filter cannot be run, or null. */
export function filterProblem({ column, comparison, values }: FormFilter): string | null {
  if (values.length === 0) return `${column} ${comparison} has no value. Fill it in or remove the filter`;
  if (comparison !== 'box') return null;
  return values.length === 2 && values.every((corner) => numbersIn(corner).length === 3)
    ? null
    : `${column}: a box goes from x, y, z to x, y, z, in voxels of the viewer`;
}
