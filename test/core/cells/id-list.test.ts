/** Pasted ids: lists, lines with comments, tables whose id column is found or asked for. */

import { readCell } from '../../../src/core/cells/id-cell';
import { idTexts } from '../../../src/core/cells/id-list';
import { random } from '../../../workbench/random';

const A = '720575941473274509';
const B = '720575941524660200';
const SV = '76492475061776745';

test.each<[string, string, string[]]>([
  ['lines', `${A}\r\n${B}\r\n`, [A, B]],
  ['lines of an old Macintosh', `${A}\r${B}`, [A, B]],
  ['a byte-order mark', `\ufeff${A}\n${B}`, [A, B]],
  ['a list', `${A}, ${B};${A}`, [A, B]],
  ['spaces', `${A} ${B}`, [A, B]],
  ['a JSON list', `["${A}", "${B}"]`, [A, B]],
  ['a JSON list of numbers', `[${A}, ${B}]`, [A, B]],
  ['a JSON list of lines', `[\n  "${A}",\n  "${B}"\n]`, ['[', `"${A}",`, `"${B}"`, ']']],
  ['quotes', `"${A}"\n"${B}"`, [`"${A}"`, `"${B}"`]],
  ['comments', `# left ones\n${A} # seen\n// right ones\n${B}`, [`${A} # seen`, B]],
  ['a decoration with spaces', `${A} (left)\n1 → ${B}`, [`${A} (left)`, `1 → ${B}`]],
  ['damaged entries between', `7.20576E+17,${A},abc,${A}`, ['7.20576E+17', A, 'abc', A]],
  ['rounded ones by spaces', `7.2E+17 ${A}`, ['7.2E+17', A]],
  ['words for none', `${A}\nNA\n0\n#N/A\n-`, [A, 'NA', '0', '#N/A', '-']],
  ['an error of ours', `#TT ROUNDED: x\n${A}`, ['#TT ROUNDED: x', A]],
  ['a table with headers', `root_id,type\n${A},KC\n${B},PN`, [A, B]],
  ['a table whose ids come second', `type\tid\tn\nKC\t${A}\t5\nPN\t${B}\t7`, [A, B]],
  ['a table without headers', `KC,${A}\nPN,${B}`, [A, B]],
  ['quoted cells', `"type";"id"\n"KC";"${A}"\n"PN";"NA"`, [A, 'NA']],
  ['nothing', ' \n', []],
])('%s', (_words, text, entries) => expect(idTexts(text, 'ids')).toEqual(entries));

test('of two columns of ids one is asked for', () => {
  expect(() => idTexts(`root_id,type,sv\n${A},KC,${SV}\n${B},PN,${SV}`, 'ids')).toThrow(
    'ids: the columns "root_id" and "sv" hold ids: paste one of them',
  );
});

test('seed 18: 10,000 lists in any notation give their ids in order', () => {
  const next = random(18);
  const pick = <T>(from: readonly T[]): T => from[Math.floor(next() * from.length)]!;
  const anId = (): string => `7205759${Array.from({ length: 11 }, () => Math.floor(next() * 10)).join('')}`;
  const wrong: unknown[] = [];
  for (let i = 0; i < 10_000; i++) {
    const ids = [...new Set(Array.from({ length: 1 + Math.floor(next() * 6) }, anId))];
    const text = pick<() => string>([
      () => ids.join(pick([', ', ',', ' ', '\n', '\r\n', ';', '\t'])),
      () => JSON.stringify(ids),
      () => ids.map((id) => `"${id}"`).join('\n'),
      () => ids.map((id) => `${id} (${pick(['left', 'right', 'v783'])})`).join('\n'),
      () => ['root_id,type', ...ids.map((id) => `${id},${pick(['KC', 'PN', ''])}`)].join('\r\n'),
      () => ['type\tn\tid', ...ids.map((id) => `KC\t${Math.floor(next() * 99)}\t${id}`)].join('\n'),
      () => ids.map((id, k) => `${k + 1}. ${id}`).join('\n'),
      () => ids.map((id) => `${id}  # seen`).join('\n'),
    ])();
    const read = idTexts(pick(['', '\ufeff']) + text, 'ids').flatMap((entry) => {
      const cell = readCell(entry);
      return cell.kind === 'id' ? [cell.id as string] : [];
    });
    if (JSON.stringify(read) !== JSON.stringify(ids)) wrong.push([text, read]);
  }
  expect(wrong.slice(0, 3)).toEqual([]);
});

test('two columns of ids under words: one has to be named; without words they are a list', () => {
  const [one, two] = ['720575941473274509', '720575941609391725'];
  expect(() => idTexts(`before\tafter\n${one}\t${two}\n`, 'ids')).toThrow(
    'ids: the columns "before" and "after" hold ids: paste one of them',
  );
  expect(idTexts(`${one}\t${two}\n${two}\t${one}`, 'ids')).toEqual([one, two, two, one]);
});
