/** Data validation of a cell: which entries are valid, and whether others are refused or only flagged. */

import { toNumber } from './coerce';
import { Day, Fault, type Scalar } from './values';

export interface ValidationRule {
  /** Name of the criterion in Apps Script, such as `VALUE_IN_LIST`. */
  criterion: string;
  /** Arguments of the criterion as the script gave them; dates are serial days. */
  values: readonly Scalar[];
  /** True: an entry that violates the rule is kept and flagged. False: it is refused. */
  allowInvalid: boolean;
  helpText: string | null;
  /** For VALUE_IN_RANGE: the current values of the range. The position is fixed: it does not follow inserted rows. */
  list?: () => readonly Scalar[];
  /** For VALUE_IN_RANGE: the range, for callers that read the rule. */
  source?: unknown;
}

type Test = (value: Scalar, values: readonly Scalar[]) => boolean;

const number = (test: (n: number, a: number, b: number) => boolean): Test => {
  return (value, [a = null, b = null]) => typeof value === 'number' && test(value, Number(a), Number(b));
};
const day = (test: (n: number, a: number, b: number) => boolean): Test => {
  return (value, [a = null, b = null]) =>
    value instanceof Day && test(Math.floor(value.serial), dayOf(a), dayOf(b));
};
const text = (test: (t: string, target: string) => boolean): Test => {
  return (value, [a = null]) => typeof value === 'string' && test(value, String(a));
};

const TESTS: Record<string, Test> = {
  CHECKBOX: (value, [checked = true, uncheckedValue = false]) =>
    same(value, checked) || same(value, uncheckedValue),
  VALUE_IN_LIST: (value, values) => values.some((choice) => same(value, choice)),
  NUMBER_BETWEEN: number((n, a, b) => n >= a && n <= b),
  NUMBER_NOT_BETWEEN: number((n, a, b) => n < a || n > b),
  NUMBER_EQUAL_TO: number((n, a) => n === a),
  NUMBER_NOT_EQUAL_TO: number((n, a) => n !== a),
  NUMBER_GREATER_THAN: number((n, a) => n > a),
  NUMBER_GREATER_THAN_OR_EQUAL_TO: number((n, a) => n >= a),
  NUMBER_LESS_THAN: number((n, a) => n < a),
  NUMBER_LESS_THAN_OR_EQUAL_TO: number((n, a) => n <= a),
  DATE_IS_VALID_DATE: (value) => value instanceof Day,
  DATE_AFTER: day((n, a) => n > a),
  DATE_BEFORE: day((n, a) => n < a),
  DATE_BETWEEN: day((n, a, b) => n >= a && n <= b),
  DATE_EQUAL_TO: day((n, a) => n === a),
  DATE_NOT_BETWEEN: day((n, a, b) => n < a || n > b),
  DATE_ON_OR_AFTER: day((n, a) => n >= a),
  DATE_ON_OR_BEFORE: day((n, a) => n <= a),
  TEXT_CONTAINS: text((t, target) => t.includes(target)),
  TEXT_DOES_NOT_CONTAIN: (value, [a = null]) => !String(value ?? '').includes(String(a)),
  TEXT_EQUAL_TO: text((t, target) => t === target),
  TEXT_IS_VALID_EMAIL: text((t) => /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(t)),
  TEXT_IS_VALID_URL: text((t) => /^(?:https?:\/\/)?[\w-]+(?:\.[\w-]+)+(?:[/?#]\S*)?$/i.test(t)),
};

/** Blank cells are always allowed. */
export function satisfies(rule: ValidationRule, value: Scalar): boolean {
  if (value === null || value === '') return true;
  if (rule.criterion === 'VALUE_IN_RANGE') return TESTS.VALUE_IN_LIST!(value, rule.list?.() ?? []);
  return TESTS[rule.criterion]?.(value, rule.values) ?? true;
}

/** The exception for a refused entry. */
export function violation(cell: string, rule: ValidationRule): Error {
  const advice =
    rule.criterion === 'VALUE_IN_LIST' || rule.criterion === 'VALUE_IN_RANGE'
      ? ` Please enter one of the following values: ${(rule.list?.() ?? rule.values).map(String).join(', ')}.`
      : (rule.helpText ?? '') && ` ${rule.helpText}`;
  return new Error(
    `The data you entered in cell ${cell} violates the data validation rules set on this cell.${advice}`,
  );
}

/** The value of an unchecked box. */
export function uncheckedValue(rule: ValidationRule): Scalar {
  return rule.values.length > 0 ? (rule.values[1] ?? null) : false;
}

/** The value after a cell's content is deleted: a checkbox stays, unchecked. */
export function emptyValue(rule: ValidationRule | null): Scalar {
  return rule?.criterion === 'CHECKBOX' ? uncheckedValue(rule) : null;
}

/** Lists contain texts: a number or boolean matches the text of its value. */
function same(value: Scalar, choice: Scalar): boolean {
  if (value instanceof Fault || choice instanceof Fault) return false;
  if (typeof value === typeof choice) return value === choice;
  return typeof choice === 'string' && choice.toLowerCase() === String(value).toLowerCase();
}

function dayOf(value: Scalar): number {
  return value instanceof Day ? Math.floor(value.serial) : toNumber(value);
}
