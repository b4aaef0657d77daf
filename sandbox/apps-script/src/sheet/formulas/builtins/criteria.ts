/** Criteria of COUNTIF and SUMIF: ">5", "<>x", wildcards; and exact comparison for look-ups. */
import { compareScalars, firstCell, numberIn } from '../../values/coerce';
import { type Arg, Day, Fault, type Scalar } from '../../values/values';

const OPERATOR = /^(<>|<=|>=|=|<|>)?(.*)$/s;

/** A test of cells for a criterion. Digits in text are compared as text, so that long ids stay distinct. */
export function criterion(arg: Arg | undefined): (value: Scalar) => boolean {
  const condition = firstCell(arg);
  if (condition instanceof Fault) throw condition;
  if (typeof condition !== 'string')
    return (value) => !(value instanceof Fault) && sameKind(value, condition ?? 0);
  const [, operator = '=', rest = ''] = OPERATOR.exec(condition) ?? [];
  if (rest === '') return emptyCriterion(operator, condition === '');
  const number = numberIn(rest);
  if (operator === '=' || operator === '<>') {
    const matches = wildcard(rest);
    const boolean = /^(true|false)$/i.test(rest) ? rest.toUpperCase() === 'TRUE' : null;
    const same = (value: Scalar): boolean => {
      if (typeof value === 'string') return matches(value);
      if (typeof value === 'boolean') return value === boolean;
      return number !== null && value !== null && !(value instanceof Fault) && sameKind(value, number);
    };
    return operator === '=' ? same : (value) => !same(value);
  }
  return (value) => {
    if (value === null || value instanceof Fault) return false;
    const other = number === null ? rest : number;
    if ((typeof value === 'string') !== (typeof other === 'string') || typeof value === 'boolean')
      return false;
    const order = compareScalars(value, other);
    if (operator === '<') return order < 0;
    if (operator === '>') return order > 0;
    return operator === '<=' ? order <= 0 : order >= 0;
  };
}

function emptyCriterion(operator: string, bare: boolean): (value: Scalar) => boolean {
  if (operator === '<>') return (value) => value !== null && value !== '';
  if (operator === '=') return (value) => value === null || (bare && value === '');
  return () => false;
}

/** True for equal values of one type: the number 5 is not the text "5". */
export function sameKind(value: Scalar, other: Scalar): boolean {
  if (value === null || value instanceof Fault || other instanceof Fault) return false;
  const kind = (x: Scalar): string => (x instanceof Day ? 'number' : typeof x);
  return kind(value) === kind(other) && compareScalars(value, other) === 0;
}

/** `*` and `?` as in Sheets; `~` before them makes them literal; case is ignored. */
export function wildcard(pattern: string): (value: string) => boolean {
  const lower = pattern.toLowerCase();
  if (!/[*?~]/.test(pattern)) return (value) => value.toLowerCase() === lower;
  const source = lower.replace(/~([*?~])|[*?]|[.+^${}()|[\]\\]/g, (part, escapedSign: string | undefined) => {
    if (escapedSign !== undefined) return `\\${escapedSign}`;
    return part === '*' ? '[\\s\\S]*' : part === '?' ? '[\\s\\S]' : `\\${part}`;
  });
  const expression = new RegExp(`^${source}$`);
  return (value) => expression.test(value.toLowerCase());
}
