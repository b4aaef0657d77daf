// npm run docs: makes pages from the code: docs/functions, docs/codes.md and docs/errors.md. With --check writes
// nothing, and exits with 1 if a committed page differs from the code.
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { load, ROOT } from './lib.mjs';
import { ownOptions } from './options.mjs';

const { FAMILY_TITLES, REGISTRY, SURFACES, toolsOn } = load('scripts/declared.ts', 'declared');
const { CODES } = load('src/core/codes.ts', 'codes');
const { ERROR_ANSWERS } = load('test/cave/error-answers.ts', 'errors');

const MADE = '<!-- Made by `npm run docs` from the code. Do not edit. -->\n';
/** Functions by surface: the sections and tables of the index. */
const FORMULAS = toolsOn('formula');
const FILES = REGISTRY.filter(({ kind }) => kind === 'files');
const EDITS = toolsOn('sidebar').filter(({ kind }) => kind === 'edit' || kind === 'window');
const COMMANDS = toolsOn('commandLine').filter(({ kind }) => kind === 'server');
const JOBS = toolsOn('columnJob');
/** Functions that the Python library lacks. */
const BEYOND = new Set([
  'bucket_list',
  'get_seg_mesh',
  'get_coords',
  'check_links',
  'calc_mesh_measures',
  'calc_skeleton_measures',
  'get_label_array',
]);
const OUTPUT_WORDS = {
  id: 'id, as text',
  text: 'text',
  link: 'link',
  boolean: 'TRUE or FALSE',
  date: 'date and time, UTC',
};
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

/** How to call it: as a formula, as a command, or only with the form in the sidebar. */
function call(tool) {
  if (tool.formula !== '') return [`    =${signature(tool)}`, ''];
  return tool.surfaces.includes('commandLine') ? [`    npx tracertools ${signature(tool)}`, ''] : [];
}

/** Where it works; for a job that writes its answers, the job. */
function places(tool) {
  const jobs = JOBS.filter(({ answersOf }) => answersOf.includes(tool.name)).map(({ title }) => `“${title}”`);
  const words = tool.surfaces.map((surface) => SURFACES[surface]);
  const all = [...words, ...(jobs.length > 0 ? [`in the job ${jobs.join(' and in ')}`] : [])];
  return [all.slice(0, -1).join(', '), ...all.slice(-1)].filter((part) => part !== '').join(' and ');
}

function outputTable({ outputs }) {
  if (!Array.isArray(outputs)) return [];
  const holds = (output) =>
    OUTPUT_WORDS[output.format] ?? (output.unit === '' ? 'number' : `number, ${output.unit}`);
  return [
    '| column | holds |',
    '| --- | --- |',
    ...outputs.map((one) => row(`\`${one.name}\``, holds(one))),
    '',
  ];
}

const example = ({ example: { formula, command, shows } }) => [
  `**Example** \`${formula ?? command}\` shows \`${shows}\``,
  '',
];

/** Its name in the reference: the formula, or the name of a function without a formula. */
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
  return page(
    `# ${titleOf(tool)}`,
    '',
    tool.summary,
    '',
    ...call(tool),
    ...params,
    '',
    `**Gives** ${sentence(tool.returns)}`,
    '',
    ...outputTable(tool),
    ...('command' in tool.example && !tool.surfaces.includes('commandLine') ? [] : example(tool)),
    ...(tool.details ? [tool.details, ''] : []),
    `Works ${places(tool)}. ${upstream(tool)}`,
    ...(tool.heavy ? ['', heavyWork(tool)] : []),
    '',
    'A cell that starts with `#TT ` holds no answer: see [the codes](../codes.md).',
    '',
    '[All functions](README.md)',
  );
}

const heavyWork = ({ surfaces, family }) =>
  family === 'bucket' && surfaces.includes('sidebar')
    ? 'Sidebar and command line do the work themselves, with your own credentials; [the companion](../companion.md) does it for its own callers, with its own.'
    : `The work is done by [the companion](../companion.md)${surfaces.includes('commandLine') ? '; the command line does it itself' : ''}.`;

const upstream = (tool) =>
  BEYOND.has(tool.name)
    ? 'The Python library tracertools has no such function.'
    : `In the Python library tracertools it is \`${tool.name.replace(/_swc$/, '')}\`.`;

function indexPage() {
  const lines = ['# Functions', '', `${FORMULAS.length} formulas, by what they are for.`, ''];
  const families = [...new Set(FORMULAS.map((tool) => tool.family))];
  for (const family of families) {
    lines.push(`## ${FAMILY_TITLES[family] ?? family}`, '', '| formula | what it does |', '| --- | --- |');
    for (const tool of FORMULAS.filter((each) => each.family === family)) {
      lines.push(row(`[\`${signature(tool)}\`](${tool.formula}.md)`, tool.summary));
    }
    lines.push('');
  }
  const section = (title, words, tools, cells) => {
    lines.push(`## ${title}`, '', words, '', '| function | what it does |', '| --- | --- |');
    lines.push(...tools.map(cells), '');
  };
  const linked = ({ name, summary }) => row(`[\`${name}\`](${name}.md)`, summary);
  section('Files', 'These make files: each page says where.', FILES, linked);
  section('Cells and windows', 'These work from the form in the sidebar.', EDITS, linked);
  section(
    'On the command line',
    'This runs until it is stopped.',
    COMMANDS,
    ({ example: { command }, summary }) => row(`\`npx tracertools ${command}\``, summary),
  );
  lines.push(
    '## Column jobs',
    '',
    'In the Run and Schedule panels; each writes columns beside a column of ids or links.',
    '',
  );
  lines.push('| job | what it does | columns |', '| --- | --- | --- |');
  for (const { title, summary, outputs } of JOBS) {
    lines.push(row(title, summary, outputs.map(({ name }) => `\`${name}\``).join(', ')));
  }
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
  ...REGISTRY.filter(({ returns }) => returns !== undefined).map((tool) => [
    `docs/functions/${titleOf(tool)}.md`,
    functionPage(tool),
  ]),
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
