// npm run docs: the pages made from the code: docs/functions, docs/codes.md and docs/errors.md.
// With --check nothing is written; it ends with 1 where a committed page differs from what the code says.
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { load, ROOT } from './lib.mjs';
import { ownOptions } from './options.mjs';

const { FILE_TOOLS, TOOLS } = load('scripts/declared.ts', 'declared');
const { CODES } = load('src/core/codes.ts', 'codes');
const { ERROR_ANSWERS } = load('test/cave/error-answers.ts', 'errors');

const MADE = '<!-- Made by `npm run docs` from the code. Do not edit. -->\n';
const FACES = {
  F: 'as a formula in a cell',
  M: 'in the sidebar',
  T: 'on a schedule',
  L: 'on the command line',
};
const FAMILIES = {
  get: 'Looking things up',
  check: 'Checking',
  count: 'Counting',
  calc: 'Calculating',
  convert: 'Converting',
  make: 'Making links and meshes',
  bucket: 'Buckets',
  triage: 'Triage',
  gsheet: 'Tabs of this spreadsheet',
};
/** Functions that the Python library does not have. */
const BEYOND = new Set(['get_seg_mesh', 'get_coords', 'check_links']);
const CODE_FAMILIES = [
  ['Transient: asking again later may help', (code) => CODES[code].transient],
  ['Permanent: something has to be done first', (code) => !CODES[code].transient],
];

const cell = (text) => String(text).replace(/\|/g, '\\|').replace(/\s+/g, ' ');
const row = (...cells) => `| ${cells.map(cell).join(' | ')} |`;
const page = (...lines) => `${MADE}\n${lines.join('\n')}\n`;
const sentence = (text) => `${text.charAt(0).toUpperCase()}${text.slice(1)}${/[.!?]$/.test(text) ? '' : '.'}`;

function signature(tool) {
  const params = tool.params.map(({ name, optional }) => (optional ? `[${name}]` : name));
  return tool.formula === '' ? `${tool.name} ${params.join(' ')}` : `${tool.formula}(${params.join(', ')})`;
}

/** The title in the reference: the formula, or the name of a function without one. */
const titleOf = (tool) => tool.formula || tool.name;

function usual(param) {
  if (!param.optional) return 'needed';
  if (param.name === 'datastack') return 'from Settings';
  if (param.defaultValue === undefined || param.defaultValue === '') return 'none';
  return typeof param.defaultValue === 'boolean'
    ? String(param.defaultValue).toUpperCase()
    : param.defaultValue;
}

function functionPage(tool) {
  const params =
    tool.params.length === 0
      ? ['It takes no arguments.']
      : [
          '| argument | what it is | if left out |',
          '| --- | --- | --- |',
          ...tool.params.map((param) => {
            const choices = param.choices ? ` One of ${param.choices.join(', ')}.` : '';
            return row(`\`${param.name}\``, `${sentence(param.description)}${choices}`, usual(param));
          }),
        ];
  const faces = [...tool.surfaces].map((face) => FACES[face]).filter(Boolean);
  return page(
    `# ${titleOf(tool)}`,
    '',
    tool.summary,
    '',
    `    ${tool.formula === '' ? 'npx tracertools ' : '='}${signature(tool)}`,
    '',
    ...params,
    '',
    `**Gives** ${sentence(tool.returns)}`,
    '',
    `**Example** \`${tool.example.formula}\` shows \`${tool.example.shows}\``,
    '',
    ...(tool.details ? [tool.details, ''] : []),
    `Works ${faces.join(', ')}. ${upstream(tool)}`,
    ...(tool.heavy ? ['', 'The work is done by [the companion](../companion.md).'] : []),
    '',
    'A cell that starts with `#TT ` holds no answer: see [the codes](../codes.md).',
    '',
    '[All functions](README.md)',
  );
}

const upstream = (tool) =>
  BEYOND.has(tool.name)
    ? 'The Python library tracertools has no such function.'
    : `In the Python library tracertools it is \`${tool.name.replace(/_swc$/, '')}\`.`;

function indexPage() {
  const lines = ['# Functions', '', `${TOOLS.length} formulas, by what they are for.`, ''];
  const families = [...new Set(TOOLS.map((tool) => tool.family))];
  for (const family of families) {
    lines.push(`## ${FAMILIES[family] ?? family}`, '', '| formula | what it does |', '| --- | --- |');
    for (const tool of TOOLS.filter((each) => each.family === family)) {
      lines.push(row(`[\`${signature(tool)}\`](${tool.formula}.md)`, tool.summary));
    }
    lines.push('');
  }
  lines.push('## Files', '', 'These make files: from the sidebar, or on the command line.', '');
  lines.push('| function | what it does |', '| --- | --- |');
  for (const tool of FILE_TOOLS) lines.push(row(`[\`${tool.name}\`](${tool.name}.md)`, tool.summary));
  lines.push('');
  return page(
    ...lines,
    'Ids go in as text. A number that has lost digits is refused, never looked up. Blank cells stay blank.',
  );
}

