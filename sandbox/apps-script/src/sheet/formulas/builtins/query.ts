/** QUERY. Columns are named by the sheet's letters for a range, and Col1, Col2, … for an array. */
import { columnName } from '../../values/boxes';
import { asMatrix, firstCell, toNumber, toText } from '../../values/coerce';
import { Fault } from '../../values/values';
import { implicitIntersection } from '../broadcast';
import type { LazyBuiltin } from '../context';
import { parseQuery, QueryError } from '../query/parse';
import { runQuery } from '../query/run';
import { refBox } from '../reference';

const query: LazyBuiltin = (args, context, evaluate) => {
  const [source, text, headers] = args;
  if (!source || !text || args.length > 3) {
    const expected = args.length > 3 ? 3 : 2;
    return new Fault(
      '#N/A',
      `Wrong number of arguments to QUERY. Expected ${expected} arguments, but got ${args.length} arguments.`,
    );
  }
  const data = evaluate(source, context);
  if (data instanceof Fault) return data;
  const table = asMatrix(data);
  const first = source.kind === 'ref' ? (refBox(source.ref)?.column ?? 1) : 0;
  const names = Array.from({ length: table.columns }, (_, c) =>
    first > 0 ? columnName(first + c) : `Col${c + 1}`,
  );
  const target = toText(firstCell(implicitIntersection(text, context, evaluate)));
  const count = headers ? toNumber(firstCell(evaluate(headers, context))) : -1;
  try {
    return runQuery(parseQuery(target), table, names, count);
  } catch (error) {
    if (!(error instanceof QueryError)) throw error;
    return new Fault(
      '#VALUE!',
      `Unable to parse query string for Function QUERY parameter 2: ${error.message}`,
    );
  }
};

export const queryLazy: Record<string, LazyBuiltin> = { QUERY: query };
