/** What the pages call a button, a panel or a job stands in the interface in these words: readers look for them there. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { tokenizer } from 'acorn';
import { transformSync } from 'esbuild';
import { REGISTRY } from '../../src/tools/registry';

const ROOT = join(__dirname, '../..');
const filesIn = (folder: string): string[] =>
  readdirSync(join(ROOT, folder), { recursive: true })
    .map((name) => join(folder, String(name)))
    .sort();

/** Pages for people who use the add-on; *slanted* words are labels there. */
const PAGES = [
  'README.md',
  'docs/faq.md',
  'docs/install.md',
  'docs/permissions.md',
  'docs/sandbox.md',
  'docs/what-it-touches.md',
  ...filesIn('docs/how-to'),
  ...filesIn('docs/marketplace'),
].filter((name) => name.endsWith('.md'));

/** Labels of Google's own pages, and the two other things that are slanted: what a person says, and emphasis. */
const ELSEWHERE = new Set(
  [
    'Extensions|Apps Script|Make a copy|Share|Viewer|Project settings|Script ID|Deploy|Test deployments|Editor add-on',
    'Create new test|Execute|Advanced|Go to Tracer Tools|Google hasn’t verified this app|Google Apps Script API|File',
    'Version history|External|Internal|App configuration|Public|Private|Store listing|Office applications|Unknown function',
    'Google Workspace Marketplace SDK|Sheets add-on script version|You do not have permission to call …',
    'Anyone with the link|Sorry, unable to open the file at this time|restricted|owner’s',
  ].flatMap((line) => line.split('|')),
);

/** Texts of the interface; what is put together at run time stands for anything. */
function interfaceTexts(): (label: string) => boolean {
  const exact = new Set<string>();
  const composed: RegExp[] = [];
  const sources = [
    ...filesIn('sidebar'),
    ...filesIn('src/addon'),
    ...filesIn('sandbox/playground/src/client'),
  ];
  for (const name of sources.filter((source) => source.endsWith('.ts'))) {
    const { code } = transformSync(readFileSync(join(ROOT, name), 'utf8'), { loader: 'ts' });
    let parts: string[] | null = null;
    for (const token of tokenizer(code, { ecmaVersion: 'latest', sourceType: 'module' })) {
      const { type, value } = token as typeof token & { value: unknown };
      if (type.label === 'string') exact.add(String(value));
      else if (type.label === 'template') parts = [...(parts ?? []), String(value)];
      else if (type.label === '`' && parts !== null) {
        const letters = parts.join('').replace(/[^a-z]/gi, '').length;
        // Less than a word is in many labels.
        if (letters >= 4)
          composed.push(
            new RegExp(
              `^${parts.map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('.{1,40}')}$`,
            ),
          );
        parts = null;
      }
    }
  }
  for (const tool of REGISTRY) if ('title' in tool) exact.add(tool.title);
  for (const tool of REGISTRY) if ('menu' in tool) exact.add(tool.menu.text);
  return (label) => exact.has(label) || composed.some((text) => text.test(label));
}

const isInInterface = interfaceTexts();
const plain = (text: string) => text.replace(/\s+/g, ' ').replace(/'/g, '’').trim();

/** As a page writes a label: with ’ or ', without the dots of one that opens a window, with … for a name in it. */
const spellings = (label: string): string[] =>
  [label, label.replace(/’/g, "'"), `${label}…`, label.replace('“…”', '“a name…”')].flatMap((text) => [
    text,
    `${text}, daily`,
  ]);

function labelsOf(page: string): string[] {
  const text = readFileSync(join(ROOT, page), 'utf8')
    .replace(/^ {4}.*$/gm, '')
    .replace(/```[\s\S]*?```|`[^`]*`/g, '');
  return [...text.matchAll(/(?<![*\w\\])\*(?![\s*])([^*]+?)\*(?!\*)/g)].flatMap(([, words]) =>
    plain(words!).split(' › '),
  );
}

test.each(PAGES)('%s: every label is in the interface', (page) => {
  const missing = labelsOf(page).filter(
    (label) => !ELSEWHERE.has(label) && !spellings(label).some(isInInterface),
  );
  expect(missing).toEqual([]);
});

test('the pages have labels, and a word that is none is found', () => {
  expect(PAGES.flatMap(labelsOf).length).toBeGreaterThan(120);
  expect([isInInterface('Keep fresh'), isInInterface('Choose 2'), isInInterface('Keep it fresh')]).toEqual([
    true,
    true,
    false,
  ]);
});