function codesPage() {
  const lines = [
    '# Codes',
    '',
    'A cell that holds no answer starts with `#TT `, a code and a colon; the text after it says what happened.',
    'They can be filtered and counted: `=COUNTIF(B2:B, "#TT UNKNOWN*")`.',
    'What CAVE answered in each case: [errors](errors.md).',
    '',
  ];
  for (const [title, belongs] of CODE_FAMILIES) {
    lines.push(`## ${title}`, '', '| code | when | what to do |', '| --- | --- | --- |');
    for (const [code, { meaning: when, remedy }] of Object.entries(CODES)) {
      if (belongs(code)) lines.push(row(`\`${code}\``, when, remedy));
    }
    lines.push('');
  }
  return page(...lines.slice(0, -1));
}

const FAILURES = {
  network: 'no connection',
  timeout: 'no answer',
  cut: 'a broken answer',
  blocked: 'not sent',
  cancelled: 'not sent',
  deadline: 'not sent',
};

/** Status and relevant text of a recorded reply. */
function answerOf({ status = 200, failure, body = '', headers = {} }) {
  if (failure) return FAILURES[failure];
  if (headers.location) return `${status}, to ${headers.location}`;
  const text = String(body);
  const title = /<title>([^<]*)/.exec(text)?.[1];
  const word = /"(?:message|Error)":"((?:[^"\\\\]|\\\\.)*)"/.exec(text)?.[1];
  const shown = title ?? word ?? text;
  const bare = shown.replace(new RegExp(`^${status} `), '').replace(/\\n/g, ' ');
  return `${status}${bare === '' ? '' : ` \`${bare.slice(0, 100)}\``}`;
}

function errorsPage() {
  const lines = [
    '# What a cell says when CAVE fails',
    '',
    'Every error answer of every service, and the text that stands in the cell then. A test holds each row',
    '(`test/cave/error-answers.ts`). Where a second answer is named, the runner looks for the cause first: the',
    'auth service is asked about the token, the terms, the permission or the name, once in a run.',
    '',
  ];
  for (const { service, rows } of ERROR_ANSWERS) {
    const title = service.charAt(0).toUpperCase() + service.slice(1);
    lines.push(
      `## ${title}`,
      '',
      '| situation | the service answers | the cell says | transient |',
      '| --- | --- | --- | --- |',
    );
    for (const [situation, answer, code, text, confirmation] of rows) {
      const then = confirmation ? `; ${confirmation.of}: ${confirmation.words}` : '';
      const transient = CODES[code].transient ? 'yes' : 'no';
      lines.push(row(situation, `${answerOf(answer)}${then}`, `\`#TT ${code}: ${text}\``, transient));
    }
    lines.push('');
  }
  return page(...lines.slice(0, -1));
}

const files = new Map([
  ...[...TOOLS, ...FILE_TOOLS].map((tool) => [`docs/functions/${titleOf(tool)}.md`, functionPage(tool)]),
  ['docs/functions/README.md', indexPage()],
  ['docs/codes.md', codesPage()],
  ['docs/errors.md', errorsPage()],
]);
const folder = join(ROOT, 'docs', 'functions');
const there = existsSync(folder) ? readdirSync(folder).map((name) => `docs/functions/${name}`) : [];
const surplus = there.filter((name) => !files.has(name));
const changed = [...files].filter(([name, text]) => {
  const path = join(ROOT, name);
  return !existsSync(path) || readFileSync(path, 'utf8') !== text;
});

const { values } = ownOptions({ check: { type: 'boolean' } });
if (values.check) {
  const stale = [...changed.map(([name]) => name), ...surplus];
  if (stale.length > 0) {
    console.error(`not as the code says: ${stale.join(', ')}\nrun npm run docs and commit what it writes`);
    process.exitCode = 1;
  }
} else {
  mkdirSync(folder, { recursive: true });
  for (const [name, text] of changed) writeFileSync(join(ROOT, name), text);
  for (const name of surplus) rmSync(join(ROOT, name));
  console.log(`${changed.length} pages written, ${surplus.length} removed, ${files.size} in all`);
}
