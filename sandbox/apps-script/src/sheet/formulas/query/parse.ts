/** Parses the language of QUERY: select, where, group by, order by, limit, offset, label. */

export type Expression =
  | { kind: 'column'; name: string }
  | { kind: 'aggregate'; by: Aggregate; name: string };

export type Aggregate = 'sum' | 'count' | 'avg' | 'min' | 'max';

export type Condition =
  | { kind: 'and'; left: Condition; right: Condition }
  | { kind: 'or'; left: Condition; right: Condition }
  | { kind: 'not'; of: Condition }
  | { kind: 'null'; column: string; is: boolean }
  | { kind: 'compare'; column: string; operator: string; value: Literal };

export type Literal = string | number | boolean | { date: string };

export interface Query {
  /** null selects every column. */
  select: Expression[] | null;
  where: Condition | null;
  groupBy: string[];
  orderBy: { by: Expression; ascending: boolean }[];
  limit: number | null;
  offset: number;
  labels: { of: Expression; text: string }[];
}

export class QueryError extends Error {}

const TOKEN = /\s*(`[^`]+`|"[^"]*"|'[^']*'|-?\d+(?:\.\d+)?|[A-Za-z_]\w*|<>|!=|<=|>=|[=<>(),*])/y;
const AGGREGATES = new Set(['sum', 'count', 'avg', 'min', 'max']);
const OPERATORS = new Set(['=', '!=', '<>', '<', '>', '<=', '>=']);
const WORDS = new Set(['contains', 'matches', 'like']);
/** Clauses of Google's language that this model lacks. */
const MISSING = new Set(['pivot', 'format', 'options', 'skipping']);

function tokens(text: string): string[] {
  const found: string[] = [];
  TOKEN.lastIndex = 0;
  for (let at = 0; at < text.trimEnd().length; at = TOKEN.lastIndex) {
    const match = TOKEN.exec(text);
    if (!match) throw new QueryError(`PARSE_ERROR: ${text.slice(at).trim().slice(0, 20)}`);
    found.push(match[1]!);
  }
  return found;
}

class Reader {
  private at = 0;

  constructor(private readonly list: readonly string[]) {}

  /** Consumes the next words if they are these (in lower case). Returns whether they were. */
  take(...words: string[]): boolean {
    if (!words.every((word, i) => this.list[this.at + i]?.toLowerCase() === word)) return false;
    this.at += words.length;
    return true;
  }

  next(): string {
    const token = this.list[this.at++];
    if (token === undefined) throw new QueryError('PARSE_ERROR: the query ends early');
    return token;
  }

  get done(): boolean {
    return this.at >= this.list.length;
  }

  fail(): never {
    throw new QueryError(`PARSE_ERROR: Encountered "${this.list[this.at] ?? '<EOF>'}"`);
  }

  need(word: string): void {
    if (!this.take(word)) this.fail();
  }

  column(): string {
    const token = this.next();
    if (token.startsWith('`')) return token.slice(1, -1);
    if (!/^[A-Za-z_]\w*$/.test(token)) {
      this.at--;
      this.fail();
    }
    return token;
  }

  expression(): Expression {
    const name = this.column();
    if (!AGGREGATES.has(name.toLowerCase()) || !this.take('(')) return { kind: 'column', name };
    const inner = this.column();
    this.need(')');
    return { kind: 'aggregate', by: name.toLowerCase() as Aggregate, name: inner };
  }

  several<T>(item: () => T): T[] {
    const items = [item()];
    while (this.take(',')) items.push(item());
    return items;
  }

  literal(): Literal {
    const token = this.next();
    if (/^["']/.test(token)) return token.slice(1, -1);
    if (/^-?\d/.test(token)) return Number(token);
    const word = token.toLowerCase();
    if (word === 'true' || word === 'false') return word === 'true';
    if (word === 'date' || word === 'datetime') return { date: this.next().slice(1, -1) };
    this.at--;
    return this.fail();
  }

  text(): string {
    const value = this.literal();
    return typeof value === 'string' ? value : this.fail();
  }

  count(): number {
    const value = this.literal();
    return typeof value === 'number' && value >= 0 ? Math.trunc(value) : this.fail();
  }

  condition(): Condition {
    let left = this.conjunction();
    while (this.take('or')) left = { kind: 'or', left, right: this.conjunction() };
    return left;
  }

  private conjunction(): Condition {
    let left = this.negation();
    while (this.take('and')) left = { kind: 'and', left, right: this.negation() };
    return left;
  }

  private negation(): Condition {
    if (this.take('not')) return { kind: 'not', of: this.negation() };
    if (!this.take('(')) return this.comparison();
    const inner = this.condition();
    this.need(')');
    return inner;
  }

  private comparison(): Condition {
    const column = this.column();
    if (this.take('is', 'not', 'null')) return { kind: 'null', column, is: false };
    if (this.take('is', 'null')) return { kind: 'null', column, is: true };
    if (this.take('starts', 'with'))
      return { kind: 'compare', column, operator: 'starts', value: this.text() };
    if (this.take('ends', 'with')) return { kind: 'compare', column, operator: 'ends', value: this.text() };
    const operator = this.next().toLowerCase();
    if (WORDS.has(operator)) return { kind: 'compare', column, operator, value: this.text() };
    if (!OPERATORS.has(operator)) {
      this.at--;
      this.fail();
    }
    return { kind: 'compare', column, operator: operator === '<>' ? '!=' : operator, value: this.literal() };
  }
}

export function parseQuery(text: string): Query {
  const reader = new Reader(tokens(text));
  const query: Query = {
    select: null,
    where: null,
    groupBy: [],
    orderBy: [],
    limit: null,
    offset: 0,
    labels: [],
  };
  if (reader.take('select') && !reader.take('*')) query.select = reader.several(() => reader.expression());
  if (reader.take('where')) query.where = reader.condition();
  if (reader.take('group', 'by')) query.groupBy = reader.several(() => reader.column());
  if (reader.take('order', 'by')) {
    query.orderBy = reader.several(() => {
      const by = reader.expression();
      const descending = reader.take('desc');
      reader.take('asc');
      return { by, ascending: !descending };
    });
  }
  if (reader.take('limit')) query.limit = reader.count();
  if (reader.take('offset')) query.offset = reader.count();
  if (reader.take('label')) {
    query.labels = reader.several(() => ({ of: reader.expression(), text: reader.text() }));
  }
  if (!reader.done) {
    const clause = reader.next();
    const isKnown = MISSING.has(clause.toLowerCase());
    throw new QueryError(
      isKnown ? `${clause} is not part of the stand-in` : `PARSE_ERROR: Encountered "${clause}"`,
    );
  }
  return query;
}
