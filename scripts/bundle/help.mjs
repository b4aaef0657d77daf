// The texts of the Help panel, made during the build: how-to pages, and questions with their answers.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../lib.mjs';

const HOW_TO = join('docs', 'how-to');

/** Removes Markdown syntax from text. */
const plain = (text) =>
  text
    .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/(\*\*|`)([^*`]+)\1/g, '$2')
    .replace(/(^|[\s(“"])\*([^*\s][^*]*)\*/g, '$1$2')
    .trim();

/** Returns paragraphs and list items (with their bullet or number) as lines. */
export function linesOf(markdown) {
  const lines = [];
  let open = false;
  for (const raw of markdown.split('\n')) {
    const item = /^\s*(?:[-*]|([0-9]+)\.)\s+(.*)$/.exec(raw);
    const text = raw.trim();
    if (text === '') open = false;
    else if (item) {
      lines.push(`${item[1] === undefined ? '•' : `${item[1]}.`} ${item[2]}`);
      open = true;
    } else if (open && !raw.startsWith('    ')) lines[lines.length - 1] += ` ${text}`;
    else {
      lines.push(text);
      open = !raw.startsWith('    ');
    }
  }
  return lines.map(plain);
}

/** Entries `{ kind, title, lines }`. */
export function helpEntries() {
  const read = (path) => readFileSync(join(ROOT, path), 'utf8');
  const pages = readdirSync(join(ROOT, HOW_TO)).filter(
    (name) => name.endsWith('.md') && name !== 'README.md',
  );
  const howTos = pages.sort().map((name) => {
    const text = read(join(HOW_TO, name));
    const [, title, rest] = /^# (.+)\n([\s\S]*)$/.exec(text);
    return { kind: 'how-to', title: plain(title), lines: linesOf(rest.replace(/^#+ /gm, '')) };
  });
  const questions = read(join('docs', 'faq.md'))
    .split(/^## /m)
    .slice(1)
    .flatMap((part) => part.split(/^### /m).slice(1))
    .map((part) => {
      const end = part.indexOf('\n');
      return { kind: 'question', title: plain(part.slice(0, end)), lines: linesOf(part.slice(end + 1)) };
    });
  return [...howTos, ...questions];
}
