// Replaces the add-on's server side inside the page; has enough state to use every panel of the sidebar.
import type {
  CallError,
  ChangeEntryView,
  ChangesView,
  FormulasView,
  InitialState,
  JobChoice,
  JobPlan,
  JobView,
  Preview,
  RhythmView,
  ScheduleMail,
  ScheduleView,
  SelectionView,
  SettingsView,
  ToolView,
} from '../../../src/addon/interfaces/api';
import { jobView } from '../../sidebar/job-view';
import type { FakeHandle, Scenario } from '../support/scenario';

declare global {
  interface Window {
    scenario?: Scenario;
    fake: FakeHandle & Pick<Fake, 'answer'>;
  }
}

const FAMILIES = ['get', 'check', 'count', 'calc', 'make', 'gsheet', 'bucket', 'triage', 'other'];

function tools(): ToolView[] {
  const ids = {
    name: 'ids',
    kind: 'ids' as const,
    description: 'Segment ids: a cell or a range.',
    optional: false,
  };
  const stack = { name: 'datastack', kind: 'text' as const, description: 'Which datastack.', optional: true };
  const real: ToolView[] = [
    {
      name: 'get_current_seg_ids',
      formula: 'TT_CURRENT_ID',
      family: 'get',
      summary: 'The best current id of each segment id',
      example: '=TT_CURRENT_ID(A2:A10)',
      returns: 'one id a row',
      details: '',
      writesTab: true,
      params: [
        ids,
        {
          name: 'include_ratio',
          kind: 'boolean',
          description: 'Also the share of the old segment.',
          optional: true,
        },
        stack,
      ],
    },
    {
      name: 'check_seg_freshness',
      formula: 'TT_IS_CURRENT',
      family: 'check',
      summary: 'Whether each id is still current',
      example: '=TT_IS_CURRENT(A2:A10)',
      returns: 'TRUE or FALSE a row',
      details: '',
      writesTab: false,
      params: [ids, stack],
    },
    {
      name: 'calc_3d_distance',
      formula: 'TT_DISTANCE',
      family: 'calc',
      summary: 'Distance between two points in nm',
      example: '=TT_DISTANCE("1, 2, 3", "4, 5, 6")',
      returns: 'nanometres',
      details: '',
      writesTab: false,
      params: [
        { name: 'a', kind: 'points', description: 'First point.', optional: false },
        { name: 'b', kind: 'points', description: 'Second point.', optional: false },
      ],
    },
    {
      name: 'make_ng_link',
      formula: 'TT_LINK',
      family: 'make',
      summary: 'A Neuroglancer link that shows the ids',
      example: '=TT_LINK(A2:A10)',
      returns: 'a link',
      details: '',
      writesTab: false,
      params: [
        ids,
        {
          name: 'length',
          kind: 'choice',
          description: 'Short links are stored on CAVE.',
          optional: true,
          choices: ['short', 'long'],
        },
      ],
    },
  ];
  for (let i = real.length; i < 62; i++) {
    const family = FAMILIES[i % FAMILIES.length]!;
    real.push({
      name: `${family}_made_up_${i}`,
      formula: `TT_MADE_UP_${i}`,
      family,
      summary: `Stands for function number ${i} of the list`,
      example: `=TT_MADE_UP_${i}(A2)`,
      returns: 'text',
      details: '',
      writesTab: false,
      params: [ids],
    });
  }
  return real;
}

const changed = (n: number, note: string, to = `72057594000000${n + 1000}`): ChangeEntryView => ({
  tab: 'Neurons',
  tabId: 1,
  column: 'root_id',
  id: `72057594000000${n}`,
  row: 2,
  open: true,
  more: 0,
  others: [],
  from: `72057594000000${n}`,
  to,
  share: '',
  note,
  time: '2026-11-20 07:12:00',
  link: `https://viewer.example/#!${n}`,
});

const FORMULAS: FormulasView['tabs'][number] = {
  tab: 'Neurons',
  tabId: 0,
  formulas: [
    { formula: 'TT_IS_CURRENT', cells: 4, asked: '2026-11-20T06:12:00Z', requests: 3 },
    { formula: 'TT_LINK', cells: 1, asked: '', requests: null },
  ],
  joinable: [
    { cells: 4, a1: 'D2:D5', joined: '=TT_IS_CURRENT(C2:C5)', refusal: '' },
    {
      cells: 2,
      a1: 'E2:E3',
      joined: '=TT_EDITS(C2:C3)',
      refusal: 'TT_EDITS gives no row for each id of a range',
    },
  ],
};

