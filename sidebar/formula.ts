// Writes a formula from a function of the catalogue and the values of its form.
import type { ParamView, SelectionView, ToolView } from '../src/addon/interfaces/api';
import { quoteSheet } from './format';

const CELL = /^\$?[A-Za-z]{1,3}\$?[0-9]{1,7}$/;
const RANGE = /^\$?[A-Za-z]{1,3}(\$?[0-9]{1,7})?:\$?[A-Za-z]{1,3}(\$?[0-9]{1,7})?$/;
const SHEET = /^('(?:[^']|'')+'|[A-Za-z_][A-Za-z0-9_.]*)!/;

/** True for `C2`, `C2:C40`, `C:C`, `Neurons!C2:C40`, `'My tab'!C2`. */
export function isReference(text: string): boolean {
  const cells = text.replace(SHEET, '');
  return CELL.test(cells) || RANGE.test(cells);
}

/** The values of a form, by parameter name, as written by the user. */
export type FormValues = Record<string, string>;

/** Whether the spreadsheet's locale, such as `de_DE`, writes one and a half as 1,5. */
export function hasDecimalComma(locale: string): boolean {
  try {
    return new Intl.NumberFormat(locale.replace('_', '-')).format(1.5).includes(',');
  } catch {
    return false;
  }
}

/**
 * Writes a formula for a locale. With decimal commas, semicolons separate arguments and backslashes separate the
 * columns of an array; Sheets reads `=F(A1, 1.5)` as an error there. Quoted texts and names of tabs stay unchanged.
 */
export function localFormula(formula: string, locale: string): string {
  if (!hasDecimalComma(locale)) return formula;
  let braces = 0;
  const part = /"(?:[^"]|"")*"|'(?:[^']|'')*'!|[\w.]+!?|[{},]/g;
  return formula.replace(part, (found) => {
    if (found === '{') braces++;
    if (found === '}') braces--;
    if (found === ',') return braces > 0 ? '\\' : ';';
    return /^[0-9]+\.[0-9]+$/.test(found) ? found.replace('.', ',') : found;
  });
}

/** Writes `=TT_X(…)` for a locale. Omits blank and default arguments at the end; leaves them empty in the middle. */
export function writeFormula(
  tool: Pick<ToolView, 'formula' | 'params'>,
  values: FormValues,
  locale = 'en_US',
): string {
  const name = /^=?\s*([A-Za-z0-9_]+)/.exec(tool.formula)?.[1] ?? tool.formula;
  const mark = hasDecimalComma(locale) ? ',' : '.';
  const args = tool.params.map((param) => argument(param, (values[param.name] ?? '').trim(), mark));
  while (args.length > 0 && args[args.length - 1] === '') args.pop();
  return localFormula(`=${name}(${args.join(', ')})`, locale);
}

/** An argument as en_US writes it. Text is a number only with the locale's decimal mark `mark`. */
function argument(param: ParamView, text: string, mark: ',' | '.'): string {
  if (text === '') return '';
  if (param.optional && text.toLowerCase() === param.defaultValue?.toLowerCase()) return '';
  if (param.kind === 'boolean') return /^(true|yes|1)$/i.test(text) ? 'TRUE' : 'FALSE';
  // v3 is a version, not a cell.
  if (param.kind === 'time' && /^v[0-9]+$/i.test(text)) return quote(text);
  if (param.kind !== 'choice' && isReference(text)) return text;
  if (
    param.kind === 'number' &&
    (mark === ',' ? /^-?[0-9]+(,[0-9]+)?$/ : /^-?[0-9]+(\.[0-9]+)?$/).test(text)
  ) {
    return text.replace(',', '.');
  }
  if (param.kind === 'ids') {
    const ids = text.split(/[\s,;]+/).filter((id) => id !== '');
    // Anything else, such as a damaged id, stays one text; the function reads it.
    if (ids.length > 1 && ids.every((id) => /^[0-9]+$/.test(id))) return `{${ids.map(quote).join(';')}}`;
  }
  return quote(text);
}

function quote(text: string): string {
  return `"${text.replace(/"/g, '""')}"`;
}

/** The initial value of a field; ids come from the selection. */
export function initialValue(param: ParamView, selection: SelectionView | null): string {
  if (param.defaultValue !== undefined && param.defaultValue !== '') return param.defaultValue;
  if (selection === null || selection.ids === 0 || param.optional) return '';
  if (param.kind === 'ids') return `${quoteSheet(selection.sheet)}!${selection.a1}`;
  if (param.kind === 'id') return `${quoteSheet(selection.sheet)}!${selection.column}${selection.firstRow}`;
  return '';
}

/** Names of required parameters without a value. */
export function missing(tool: Pick<ToolView, 'params'>, values: FormValues): string[] {
  return tool.params
    .filter((param) => !param.optional && (values[param.name] ?? '').trim() === '')
    .map((param) => param.name);
}
