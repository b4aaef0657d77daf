/** The bundle as Apps Script reads it on saving: parsed by an old parser, with the list of its top-level functions. */

import { type Comment, type Node, parse } from 'acorn';

export interface TopFunction {
  name: string;
  params: string[];
  /** The JSDoc block directly above, or ''. */
  doc: string;
  /** The function has @customfunction, so it appears in autocompletion. */
  custom: boolean;
  /** Cells, pages and menus can call it: its name does not end with an underscore. */
  visible: boolean;
}

export interface Script {
  code: string;
  functions: TopFunction[];
  find(name: string): TopFunction | undefined;
}

interface Named extends Node {
  type: string;
  id?: { name: string } | null;
  params?: Node[];
  init?: Named | null;
  declarations?: Named[];
}

/** A large script and its functions as JSON. */
interface LastScript {
  code: string;
  functions: string;
}

/**
 * The last large script: a process often creates many hosts for one bundle, and parsing it takes a tenth of a second.
 * It is a global object, because jest loads this module again for each test file.
 */
function lastScript(): LastScript {
  const name = Symbol.for('@tracer-tools/apps-script/last-script');
  const shared = globalThis as { [name]?: LastScript };
  shared[name] ??= { code: '', functions: '' };
  return shared[name];
}
const LARGE = 100_000;

/** Throws for syntax that the parser refuses on saving: BigInt literals, class fields, `?.`, modules. */
export function readScript(code: string): Script {
  const last = lastScript();
  const functions = last.code === code ? (JSON.parse(last.functions) as TopFunction[]) : parseScript(code);
  if (code.length >= LARGE && last.code !== code)
    Object.assign(last, { code, functions: JSON.stringify(functions) });
  return { code, functions, find: (name) => functions.find((candidate) => candidate.name === name) };
}

function parseScript(code: string): TopFunction[] {
  const comments: Comment[] = [];
  let body: Named[];
  try {
    const tree = parse(code, { ecmaVersion: 2019, sourceType: 'script', onComment: comments });
    body = tree.body as Named[];
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new SyntaxError(`The script cannot be saved, its syntax is newer than ES2019: ${reason}`);
  }
  const found = new Map<string, TopFunction>();
  for (const statement of body) {
    for (const [name, definition] of functionsOf(statement)) {
      const doc = docAbove(code, comments, statement.start);
      found.set(name, {
        name,
        params: (definition.params ?? []).map((param) => code.slice(param.start, param.end)),
        doc,
        custom: doc.includes('@customfunction'),
        visible: !name.endsWith('_'),
      });
    }
  }
  return [...found.values()];
}

function functionsOf(statement: Named): [string, Named][] {
  if (statement.type === 'FunctionDeclaration' && statement.id) return [[statement.id.name, statement]];
  if (statement.type !== 'VariableDeclaration') return [];
  return (statement.declarations ?? []).flatMap((declarator): [string, Named][] => {
    const initializer = declarator.init;
    const isFunction =
      initializer?.type === 'FunctionExpression' || initializer?.type === 'ArrowFunctionExpression';
    return initializer && isFunction && declarator.id ? [[declarator.id.name, initializer]] : [];
  });
}

function docAbove(code: string, comments: Comment[], start: number): string {
  const block = comments.filter((comment) => comment.end <= start && comment.type === 'Block').at(-1);
  if (!block?.value.startsWith('*')) return '';
  return code.slice(block.end, start).trim() === '' ? code.slice(block.start, block.end) : '';
}
