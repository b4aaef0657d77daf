// The sidebar in a real browser at 300 px, with a fake add-on behind it.
import type { Browser, Page } from 'playwright-core';
import { seen } from './support/accessible';
import { describeInBrowser, launch, STEP_MS } from './support/chromium';
import type { FakeHandle, Scenario } from './support/scenario';
import { sidebarPage } from './support/sidebar-page';

// Functions given to `evaluate` run inside the page.
declare const window: { fake: FakeHandle };

describeInBrowser('sidebar', () => {
  let browser: Browser;
  let page: Page;
  const problems: string[] = [];

  beforeAll(async () => {
    browser = await launch();
  });
  afterAll(() => browser.close());
  afterEach(async () => {
    await page.close();
    expect(problems.splice(0)).toEqual([]);
  });

  async function open(scenario: Scenario = {}): Promise<void> {
    page = await browser.newPage({ viewport: { width: 300, height: 720 } });
    page.setDefaultTimeout(STEP_MS);
    page.on('pageerror', (error) => problems.push(error.message));
    await page.setContent(sidebarPage(scenario));
  }

  const tab = (name: string) => page.getByRole('tab', { name }).click();
  const press = (name: string) => page.getByRole('button', { name, exact: true }).click();
  const line = (text: string) => page.locator('.line', { hasText: text }).waitFor();
  const callsOf = (name: string) =>
    page.evaluate((expected) => window.fake.calls.filter((each) => each.name === expected), name);
  const fail = (name: string, how: 'die' | 'garbage') =>
    page.evaluate(([call, kind]) => window.fake.failures.set(call!, kind as 'die'), [name, how]);

  test('shows the selection, and the damaged cells on demand', async () => {
    await open();
    await page.getByText('Neurons!C2:C425').waitFor();
    await page.getByText('412 ids · 409 distinct · 9 blank').waitFor();
    await seen(page, 'sidebar-run');
    await press('3 damaged');
    await page.getByText('A rounded id has lost its last digits.').waitFor();
    await seen(page, 'sidebar-damaged');
    expect(await callsOf('selectCells')).toEqual([
      { name: 'selectCells', args: [0, ['C17', 'C40', 'C121']] },
    ]);
  });

  test('follows the selection when it moves, but not the cells that it selected itself', async () => {
    await open();
    await press('3 damaged');
    await page.evaluate(() => {
      window.fake.selection = { ...window.fake.selection, a1: 'C121', ids: 0, damaged: [] };
    });
    await page.waitForTimeout(2600);
    expect(await page.getByText('Neurons!C2:C425').count()).toBe(1);
    await page.evaluate(() => {
      window.fake.selection = { ...window.fake.selection, a1: 'C2:C9', ids: 8, blank: 0 };
    });
    await page.getByText('Neurons!C2:C9').waitFor();
  });

  test('runs at once where nothing is replaced, and offers what comes next', async () => {
    await open();
    await page.getByText('412 ids').waitFor();
    await press('Run');
    await line('of 412 ids · 9.2/s');
    await page.getByRole('button', { name: '2 unknown · 1 timed out' }).waitFor();
    await seen(page, 'sidebar-running');
    await line('Done 409 · 2 unknown · 1 timed out · 12 values changed');
    await seen(page, 'sidebar-done');
    await press('Undo');
    await page.getByText('Put back 3 cells').first().waitFor();
    expect(await page.getByRole('button', { name: 'Undo', exact: true }).count()).toBe(0);
    await line('Undone: Add segment details');
  });

  test('what changed is listed, what needs somebody first; a row is gone to, and all is marked as seen', async () => {
    await open({ changes: true });
    const head = page.getByRole('button', { name: 'What changed: 10 changes, 2 need you' });
    await head.click();
    await page.getByText('⚠ 1 row split without a clear successor').waitFor();
    await seen(page, 'sidebar-changes');
    const entries = page.locator('.change-list .change');
    expect(await entries.count()).toBe(7);
    await press('Show all 8');
    expect(await entries.count()).toBe(10);
    await page.getByRole('link', { name: 'before/after' }).first().waitFor();
    await entries.first().click();
    expect(await callsOf('showIdRow')).toMatchObject([{ args: [1, 'root_id', '720575940000001111'] }]);
    await press('Mark as seen');
    await head.waitFor({ state: 'hidden' });
    expect(await callsOf('markSeen')).toMatchObject([{ args: ['2026-11-20 06:12:00'] }]);
  });

  test('a list of changes that cannot be read says why in its place, and is read again', async () => {
    await open();
    await page.getByText('412 ids').waitFor();
    await page.evaluate(() =>
      window.fake.failures.set('changes', {
        code: 'INPUT',
        message: 'the list cannot be read: "what" is not in its column of the tab TT report any more',
        transient: false,
      }),
    );
    await press('Run');
    await line('Done 409');
    const box = page.getByRole('region', { name: 'What changed' });
    await box.getByText('What changed cannot be shown: the list cannot be read').waitFor();
    await seen(page, 'sidebar-list-unreadable');
    await box.getByRole('button', { name: 'Read again' }).click();
    await box.waitFor({ state: 'hidden' });
    // Where the results stand is named, with a way there.
    await press('Show the results: current_id, volume_um3');
    expect(await callsOf('showResults')).toMatchObject([{ args: ['job-1'] }]);
  });

  test('all runs: whose, how far, why cells were left alone; Undo of an earlier one', async () => {
    await open();
    await page.getByText('412 ids').waitFor();
    await press('All runs in this spreadsheet');
    const rows = page.getByRole('region', { name: 'All runs' }).locator('li');
    await rows.first().waitFor();
    expect(await rows.count()).toBe(2);
    expect(await rows.first().textContent()).toContain('mei@example.org');
    expect(await rows.first().textContent()).toContain('40 of 412 ids');
    expect(await rows.nth(1).textContent()).toContain('3 cells left alone: 2 a formula, 1 protected');
    await rows.nth(1).getByRole('button', { name: 'Undo' }).click();
    await page.getByText('Put back 3 cells').first().waitFor();
    expect(await callsOf('undo')).toMatchObject([{ args: ['job-earlier'] }]);
    expect(await rows.nth(1).getByRole('button').count()).toBe(0);
    await seen(page, 'sidebar-runs');
  });

  test('a detail is written into a column that the user names, on this tab only', async () => {
    await open();
    await page.getByText('412 ids').waitFor();
    const form = page.locator('#panel-run');
    await form.getByRole('button', { name: 'Write into columns of your own' }).click();
    const field = form.getByLabel('Header for current_id');
    await field.fill('latest');
    await form.getByRole('button', { name: 'Preview', exact: true }).click();
    await page.getByText('current_id into latest').waitFor();
    expect((await callsOf('preview'))[0]?.args[0]).toMatchObject({ targets: { current_id: 'latest' } });
    await page.evaluate(() => {
      window.fake.selection = { ...window.fake.selection, sheetId: 7, a1: 'C2:C9' };
    });
    await page.getByText('C2:C9').waitFor();
    expect(await field.inputValue()).toBe('');
  });

  test('two rows that are one neuron: compared, one removed only after a question, or kept', async () => {
    await open({ changes: true });
    await page.getByRole('button', { name: /What changed/ }).click();
    await press('Compare the rows');
    await page.getByRole('region', { name: 'Row 24' }).getByText('DNg12').waitFor();
    await seen(page, 'sidebar-together');
    await page.getByRole('button', { name: 'Remove this row' }).last().click();
    await press('No');
    expect(await callsOf('removeRow')).toEqual([]);
    await page.getByRole('button', { name: 'Remove this row' }).last().click();
    await press('Remove row 25');
    await page.getByRole('button', { name: 'Undo', exact: true }).waitFor();
    expect((await callsOf('removeRow'))[0]?.args[1]).toMatchObject({ row: 25, mark: '25' });
    await press('Compare the rows');
    await press('Keep both');
    await page.getByRole('button', { name: /What changed/ }).waitFor({ state: 'hidden' });
  });

  test('formulas: where they stand, when they last asked; frozen after a second press, and back', async () => {
    await open();
    await tab('Functions');
    await page.getByText('Formulas in this spreadsheet', { exact: true }).click();
    await page.getByText('3 requests').waitFor();
    await page.getByText('not asked in the last 6 hours').waitFor();
    await seen(page, 'sidebar-formulas');
    await press('Compute all again');
    await page.getByText('4 formulas being computed again.').waitFor();
    await page.getByText('2 formulas in E2:E3 cannot become one formula: TT_EDITS gives no row').waitFor();
    await page.getByText('Turn 4 formulas in D2:D5 into one formula').click();
    await page.getByText('=TT_IS_CURRENT(C2:C5)').waitFor();
    await press('Write one formula');
    await page.getByText('4 formulas in D2:D5 are one formula now.').waitFor();
    expect((await callsOf('joinFormulas'))[0]?.args).toEqual([
      0,
      { a1: 'D2:D5', joined: '=TT_IS_CURRENT(C2:C5)' },
    ]);
    await page.getByRole('button', { name: 'Freeze' }).first().click();
    await press('To values? Press again');
    await page.getByText('4 formulas now values.').waitFor();
    expect((await callsOf('freezeTab'))[0]?.args).toEqual([0, 'TT_IS_CURRENT']);
    await press('Undo');
    expect((await callsOf('undo'))[0]?.args).toEqual(['job-freeze']);
  });

  test('shows filled cells before it replaces them, and keeps them when told', async () => {
    await open({ replaced: 3 });
    await page.getByText('412 ids').waitFor();
    await press('Run');
    await page.getByRole('button', { name: '3 filled cells would be replaced' }).waitFor();
    await seen(page, 'sidebar-preview');
    expect(await callsOf('startJob')).toEqual([]);
    await page.getByLabel('Keep them; fill blank cells only').check();
    await press('Run');
    await line('of 412 ids');
    const [start] = await callsOf('startJob');
    expect(start?.args[0]).toMatchObject({ replace: false, column: 'C', firstRow: 2, lastRow: 425 });
  });

  test('a preview goes when the plan changes', async () => {
    await open({ replaced: 3 });
    await page.getByText('412 ids').waitFor();
    await press('Preview');
    await page.getByText('Writes F–L, 412 rows.').waitFor();
    await page.locator('#panel-run').getByLabel('volume_um3').uncheck();
    await page.getByText('Writes F–L, 412 rows.').waitFor({ state: 'hidden' });
  });

  test('Cancel does not wait for the step under way; Resume goes on', async () => {
    await open({ stepMs: 700 });
    await page.getByText('412 ids').waitFor();
    await press('Run');
    await line('60 of 412 ids');
    await press('Cancel');
    await line('Cancelled at 60 of 412 ids');
    await page.evaluate(() => {
      window.fake.scenario.stepMs = 20;
    });
    await press('Resume');
    await line('Done 409');
  });

  test.each(['die', 'garbage'] as const)(
    'a step that ends with "%s" keeps the job, which goes on by itself',
    async (how) => {
      await open({ stepMs: 500 });
      await page.getByText('412 ids').waitFor();
      await press('Run');
      await line('60 of 412 ids');
      await fail('stepJob', how);
      await page.getByText('Stopped; going on…').waitFor();
      await seen(page, 'sidebar-killed');
      await line('Done 409');
    },
  );

  test('a job that was left open goes on by itself', async () => {
    await open({ job: 'open', stepMs: 1500 });
    await line('231 of 412 ids');
    await page.evaluate(() => {
      window.fake.scenario.stepMs = 20;
    });
    await line('Done 409');
  });

  test('without a token: three steps, a test of the token, and something to try', async () => {
    await open({ hasToken: false });
    await page.getByText('Get your token').waitFor();
    await seen(page, 'sidebar-first-open');
    await press('Save and test');
    await page.getByText('Paste a token first.').waitFor();
    await press('Insert into selected cell');
    await page.getByText('Inserted into Neurons!F2').waitFor();
    await page.getByRole('textbox', { name: 'CAVE token' }).fill('0123456789abcdef');
    await press('Save and test');
    await page.getByText('412 ids').waitFor();
    expect(await page.content()).not.toContain('0123456789abcdef');
  });

  test('finds a function, fills its form from the selection, inserts it and runs it', async () => {
    await open();
    await page.getByText('412 ids').waitFor();
    await tab('Functions');
    await seen(page, 'sidebar-functions');
    expect(await page.getByRole('option').count()).toBeLessThan(30);
    await page.getByRole('searchbox').fill('current id');
    await page.getByText('TT_CURRENT_ID', { exact: true }).click();
    await page.getByText('=TT_CURRENT_ID(Neurons!C2:C425)').waitFor();
    await press('Insert into selected cell');
    await page.getByText('Inserted into Neurons!F2').waitFor();
    await press('Run');
    await page.getByText('First 3 of 412 rows').waitFor();
    await seen(page, 'sidebar-function');
    expect(await callsOf('insertFormula')).toEqual([
      { name: 'insertFormula', args: ['=TT_CURRENT_ID(Neurons!C2:C425)'] },
    ]);
    expect((await callsOf('runTool'))[0]?.args).toEqual(['TT_CURRENT_ID', { ids: 'Neurons!C2:C425' }]);
  });

  test('a whole answer goes to a new tab as a job that is followed', async () => {
    await open();
    await page.getByText('412 ids').waitFor();
    await tab('Functions');
    await page.getByText('TT_CURRENT_ID', { exact: true }).click();
    await press('All rows to a new tab');
    await line('of 412 rows');
    await line('Done 409');
    expect((await callsOf('startTab'))[0]?.args).toEqual(['TT_CURRENT_ID', { ids: 'Neurons!C2:C425' }]);
  });

  test('the list of functions is usable by keyboard alone', async () => {
    await open();
    await page.getByText('412 ids').waitFor();
    await page.getByRole('tab', { name: 'Run' }).focus();
    await page.keyboard.press('ArrowRight');
    await page.getByRole('searchbox').focus();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('End');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'TT_MADE_UP_61' }).waitFor();
  });

  test('keeps a column fresh, pauses it, and removes it only when asked twice', async () => {
    await open();
    await page.getByText('412 ids').waitFor();
    await tab('Schedule');
    await seen(page, 'sidebar-schedule-form');
    await page.getByLabel('Saturday').check();
    await page.getByLabel('About what time').selectOption('5');
    await press('Keep fresh');
    await page.getByText('Monday to Saturday about 05:00', { exact: true }).waitFor();
    const [added] = await callsOf('addSchedule');
    expect(added?.args.slice(1)).toEqual([
      { kind: 'days', hour: 5, days: [1, 2, 3, 4, 5, 6] },
      'digest',
      { recipe: '', refreshes: false },
    ]);
    // A second job of the same schedule.
    await page.getByLabel('Which schedule').selectOption('refresh-1');
    await page.getByLabel('Saturday').waitFor({ state: 'hidden' });
    await press('Keep fresh');
    expect((await callsOf('addStep'))[0]?.args).toMatchObject(['refresh-1', { column: 'C' }, '']);
    await page.getByLabel('Which schedule').selectOption('');
    await seen(page, 'sidebar-schedule');
    await page.getByLabel('How often').selectOption('6');
    await page.getByLabel('Saturday').waitFor({ state: 'hidden' });
    await press('Pause');
    await page.getByText('paused').waitFor();
    await press('Remove');
    expect(await callsOf('removeSchedule')).toEqual([]);
    await press('Remove? Press again');
    await page.getByText('Nothing yet.').waitFor();
  });

  test('settings: who am I, formulas, permissions', async () => {
    await open();
    await tab('Settings');
    await press('Who am I?');
    await page.getByText('CAVE knows you as Ada Lovelace').waitFor();
    await page.getByRole('switch').check();
    await page.getByText('On, with your token').waitFor();
    await page.getByText('Reads and writes this spreadsheet, and no other.').waitFor();
    await seen(page, 'sidebar-settings');
  });

  test('foreign text stays text', async () => {
    await open();
    await page.evaluate(() => {
      window.fake.selection = { ...window.fake.selection, header: '<img src=x onerror="window.bad=1">' };
    });
    await page.getByText('<img src=x').first().waitFor();
    expect(await page.evaluate(() => 'bad' in window)).toBe(false);
  });

  test('a start that fails says why and can be tried again', async () => {
    await open({ failBoot: true });
    await page.getByText('CAVE did not answer. Try again in a minute.').waitFor();
    await seen(page, 'sidebar-error');
    await press('Try again');
    await page.getByText('412 ids').waitFor();
  });
});