const CHANGES: ChangesView = {
  count: 10,
  since: '2026-11-20 07:12:00',
  until: '2026-11-20 06:12:00',
  groups: [
    {
      kind: 'ambiguous',
      text: '1 row split without a clear successor',
      needsSomebody: true,
      entries: [changed(1111, '63 % / 33 % / 5 %. Add an anchor point', '')],
    },
    {
      kind: 'together',
      text: '1 neuron is now in several rows',
      needsSomebody: true,
      entries: [
        { ...changed(3000, 'the same as 720575940000003001'), from: '', others: ['720575940000003001'] },
      ],
    },
    {
      kind: 'merged',
      text: '8 merged',
      needsSomebody: false,
      entries: Array.from({ length: 8 }, (_, i) =>
        changed(2000 + i, '1 merge, the last on 2026-11-19 by Mei'),
      ),
    },
  ],
};

const JOBS: JobChoice[] = [
  {
    kind: 'details',
    takes: 'ids',
    title: 'Add segment details',
    description: 'Current id, size, synapses and proofreading beside each id.',
    details: [
      { header: 'current_id', description: 'the id it has now', selectedByDefault: true },
      { header: 'volume_um3', description: 'volume, µm³', selectedByDefault: true },
      { header: 'cable_length', description: 'cable length, nm', selectedByDefault: true },
      { header: 'inc_syn', description: 'incoming synapses', selectedByDefault: true },
      { header: 'out_syn', description: 'outgoing synapses', selectedByDefault: true },
      { header: 'total_syn', description: 'all synapses', selectedByDefault: true },
      { header: 'proofread', description: 'marked as proofread', selectedByDefault: true },
      { header: 'share', description: 'share of the old segment', selectedByDefault: false },
      { header: 'as_of', description: 'when it was asked', selectedByDefault: false },
    ],
    fields: [],
  },
  {
    kind: 'current',
    takes: 'ids',
    title: 'Bring ids up to date',
    description: 'Replaces stale ids by their current ones.',
    details: [
      { header: 'current_id', description: 'the id it has now', selectedByDefault: true },
      { header: 'share', description: 'share of the old segment', selectedByDefault: true },
    ],
    fields: [],
  },
];

class Fake implements FakeHandle {
  readonly calls: { name: string; args: unknown[] }[] = [];
  readonly failures = new Map<string, CallError | 'die' | 'garbage'>();
  private seen = false;
  private frozen = false;
  private joined = false;
  private undone = false;
  selection: SelectionView = {
    sheetId: 0,
    sheet: 'Neurons',
    a1: 'C2:C425',
    column: 'C',
    header: 'root_id',
    firstRow: 2,
    lastRow: 425,
    ids: 412,
    distinct: 409,
    blank: 9,
    none: 0,
    damaged: [
      { a1: 'C17', shown: '7.20576E+17', code: 'ROUNDED' },
      { a1: 'C40', shown: '7.20576E+17', code: 'ROUNDED' },
      { a1: 'C121', shown: 'DNa02 ?', code: 'ID' },
    ],
  };
  settings: SettingsView;
  schedules: ScheduleView[] = [];
  job: JobView | null = null;

  constructor(readonly scenario: Scenario) {
    this.settings = {
      server: 'https://global.daf-apis.com',
      datastack: 'brain_and_nerve_cord',
      hasToken: scenario.hasToken ?? true,
      tokenPage: 'https://global.daf-apis.com/auth/api/v1/user/token',
      formulas: {
        on: false,
        by: '',
        mine: false,
      },
      companion: '',
      companionUse: { confirmed: false, formulasUntil: '', problem: '' },
      cloudStorage: false,
    };
    if (scenario.job === 'open')
      this.job = { ...this.newJob('details'), done: 231, perSecond: 9.2, stopped: true };
  }

