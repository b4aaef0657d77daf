/** Random scripts against the same steps done by hand; and a kill before every single call. */

import { Kill } from '../../src/index';
import { createWorkbook } from '../../src/sheet/index';
import type { Grid } from '../../src/sheet/model/types';
import type { Box } from '../../src/sheet/values/types';
import { seededRandom } from '../../src/world/random';
import { ADA, BOB, bench } from '../bench-host';

interface Step {
  code: string;
  byHand: (grid: Grid) => void;
}

const AREA: Box = { row: 1, column: 1, rows: 30, columns: 8 };

function randomStep(random: () => number): Step {
  const pick = (count: number) => 1 + Math.floor(random() * count);
  const box = { row: pick(12), column: pick(5), rows: pick(4), columns: pick(3) };
  const at = `sheet.getRange(${box.row}, ${box.column}, ${box.rows}, ${box.columns})`;
  switch (pick(10)) {
    case 1:
    case 2: {
      const values = Array.from({ length: box.rows }, () =>
        Array.from(
          { length: box.columns },
          () => ['x', pick(99), true, '', '=1+2', `id${pick(9)}`][pick(6) - 1]!,
        ),
      );
      return {
        code: `${at}.setValues(${JSON.stringify(values)})`,
        byHand: (grid) => grid.write(box, values),
      };
    }
    case 3:
      return { code: `${at}.clearContent()`, byHand: (grid) => grid.clear(box, { contents: true }) };
    case 4:
      return { code: `sheet.insertRowsBefore(${box.row}, 2)`, byHand: (grid) => grid.insertRows(box.row, 2) };
    case 5:
      return { code: `sheet.deleteRows(${box.row}, 1)`, byHand: (grid) => grid.deleteRows(box.row, 1) };
    case 6:
      return {
        code: `sheet.getRange(1, 1, 12, 6).sort({ column: ${box.column}, ascending: false })`,
        byHand: (grid) =>
          grid.sort({ row: 1, column: 1, rows: 12, columns: 6 }, { column: box.column, ascending: false }),
      };
    case 7: {
      const formats = Array.from({ length: box.rows }, () => new Array<string>(box.columns).fill('@'));
      return { code: `${at}.setNumberFormat('@')`, byHand: (grid) => grid.setNumberFormats(box, formats) };
    }
    case 8:
      return {
        code: `${at}.setNote('n')`,
        byHand: (grid) =>
          grid.setNotes(
            box,
            [...Array(box.rows)].map(() => Array<string>(box.columns).fill('n')),
          ),
      };
    case 9:
      return { code: 'SpreadsheetApp.flush()', byHand: () => {} };
    default:
      return { code: `seen.push(${at}.getValues().join())`, byHand: () => {} };
  }
}

const picture = (grid: Grid) => ({
  values: grid.values(AREA),
  formulas: grid.formulas(AREA),
  formats: grid.numberFormats(AREA),
  notes: Array.from({ length: AREA.rows }, (_, k) => grid.view(k + 1, 2).note),
  size: [grid.maxRows, grid.lastRow(), grid.lastColumn()],
});

test.each(Array.from({ length: 25 }, (_, k) => k + 1))(
  'buffering changes nothing in the end, seed %i',
  (seed) => {
    const random = seededRandom(seed);
    const steps = Array.from({ length: 40 }, () => randomStep(random));
    const code = `function main() { const seen = []; const sheet = SpreadsheetApp.getActiveSheet();\n${steps.map((step) => step.code).join(';\n')}; return seen; }`;
    const { main, workbook } = bench(code);
    const outcome = main();
    const other = createWorkbook({});
    const log: string[] = [];
    for (const step of steps) {
      step.byHand(other.grids()[0]!);
      const read = /^seen\.push\(sheet\.getRange\((\d+), (\d+), (\d+), (\d+)\)/.exec(step.code);
      if (!read) continue;
      other.settle();
      const [row, column, rows, columns] = read.slice(1).map(Number) as [number, number, number, number];
      log.push(other.grids()[0]!.values({ row, column, rows, columns }).join());
    }
    other.settle();
    expect(outcome).toEqual({ ok: true, value: log });
    expect(picture(workbook.grids()[0]!)).toEqual(picture(other.grids()[0]!));
  },
);

describe('a kill before each call of a checkpointed job', () => {
  // Ten rows in batches of two: written, flushed, then the cursor is stored.
  const JOB = `function main() {
    const store = PropertiesService.getDocumentProperties();
    const sheet = SpreadsheetApp.getActiveSheet();
    const lock = LockService.getDocumentLock();
    for (;;) {
      const from = Number(store.getProperty('cursor') || 0);
      if (from === 10) return 'done';
      lock.waitLock(1000);
      sheet.getRange(from + 1, 1, 2, 1).setValues([['r' + from], ['r' + (from + 1)]]);
      SpreadsheetApp.flush();
      store.setProperty('cursor', String(from + 2));
      lock.releaseLock();
    }
  }`;
  const column = { row: 1, column: 1, rows: 10, columns: 1 };
  const calls = (() => {
    const { host, main } = bench(JOB);
    let count = 0;
    host.hooks.beforeCall = () => {
      count += 1;
    };
    main();
    return count;
  })();

  test('has enough calls to be worth it', () => expect(calls).toBeGreaterThan(30));

  test.each(Array.from({ length: 45 }, (_, k) => k + 1).filter((k) => k <= calls))('call %i', (fatal) => {
    const { host, workbook } = bench(JOB);
    const grid = workbook.grids()[0]!;
    let count = 0;
    host.hooks.beforeCall = () => {
      count += 1;
      if (count === fatal) throw new Kill('power');
    };
    expect(host.run('main', [], { user: ADA })).toMatchObject({ killed: true });
    const cursor = Number(host.world.properties.named(`document ${workbook.id}`).get('cursor') ?? 0);
    const writtenValues = grid
      .shown(column)
      .flat()
      .filter((text) => text !== '').length;
    // Nothing that the cursor promises is missing; at most one flushed batch is ahead of it.
    expect([cursor, cursor + 2]).toContain(writtenValues);
    expect(host.world.locks.held()).toEqual([]);
    // Another user goes on from there.
    expect(host.run('main', [], { user: BOB })).toEqual({ ok: true, value: 'done' });
    expect(grid.shown(column).flat()).toEqual(Array.from({ length: 10 }, (_, k) => `r${k}`));
  });
});

test.each([1, 2, 3, 4, 5, 6])(
  'two users add to one counter under a lock, one inside the other, seed %i',
  (seed) => {
    const random = seededRandom(seed);
    const { host } = bench(`function add() {
    const lock = LockService.getDocumentLock();
    if (!lock.tryLock(100)) return false;
    const store = PropertiesService.getDocumentProperties();
    const before = Number(store.getProperty('n') || 0);
    Utilities.getUuid();
    store.setProperty('n', String(before + 1));
    lock.releaseLock();
    return true;
  }`);
    let addedCount = 0;
    let depth = 0;
    const once = (user: string) => {
      const outcome = host.run('add', [], { user });
      if (outcome.ok && outcome.value === true) addedCount += 1;
      return outcome.ok && outcome.value;
    };
    host.hooks.beforeCall = () => {
      if (depth >= 3 || random() < 0.7) return;
      depth += 1;
      once(random() < 0.5 ? ADA : BOB);
      depth -= 1;
    };
    for (let times = 0; times < 10; times++) once(ADA);
    expect(host.world.properties.named(`document ${host.world.workbook.id}`).get('n')).toBe(
      String(addedCount),
    );
    expect(addedCount).toBeGreaterThan(5);
  },
);
