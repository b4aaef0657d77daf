import { createCaveSandbox } from '@tracer-tools/cave';
import { CAVE_ORIGIN as ORIGIN, START, workbench } from '../../workbench/addon/workbench';
import { answersOf } from '../../workbench/sweep/drive';
import { EVENTS } from '../../workbench/sweep/events/events';
import { play } from '../../workbench/sweep/play';
import { smallNeurons } from '../../workbench/sweep/pool';
import { sheetCases } from '../../workbench/sweep/sheets';

const cave = createCaveSandbox({ origin: ORIGIN, now: () => START });
const pool = smallNeurons(cave, 4, 3);
const bench = workbench({ cave });
const answers = answersOf(bench, pool);
const sheets = sheetCases(pool);
const kind = (name: string) => EVENTS.find((each) => each.name === name)!;

const CASES: [string, string, string][] = [
  ['sort the ids alone', 'kill', 'insert a column at the left'],
  ['sort the ids alone', 'kill', 'move a column of ours'],
  ['sort the ids alone', 'Google is used up for a moment', 'insert a column at the left'],
  ['swap two ids', 'kill', 'delete a column before ours'],
  ['insert a column before ours', 'kill', 'swap two ids'],
  ['insert a column at the left', 'kill', 'move a row'],
];
test.each(CASES)('%s %s %s', (a, b, c) => {
  const found: string[] = [];
  let count = 0;
  const step = Number(process.env.STEP ?? 40);
  for (const phase of ['run', 'undo'] as const) {
    const total = phase === 'run' ? 584 : 284;
    for (let at = 20; at < total - 10; at += step, count++) {
      const seed = 113010 + at;
      const sheet = sheets[count % 2 === 0 ? 1 : 0]!;
      const strikes = [
        { event: kind(a), at: at - 8 },
        { event: kind(b), at },
        { event: kind(c), at: a.startsWith('insert') ? at - 5 : at + 6 },
      ];
      const [run, undo] = phase === 'run' ? [strikes, []] : [[], strikes];
      found.push(...play(bench, answers, { pool, sheet, seed, strikes: run, undoStrikes: undo }).wrong);
    }
  }
  console.log(count, found.join('\n'));
}, 3_600_000);
