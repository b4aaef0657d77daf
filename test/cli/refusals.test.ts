/**
 * What the command line says to damaged arguments of each function, before anything is asked: it speaks of files and
 * arguments, never of a spreadsheet, and the exit code has the documented meaning.
 */
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { commandName } from '../../src/cli/help/help';
import { main } from '../../src/cli/main';
import { TtError } from '../../src/core/errors';
import type { AnyTool } from '../../src/tools/declaration/declare';
import { toolsOn } from '../../src/tools/registry';
import { casesOf } from '../../workbench/long';

const folder = mkdtempSync(join(tmpdir(), 'tracertools-refusals-'));
beforeAll(() => {
  mkdirSync(at('dir'));
  for (const [name, text] of Object.entries(FILES)) writeFileSync(at(name), text);
});

/** Each run that makes files has a new place for them. */
let runs = 0;

const at = (name: string) => join(folder, name);
const FILES = {
  'ids.txt': '720575941609391725\n',
  'points.csv': '1,2,3\n4,5,6\n7,8,9\n1,9,3\n',
  'tri.obj': 'v 0 0 0\nv 6 0 0\nv 0 6 0\nv 0 0 6\nf 1 3 2\nf 1 2 4\nf 1 4 3\nf 2 3 4\n',
  'state.json':
    '{"dimensions":{"x":[4e-9,"m"],"y":[4e-9,"m"],"z":[45e-9,"m"]},"layers":[{"type":"annotation","name":"a","source":"local://annotations","annotations":[{"type":"point","id":"1","point":[1,2,3]}]}]}',
  empty: '',
  binary: '\u0000\u0001\u0002\u0003',
  'cut.json': '{"layers":[{"type":"annot',
  'other.json': '{"a":[1,{"b":2}]}',
  'exponents.csv': 'root_id,x\n7.20575941609391725E+17,1\n',
  'page.html': '<!doctype html><title>Sign in</title>',
  'errors.csv': 'root_id,x\n#REF!,#N/A\n#NAME?,Loading...\n',
};

/** An argument that each kind takes. */
const RIGHT: Record<AnyTool['params'][number]['kind'], string> = {
  ids: '720575941609391725',
  id: '720575941609391725',
  text: 'x',
  path: 'gs://lab/v',
  number: '1',
  boolean: 'TRUE',
  choice: '',
  points: '1,2,3',
  range: '1,2,3',
  time: 'latest',
};
const DAMAGED = [
  '',
  ' ',
  'x',
  '7.2E+17',
  '1,500',
  '#REF!',
  '=HYPERLINK("https://a.example","b")',
  '[1,2',
  '1;2',
  '99999999999999999999',
  '2026-13-45',
  'https://a.example/not-a-view',
  '12.03.2026',
  ...Object.keys(FILES).map(at),
  ...Object.keys(FILES).map((name) => `@${at(name)}`),
  at('dir'),
  `@${at('dir')}`,
  at('none.csv'),
];

function rightArgument(param: AnyTool['params'][number]): string {
  if (param.file === 'bytes' || /mesh|obj/.test(param.name)) return at('tri.obj');
  if (param.file) return at('state.json');
  return param.kind === 'choice' ? (param.choices?.[0] ?? '') : RIGHT[param.kind];
}

async function run(...argv: string[]): Promise<{ code: number; out: string; err: string }> {
  const said = { out: '', err: '' };
  const code = await main([...argv, '--quiet'], {
    out: (text) => {
      said.out += text;
    },
    err: (text) => {
      said.err += text;
    },
    env: {},
    home: folder,
    stopped: Promise.resolve(),
    answer: () => Promise.reject(new TtError('DOWN', 'nothing is asked')),
  });
  return { code, ...said };
}

/** `column` may be said of a table: in a message that names --column, or of a CAVE table. */
const SPREADSHEET = /\b(cells?|sheets?|spreadsheets?|sidebar|menu|tabs?|formulas?)\b|plain text/i;
/** The exit code by the message's code; a row that failed ends with 1. */
const USAGE = /^(INPUT|ID|ROUNDED|LINK): /;

/** Each argument meets some of the damages in npm test, and all of them in npm run test:long. */
const EVERY = casesOf(12, 1);

const TOOLS = toolsOn('commandLine').flatMap((tool) =>
  tool.kind === 'server' ? [] : [{ name: commandName(tool), tool }],
);

test('a blank word for a required argument is a wrong use, before anything is asked', async () => {
  const wrong: unknown[] = [];
  for (const { name, tool } of TOOLS) {
    for (const param of tool.params) {
      // No ids may be a column without ids: the answer says it.
      if (param.optional || param.kind === 'ids') continue;
      // Spaces may be a text; the function itself reads them.
      for (const blank of /^(?:points|range)$/.test(param.kind) ? ['', ' '] : ['']) {
        const words = tool.params.flatMap((other) => {
          if (other === param) return [`${other.name}=${blank}`];
          return other.optional ? [] : [`${other.name}=${rightArgument(other)}`];
        });
        const { code, err } = await run(name, ...words);
        if (code !== 2) wrong.push([name, param.name, blank, code, err]);
      }
    }
  }
  expect(wrong).toEqual([]);
});

test.each(TOOLS)('$name', async ({ name, tool }) => {
  const wrong: string[] = [];
  for (const [i, param] of tool.params.entries()) {
    for (const damaged of DAMAGED.filter((_one, n) => (n + i + name.length) % EVERY === 0)) {
      const words = tool.params.flatMap((other, j) => {
        if (j === i) return [`${other.name}=${damaged}`];
        return other.optional ? [] : [`${other.name}=${rightArgument(other)}`];
      });
      const { code, out, err } = await run(
        name,
        ...words,
        ...(tool.kind === 'files' ? ['--out', at(`out-${runs++}`)] : []),
      );
      const text = `${err}${/#TT/.test(out) ? out : ''}`.replaceAll(folder, '');
      const right = err !== '' ? (USAGE.test(err) ? 2 : 3) : /#TT/.test(out) ? 1 : 0;
      const isSilent = code !== 0 && text === '';
      if (SPREADSHEET.test(text) || code !== right || isSilent || /^FAULT|#TT FAULT/.test(text))
        wrong.push(
          `${param.name}=${damaged.replace(folder, '')}: ${code}, not ${right}: ${text.slice(0, 300)}`,
        );
    }
  }
  expect(wrong).toEqual([]);
});
