/** Splits formula text into tokens. */
import { type Ref, readRef } from './reference';

export type Token =
  | { kind: 'number'; text: string; value: number }
  | { kind: 'text'; text: string; value: string }
  | { kind: 'ref'; text: string; ref: Ref }
  | { kind: 'fault'; text: string }
  | { kind: 'name'; text: string }
  | { kind: 'mark'; text: string }
  | { kind: 'space'; text: string };

const TAB = "(?:'((?:[^']|'')+)'|([A-Za-z0-9_.\\u0080-\\uffff]+))!";
const CELL = '\\$?[A-Za-z]{1,3}\\$?\\d+';
const COLUMN = '\\$?[A-Za-z]{1,3}';
const ROW = '\\$?\\d+';
const AREA = `${CELL}:${CELL}|${CELL}:${COLUMN}|${CELL}:${ROW}|${COLUMN}:${CELL}|${CELL}|${COLUMN}:${COLUMN}|${ROW}:${ROW}`;
const REF = new RegExp(`(?:${TAB})?(${AREA})(?![\\w(.!:])`, 'y');
const LOST = new RegExp(`(?:${TAB})?#REF!`, 'y');
const FAULT = /#(?:REF!|N\/A|VALUE!|DIV\/0!|NAME\?|NUM!|ERROR!)/y;
const NUMBERS = {
  '.': /(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?/y,
  ',': /(?:\d+,?\d*|,\d+)(?:[eE][+-]?\d+)?/y,
};
const TEXT = /"(?:[^"]|"")*"/y;
const NAME = /[A-Za-z_\u0080-\uffff][\w.\u0080-\uffff]*/y;
const MARK = /<>|<=|>=|[-+*/^&=<>%(){},;:\\]/y;
const SPACE = /\s+/y;

function at(expression: RegExp, source: string, index: number): RegExpExecArray | null {
  expression.lastIndex = index;
  return expression.exec(source);
}

/** The tokens of a formula without '='; null if a character starts no token. */
export function tokenize(source: string, decimal: '.' | ',' = '.'): Token[] | null {
  const tokens: Token[] = [];
  for (let index = 0; index < source.length; ) {
    const token = next(source, index, decimal);
    if (!token) return null;
    tokens.push(token);
    index += token.text.length;
  }
  return tokens;
}

function next(source: string, index: number, decimal: '.' | ','): Token | null {
  const space = at(SPACE, source, index);
  if (space) return { kind: 'space', text: space[0] };
  const reference = at(REF, source, index);
  if (reference) {
    const tab = reference[1]?.replace(/''/g, "'") ?? reference[2] ?? null;
    const ref = readRef(reference[3]!, tab);
    if (ref) return { kind: 'ref', text: reference[0], ref };
  }
  const fault = at(LOST, source, index) ?? at(FAULT, source, index);
  if (fault) return { kind: 'fault', text: fault[0] };
  const number = at(NUMBERS[decimal], source, index);
  if (number) return { kind: 'number', text: number[0], value: Number(number[0].replace(',', '.')) };
  const text = at(TEXT, source, index);
  if (text) return { kind: 'text', text: text[0], value: text[0].slice(1, -1).replace(/""/g, '"') };
  const name = at(NAME, source, index);
  if (name) return { kind: 'name', text: name[0] };
  const mark = at(MARK, source, index);
  return mark && { kind: 'mark', text: mark[0] };
}