  answer(name: string, args: unknown[]): unknown {
    const [first, second, third] = args;
    switch (name) {
      case 'boot':
        return this.boot();
      case 'selection':
        return this.selection;
      case 'selectCells':
      case 'openLog':
        return null;
      case 'preview':
        return this.preview(first as JobPlan);
      case 'startJob':
        this.job = this.newJob((first as JobPlan).kind);
        return this.job;
      case 'startTab':
        this.job = this.newJob('tab');
        return this.job;
      case 'stepJob':
        return this.step();
      case 'job':
        return this.job;
      case 'jobs':
        return this.runs();
      case 'cancelJob':
        this.job = { ...this.job!, state: 'cancelled', canUndo: true };
        return this.job;
      case 'changes':
        return this.scenario.changes && !this.seen ? CHANGES : { ...CHANGES, count: 0, groups: [] };
      case 'markSeen':
        this.seen = true;
        return { ...CHANGES, count: 0, groups: [] };
      case 'recipes':
        return [];
      case 'formulas':
        return { tabs: this.frozen ? [] : [this.joined ? { ...FORMULAS, joinable: [] } : FORMULAS] };
      case 'refreshAll':
        return 4;
      case 'joinFormulas':
        this.joined = true;
        return { ...this.newJob('freeze'), id: 'job-join', state: 'done', done: 1 };
      case 'freezeTab':
        this.frozen = true;
        return { ...this.newJob('freeze'), id: 'job-freeze', state: 'done', done: 4 };
      case 'togetherRows':
        return ['24', '25'].map((row, i) => ({
          row: Number(row),
          id: `72057594000000300${i}`,
          cells: [{ header: 'cell_type', text: 'DNg12' }],
          mark: row,
        }));
      case 'keepTogether':
        return { ...CHANGES, count: 0, groups: [] };
      case 'removeRow':
        this.job = { ...this.newJob('remove_row'), state: 'done', done: 1, canUndo: true };
        return this.job;
      case 'showResults':
        return null;
      case 'showIdRow':
        return { a1: 'Neurons!C13' };
      case 'resumeJob':
      case 'retryFailed':
        this.job = { ...this.job!, state: 'running' };
        return this.job;
      case 'undo':
        this.undone ||= first === 'job-earlier';
        return { message: 'Put back 3 cells and cleared 2,881.', restored: 2884, left: 0 };
      case 'insertFormula':
        return { a1: 'Neurons!F2' };
      case 'runTool':
        return {
          header: ['root_id', 'current_id', 'share', 'note'],
          cells: [
            ['720575941473274509', '720575941441350235', 0.9747, ''],
            ['720575941524660200', '720575941524660200', 1, ''],
            ['12', '#TT UNKNOWN: no such segment in brain_and_nerve_cord', '', ''],
          ],
          rows: 412,
          notes: ['Shares are exact (supervoxels).'],
          outputs: [{ format: 'id' }, { format: 'id' }, { format: 'number', unit: '' }, null],
        };
      case 'whoAmI':
        return { name: 'Ada Lovelace', email: 'ada@example.org' };
      case 'saveToken':
        this.settings = { ...this.settings, hasToken: true };
        return { name: 'Ada Lovelace', email: 'ada@example.org' };
      case 'forgetToken':
        this.settings = { ...this.settings, hasToken: false };
        return this.settings;
      case 'saveSettings':
        this.settings = { ...this.settings, ...(first as Partial<SettingsView>) };
        return this.settings;
      case 'setFormulas':
        this.settings = {
          ...this.settings,
          formulas: { ...this.settings.formulas, on: first === true, mine: true, by: 'Ada Lovelace' },
        };
        return this.settings;
      case 'schedules':
        return this.schedules;
      case 'addSchedule':
        this.schedules = [
          ...this.schedules,
          this.schedule(first as JobPlan, second as RhythmView, third as ScheduleMail),
        ];
        return this.schedules;
      case 'addStep':
        return this.schedules;
      case 'changeSchedule':
        this.schedules = this.schedules.map((each) =>
          each.id === first ? { ...each, ...(second as Partial<ScheduleView>) } : each,
        );
        return this.schedules;
      case 'removeSchedule':
        this.schedules = this.schedules.filter((each) => each.id !== first);
        return this.schedules;
      case 'runSchedule':
        return { ...this.newJob('details'), state: 'done', done: 412, changed: 12, canUndo: true };
      default:
        throw new Error(`the fake knows no ${name}`);
    }
  }

  private boot(): InitialState {
    return {
      version: '0.1.0',
      settings: this.settings,
      who: this.settings.hasToken ? { name: 'Ada Lovelace', email: 'ada@example.org' } : null,
      whoProblem: '',
      stacks: [
        { name: 'brain_and_nerve_cord', display: 'BANC' },
        { name: 'flywire_fafb_production', display: 'FlyWire' },
        { name: 'minnie65_public', display: 'MICrONS' },
      ],
      locale: this.scenario.locale ?? 'en_US',
      job: this.job,
      schedules: this.schedules,
      recipes: [],
      open: { tab: this.scenario.tab ?? 'run' },
    };
  }

