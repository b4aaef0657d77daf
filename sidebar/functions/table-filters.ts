// What the table form writes: filters, columns and version as the text that TT_TABLE reads.
import { isReference } from '../formula';

export interface FormFilter {
  column: string;
  /** `=`, `!=`, `in`, `not in`, `>`, `<`, `>=`, `<=`, `~` or `box`. */
  comparison: string;
  values: string[];
}

export const isList = (comparison: string): boolean => comparison === 'in' || comparison === 'not in';

const numbersIn = (text: string): string[] => text.match(/-?[0-9]+(\.[0-9]+)?/g) ?? [];

/** Filters without a value are not written yet. */
export function writeFilters(filters: readonly FormFilter[]): string {
  return filters
    .filter((filter) => filter.column !== '' && filter.values.length > 0)
    .map(({ column, comparison, values }) => {
      if (comparison === 'box') {
        return `${column} box ${values.map((corner) => numbersIn(corner).join(', ')).join(' to ')}`;
      }
      const written = isList(comparison) ? values.map(listed).join(', ') : alone(values[0]!);
      return `${column} ${comparison} ${written}`;
    })
    .join('; ');
}

const quoted = (value: string): string => `"${value.replace(/"/g, '""')}"`;

function alone(value: string): string {
  return value !== '' && value.trim() === value && !/[";\r\n]/.test(value) ? value : quoted(value);
}

/** Brackets around a list are dropped by the reader, and `in box` is a comparison of its own. */
function listed(value: string): string {
  return /[,()[\]]/.test(value) || /^box/i.test(value) ? quoted(value) : alone(value);
}

/** A lone name such as tag2 would be taken for a cell: a comma after it says that it is a name. */
export function writeColumns(names: readonly string[]): string {
  const text = names.join(', ');
  return isReference(text) ? `${text},` : text;
}

/** Ids may come as one paste of many. */
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
