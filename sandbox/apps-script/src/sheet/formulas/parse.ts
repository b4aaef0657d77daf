/**
 * Parses a formula into a tree. Tree and text share the reference objects, so that moving cells updates both at once.
 */

import { activeLocale } from '../values/locale';
import { Fault } from '../values/values';
import { type Ref, refText } from './reference';
import { type Token, tokenize } from './tokens';

export type FormulaNode =
  | { kind: 'literal'; value: string | number | boolean | Fault | null }
  | { kind: 'ref'; ref: Ref }
  | { kind: 'unary'; operator: '+' | '-'; operand: FormulaNode }
  | { kind: 'percent'; operand: FormulaNode }
  | { kind: 'binary'; operator: string; left: FormulaNode; right: FormulaNode }
  | { kind: 'call'; name: string; args: FormulaNode[] }
  | { kind: 'array'; rows: FormulaNode[][] };

export interface ParsedFormula {
  /** Text between references, and the references, in order. */
  pieces: (string | Ref)[];
  tree: FormulaNode;
  refs: Ref[];
  /** Names of called functions, in capitals. */
  calls: Set<string>;
}

/** Precedence of the binary operators, lowest first. */
const STRENGTH: Record<string, number> = {
  '=': 1,
  '<>': 1,
  '<': 1,
  '>': 1,
  '<=': 1,
  '>=': 1,
  '&': 2,
  '+': 3,
  '-': 3,
  '*': 4,
  '/': 4,
  '^': 5,
};
const POSITION_ONLY = new Set(['ROW', 'COLUMN', 'ROWS', 'COLUMNS']);

/** An omitted argument of a function: `F(A1,,2)`. */
export const SKIPPED: FormulaNode = { kind: 'literal', value: null };

class Reader {
  private index = 0;
  readonly refs: Ref[] = [];
  readonly calls = new Set<string>();

  constructor(
    private readonly tokens: Token[],
    /** True if a comma separates arguments and the columns of an array; `;` separates arguments in every locale. */
    private readonly comma: boolean,
  ) {}

  whole(): FormulaNode {
    const tree = this.expression(0);
    if (this.index < this.tokens.length) throw new SyntaxError('text after the formula');
    return tree;
  }

  private peek(): string {
    const token = this.tokens[this.index];
    return token?.kind === 'mark' ? token.text : '';
  }

  private take(mark: string): boolean {
    if (this.peek() !== mark) return false;
    this.index++;
    return true;
  }

  private expect(mark: string): void {
    if (!this.take(mark)) throw new SyntaxError(`${mark} expected`);
  }

  private expression(least: number): FormulaNode {
    let left = this.unary();
    for (;;) {
      const operator = this.peek();
      const strength = STRENGTH[operator] ?? 0;
      if (strength === 0 || strength <= least) return left;
      this.index++;
      left = { kind: 'binary', operator, left, right: this.expression(strength) };
    }
  }

  private unary(): FormulaNode {
    const operator = this.peek();
    if (operator === '-' || operator === '+') {
      this.index++;
      return { kind: 'unary', operator, operand: this.unary() };
    }
    let operand = this.primary();
    while (this.take('%')) operand = { kind: 'percent', operand };
    return operand;
  }

  private primary(): FormulaNode {
    const token = this.tokens[this.index++];
    if (!token) throw new SyntaxError('formula ends early');
    if (token.kind === 'number' || token.kind === 'text') return { kind: 'literal', value: token.value };
    if (token.kind === 'fault') return { kind: 'literal', value: literalFault(token.text) };
    if (token.kind === 'ref') {
      this.refs.push(token.ref);
      return { kind: 'ref', ref: token.ref };
    }
    if (token.kind === 'name') return this.named(token.text);
    if (token.text === '(') {
      const inner = this.expression(0);
      this.expect(')');
      return inner;
    }
    if (token.text === '{') return this.array();
    throw new SyntaxError(`unexpected ${token.text}`);
  }

  private named(text: string): FormulaNode {
    const name = text.toUpperCase();
    if (!this.take('(')) {
      if (name === 'TRUE' || name === 'FALSE') return { kind: 'literal', value: name === 'TRUE' };
      return { kind: 'literal', value: new Fault('#NAME?', `Unknown range name: '${text.toUpperCase()}'.`) };
    }
    this.calls.add(name);
    const args: FormulaNode[] = [];
    if (this.take(')')) return { kind: 'call', name, args };
    for (;;) {
      const next = this.peek();
      const isSkipped = (this.comma && next === ',') || next === ';' || next === ')';
      args.push(isSkipped ? SKIPPED : this.argument(name));
      if (this.take(')')) return { kind: 'call', name, args };
      const hasSeparator = (this.comma && this.take(',')) || this.take(';');
      if (!hasSeparator) throw new SyntaxError('argument separator expected');
    }
  }

  private argument(name: string): FormulaNode {
    const node = this.expression(0);
    if (node.kind === 'ref' && POSITION_ONLY.has(name)) node.ref.passive = true;
    return node;
  }

  private array(): FormulaNode {
    const rows: FormulaNode[][] = [[]];
    if (this.take('}')) return { kind: 'array', rows: [] };
    for (;;) {
      rows[rows.length - 1]!.push(this.expression(0));
      if (this.take('}')) return { kind: 'array', rows };
      if (this.take(';')) rows.push([]);
      else if (!(this.comma && this.take(',')) && !this.take('\\')) {
        throw new SyntaxError('array separator expected');
      }
    }
  }
}

function literalFault(text: string): Fault {
  const code = text.slice(text.lastIndexOf('#')) as Fault['code'];
  return new Fault(code, code === '#REF!' ? 'Reference does not exist' : `The formula contains ${code}`);
}

/** Parses formula text without '=', in the notation of the active locale; null means a syntax error. */
export function parseFormula(source: string): ParsedFormula | null {
  const { decimal } = activeLocale();
  const tokens = tokenize(source, decimal);
  if (!tokens) return null;
  const words = tokens.filter((token) => token.kind !== 'space');
  const reader = new Reader(words, decimal === '.');
  try {
    const tree = reader.whole();
    return { pieces: piecesOf(tokens), tree, refs: reader.refs, calls: reader.calls };
  } catch (error) {
    // A RangeError means that brackets are nested deeper than the stack allows.
    if (error instanceof SyntaxError || error instanceof RangeError) return null;
    throw error;
  }
}

function piecesOf(tokens: Token[]): (string | Ref)[] {
  const pieces: (string | Ref)[] = [];
  for (const token of tokens) {
    const last = pieces.length - 1;
    if (token.kind === 'ref') pieces.push(token.ref);
    else if (typeof pieces[last] === 'string') pieces[last] += token.text;
    else pieces.push(token.text);
  }
  return pieces;
}

export function formulaText(pieces: readonly (string | Ref)[]): string {
  return `=${pieces.map((piece) => (typeof piece === 'string' ? piece : refText(piece))).join('')}`;
}
