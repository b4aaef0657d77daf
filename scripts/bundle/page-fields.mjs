// Removes from the add-on the fields of the declarations that only the reference pages and the tests read.
import { readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { parse } from 'acorn';
import esbuild from 'esbuild';
import { ROOT } from '../lib.mjs';
import { SYNTAX } from './syntax.mjs';

/** Fields of object literals, by the sources that hold them. */
const PAGE_FIELDS = [
  { sources: /^src\/tools\//, fields: ['shows'] },
  { sources: /^src\/core\/codes\.ts$/, fields: ['meaning', 'remedy'] },
];

/** The ranges of these fields in a script, with their commas. */
function spansOf(script, fields) {
  const spans = [];
  const visit = (node) => {
    if (node === null || typeof node !== 'object') return;
    if (node.type === 'ObjectExpression') {
      node.properties.forEach((property, i) => {
        const { key, value, start } = property;
        if (!fields.includes(key?.name) || value.type === 'FunctionExpression') return;
        const next = node.properties[i + 1];
        spans.push([start, next ? next.start : node.end - 1]);
      });
    }
    for (const part of Object.values(node))
      if (Array.isArray(part)) part.forEach(visit);
      else visit(part);
  };
  visit(parse(script, { ecmaVersion: 'latest', sourceType: 'module' }));
  return spans;
}

/**
 * Removes those fields. Throws where a source reads one of them, or where there is none: then the list is out of date.
 */
export function withoutPageFields(sources) {
  const found = new Set();
  for (const path of sources) {
    const read = new RegExp(`\\.(${PAGE_FIELDS.flatMap(({ fields }) => fields).join('|')})\\b(?!\\()`).exec(
      readFileSync(join(ROOT, path), 'utf8'),
    );
    if (read)
      throw new Error(
        `${path} reads ${read[1]}, which scripts/bundle/page-fields.mjs leaves out of the add-on`,
      );
  }
  return {
    name: 'without-page-fields',
    setup(build) {
      build.onLoad({ filter: /\.ts$/ }, ({ path }) => {
        const source = relative(ROOT, path).split(sep).join('/');
        const { fields } = PAGE_FIELDS.find(({ sources }) => sources.test(source)) ?? {};
        if (!fields) return null;
        let { code } = esbuild.transformSync(readFileSync(path, 'utf8'), { loader: 'ts', ...SYNTAX });
        for (const [start, end] of spansOf(code, fields).reverse()) {
          found.add(/\w+/.exec(code.slice(start))[0]);
          code = code.slice(0, start) + code.slice(end);
        }
        return { contents: code, loader: 'js' };
      });
      build.onEnd(() => {
        const missing = PAGE_FIELDS.flatMap(({ fields }) => fields).filter((field) => !found.has(field));
        if (missing.length > 0)
          throw new Error(
            `no source has the field ${missing[0]} any more: see PAGE_FIELDS in scripts/bundle/page-fields.mjs`,
          );
      });
    },
  };
}