  private preview(plan: JobPlan): Preview {
    const count = this.scenario.replaced ?? 0;
    return {
      selection: this.selection,
      writes: 'F–L',
      newColumns: plan.headers.slice(1),
      into: Object.entries(plan.targets ?? {}).map(([output, header]) => ({ output, header })),
      rows: 412,
      replaced: { count, cells: Array.from({ length: Math.min(50, count) }, (_, i) => `H${3 * i + 5}`) },
      notWritten: { count: 1, cells: ['G9'] },
      requests: 'About 9 requests to CAVE, half a minute.',
    };
  }

  /** An earlier run, and a run of another user. */
  private runs(): JobView[] {
    const ended = { ...this.newJob('current'), id: 'job-earlier', state: 'done' as const, done: 412 };
    const other = { ...this.newJob('current'), id: 'job-other', startedBy: 'mei@example.org', done: 40 };
    return [other, { ...ended, canUndo: !this.undone, undone: this.undone }];
  }

  private newJob(kind: JobView['kind']): JobView {
    const now = new Date().toISOString();
    const leftBy = [
      { reason: 'formula', count: 2 },
      { reason: 'protected', count: 1 },
    ];
    const title = kind === 'details' ? 'Add segment details' : 'Bring ids up to date';
    return jobView({ id: 'job-1', kind, title, startedAt: now, updatedAt: now, left: 3, leftBy });
  }

  private step(): JobView {
    const job = this.job!;
    if (job.state !== 'running') return job;
    const done = Math.min(job.total, job.done + (this.scenario.rowsPerStep ?? 60));
    const ended = done === job.total;
    this.job = {
      ...job,
      done,
      perSecond: 9.2,
      changed: ended ? 12 : 0,
      state: ended ? 'done' : 'running',
      canUndo: ended,
      canRetry: ended,
      failures:
        done < 100
          ? []
          : [
              {
                code: 'UNKNOWN',
                count: 2,
                example: '#TT UNKNOWN: no such segment in brain_and_nerve_cord',
              },
              { code: 'TIMEOUT', count: 1, example: '#TT TIMEOUT: no answer in 30 s: try again' },
            ],
    };
    return this.job;
  }

  private schedule(plan: JobPlan, rhythm: RhythmView, mail: ScheduleMail): ScheduleView {
    return {
      id: `refresh-${this.schedules.length + 1}`,
      steps: [
        {
          title: 'Add segment details',
          sheet: 'Neurons',
          column: plan.column,
          headers: plan.headers,
          datastack: plan.datastack,
        },
      ],
      refreshes: false,
      rhythm,
      zone: 'Europe/Vienna',
      roundText: '',
      paused: false,
      owner: 'ada@example.org',
      mine: true,
      mail,
      problem: '',
      lastRun: new Date(Date.now() - 3 * 3600e3).toISOString(),
      runs: [
        {
          run: 'a',
          at: new Date(Date.now() - 3 * 3600e3).toISOString(),
          seconds: 40,
          state: 'done',
          result: '12 of 412 ids were out of date',
        },
      ],
      nextRun: new Date(Date.now() + 21 * 3600e3).toISOString(),
    };
  }
}

type Handler = (value: unknown) => void;

function runner(success: Handler, failure: Handler) {
  return {
    withSuccessHandler: (next: Handler) => runner(next, failure),
    withFailureHandler: (next: Handler) => runner(success, next),
    ttCall(name: string, argsJson: string) {
      const { fake } = window;
      const args = JSON.parse(argsJson) as unknown[];
      fake.calls.push({ name, args });
      const delay = name === 'stepJob' ? (fake.scenario.stepMs ?? 60) : 15;
      setTimeout(() => {
        const planned = fake.failures.get(name);
        fake.failures.delete(name);
        if (planned === 'die') failure(new Error('Exceeded maximum execution time'));
        else if (planned === 'garbage') success('<html>');
        else if (planned !== undefined) success(JSON.stringify({ ok: false, error: planned }));
        else success(JSON.stringify({ ok: true, value: fake.answer(name, args) }));
      }, delay);
    },
  };
}

Object.assign(window, { CATALOGUE: { tools: tools(), jobs: JOBS }, HELP: [] });
window.fake = new Fake(window.scenario ?? {});
if (window.scenario?.failBoot) {
  window.fake.failures.set('boot', {
    code: 'DOWN',
    message: 'CAVE did not answer. Try again in a minute.',
    transient: true,
  });
}
const ignore = () => undefined;
Object.assign(window, { google: { script: { run: runner(ignore, ignore) } } });
