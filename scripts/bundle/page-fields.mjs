// Removes from the add-on those fields of the declarations that only the sidebar's page, the reference pages and the
// tests read.
import { readFile } from 'node:fs/promises';
import { relative, sep } from 'node:path';
import { parse } from 'acorn';
import esbuild from 'esbuild';
import { ROOT } from '../lib.mjs';
import { SYNTAX } from './syntax.mjs';

/** Sources that read another kind of description; in `args.ts`, that of a required parameter. */
const DESCRIBED = Object.fromEntries(
  [
    'src/tools/declaration/args.ts',
    'src/cave/datasets/config.ts',
    'src/neuroglancer/make-annotations.ts',
    'src/volumes/writing/volume-files.ts',
  ].map((path) => [path, ['description']]),
);

/**
 * Fields of object literals to remove, and the sources that hold them. With `of`, only from literals that also have
 * these fields; with `surfaces`, only from declarations with this one alone, which sources of the add-on do not read.
 * `ownReads` lists sources that read another field of the same name.
 */
const PAGE_FIELDS = [
  { sources: /^src\/tools\//, fields: ['shows', 'command', 'answersOf', 'hasHeavyWork'] },
  {
    sources: /^src\/tools\//,
    fields: ['summary', 'details', 'returns', 'example', 'family'],
    of: ['name', 'surfaces'],
    ownReads: { 'src/addon/jobs/job-view.ts': ['example'] },
  },
  // The add-on names functions of the command line alone in errors, and cannot run them.
  { sources: /^src\/tools\//, fields: ['params', 'outputs'], surfaces: 'commandLine' },
  { sources: /^src\/tools\/jobs\//, fields: ['summary'], of: ['title', 'outputs'] },
  // The error for a missing required parameter contains its description, so that description stays.
  {
    sources: /^src\/tools\//,
    fields: ['description'],
    of: ['name', 'kind', 'optional'],
    ownReads: DESCRIBED,
  },
  {
    sources: /^src\/core\/codes\.ts$/,
    fields: ['meaning', 'remedy'],
    ownReads: { 'src/tools/get/cave-table.ts': ['remedy'] },
  },
];

/** A source that contains none of these words needs no syntax tree: it neither holds nor reads a field. */
const NAMED = new RegExp(`\\b(${PAGE_FIELDS.flatMap(({ fields }) => fields).join('|')})\\b`);

/** A source without its types, and its syntax tree. */
async function parsed(source) {
  const { code } = await esbuild.transform(source, { loader: 'ts', ...SYNTAX });
  return { code, tree: parse(code, { ecmaVersion: 'latest', sourceType: 'module' }) };
}

function visitAll(node, act) {
  if (node === null || typeof node !== 'object') return;
  if (typeof node.type === 'string') act(node);
  for (const part of Object.values(node))
    if (Array.isArray(part)) for (const each of part) visitAll(each, act);
    else visitAll(part, act);
}

/** Positions of the fields in a script, including their commas, last first. */
function spansOf(tree, rules) {
  const spans = [];
  visitAll(tree, (node) => {
    if (node.type !== 'ObjectExpression') return;
    const names = node.properties.map(({ key }) => key?.name);
    const [only, ...others] =
      node.properties.find(({ key }) => key?.name === 'surfaces')?.value.elements ?? [];
    const alone = others.length === 0 ? only?.value : undefined;
    const fields = rules
      .filter(
        ({ of = [], surfaces = alone }) => of.every((name) => names.includes(name)) && surfaces === alone,
      )
      .flatMap((rule) => rule.fields);
    node.properties.forEach(({ value, start }, i) => {
      if (!fields.includes(names[i]) || value.type === 'FunctionExpression') return;
      spans.push([start, node.properties[i + 1]?.start ?? node.end - 1]);
    });
  });
  return spans.sort((a, b) => b[0] - a[0]);
}

/** Omits spans that lie inside another span: fields of a literal that is removed as a whole. */
const outermost = (spans) =>
  spans.filter(([start, end]) => !spans.some(([from, to]) => from < start && end <= to));

/** Names of the fields that a script reads: `tool.details`, `({ details }) => …`. Method calls do not count. */
function readsOf(tree) {
  const reads = new Set();
  const methods = new Set();
  visitAll(tree, (node) => {
    if (node.type === 'CallExpression') methods.add(node.callee);
    if (node.type === 'MemberExpression' && !node.computed && !methods.has(node))
      reads.add(node.property.name);
    if (node.type === 'ObjectPattern') for (const { key } of node.properties) reads.add(key?.name);
  });
  return reads;
}

function refuseReads(path, tree) {
  const reads = readsOf(tree);
  for (const { fields, ownReads } of PAGE_FIELDS.filter(({ surfaces }) => surfaces === undefined)) {
    const read = fields.find((field) => reads.has(field) && !ownReads?.[path]?.includes(field));
    if (read)
      throw new Error(`${path} reads ${read}, which scripts/bundle/page-fields.mjs leaves out of the add-on`);
  }
}

/**
 * Removes the fields. The build fails if a source reads one of them, or if a field does not exist: then the list is out of
 * date.
 */
export function withoutPageFields() {
  const found = new Set();
  return {
    name: 'without-page-fields',
    setup(build) {
      build.onLoad({ filter: /\.ts$/ }, async ({ path }) => {
        const text = await readFile(path, 'utf8');
        if (!NAMED.test(text)) return null;
        const source = relative(ROOT, path).split(sep).join('/');
        const { tree, code: whole } = await parsed(text);
        refuseReads(source, tree);
        const rules = PAGE_FIELDS.filter(({ sources }) => sources.test(source));
        if (rules.length === 0) return null;
        let code = whole;
        const spans = spansOf(tree, rules);
        for (const [start] of spans) found.add(/\w+/.exec(whole.slice(start))[0]);
        for (const [start, end] of outermost(spans)) code = code.slice(0, start) + code.slice(end);
        return { contents: code, loader: 'js' };
      });
      build.onEnd(({ errors }) => {
        if (errors.length > 0) return;
        const missing = PAGE_FIELDS.flatMap(({ fields }) => fields).filter((field) => !found.has(field));
        if (missing.length > 0)
          throw new Error(
            `no source has the field ${missing[0]} any more: see PAGE_FIELDS in scripts/bundle/page-fields.mjs`,
          );
      });
    },
  };
}
