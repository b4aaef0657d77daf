/** The sidebar's calls by name, and the one door they come through. Codes survive; nothing else of an error does. */
import { readWho, whoAmI } from '../cave/auth';
import { publishedConfig, publishedNames } from '../cave/config';
import { readStackNames, stackNames } from '../cave/info';
import { openStack } from '../cave/stack';
import { asTtError, TtError } from '../core/errors';
import { runSync } from '../exchange/runner';
import { ask, type Work } from '../exchange/work';
import type { Boot, CallName, Calls, Envelope, Person, StackChoice } from './api';
import { confirmCompanion, saveCompanion, tendFormulas, testCompanion } from './companionAccess';
import { cancelTool, makeFiles } from './fileRun';
import type { Host } from './host';
import { cancelJob, resumeJob, retryFailed, undoLast } from './jobs/control';
import { jobChoices } from './jobs/kinds';
import { preview, startJob } from './jobs/plan';
import { jobView, latestJob } from './jobs/state';
import { stepJob } from './jobs/step';
import {
  addSchedule,
  changeSchedule,
  noteResult,
  removeSchedule,
  schedules,
  startSchedule,
} from './schedule';
import { currentSelection } from './selection';
import { access, forgetToken, saveShared, saveToken, setFormulas, signedIn } from './settings';
import { settingsView } from './settingsView';
import { letterOf } from './sheet/columns';
import { putFormula } from './sheet/put';
import { LOG_TAB } from './sheet/runLog';
import { tableForm } from './tableForm';
import { runTool, startTabFrom } from './toolRun';
import { toolViews } from './toolViews';
import { VERSION } from './version';
import { viewerMesh, viewerSkeletons, viewerStart } from './viewer';

type Handlers = { [Name in CallName]: (host: Host, ...args: Calls[Name]['args']) => Calls[Name]['value'] };

const OPEN_KEY = 'sidebar-opens';

/** What the menu asked the sidebar to open with. */
export function openWith(host: Host, open: Boot['open']): void {
  host.userStore.set(OPEN_KEY, JSON.stringify(open));
}

const HANDLERS: Handlers = {
  boot,
  selection: (host) => currentSelection(host),
  selectCells: (host, sheetId, a1) => {
    host.file.select(sheetId, a1);
    return null;
  },
  preview: (host, plan) => preview(plan, host),
  startJob: (host, plan) => jobView(startJob(plan, host), host),
  stepJob: (host, id) => {
    const job = stepJob(id, host);
    noteResult(job, host);
    return jobView(job, host);
  },
  job: (host) => {
    const job = latestJob(host.documentStore);
    return job ? jobView(job, host) : null;
  },
  cancelJob: (host, id) => {
    const job = cancelJob(id, host);
    noteResult(job, host);
    return jobView(job, host);
  },
  resumeJob: (host, id) => jobView(resumeJob(id, host), host),
  retryFailed: (host, id) => jobView(retryFailed(id, host), host),
  undo: (host) => undoLast(host),
  openLog: (host) => {
    const tab = host.file.tabByName(LOG_TAB);
    if (!tab) throw new TtError('INPUT', 'there is no run log yet');
    host.file.show(tab);
    return null;
  },
  insertFormula,
  runTool,
  makeFiles,
  cancelTool,
  tableForm,
  startTab: (host, formula, form) => jobView(startTabFrom(host, formula, form), host),
  viewerStart,
  viewerSkeletons,
  viewerMesh,
  whoAmI: who,
  saveToken: (host, token) => {
    saveToken(host, token);
    try {
      return who(host);
    } catch (error) {
      // A token that CAVE refuses is not kept; one that could not be tried is.
      if (asTtError(error).code === 'TOKEN') forgetToken(host);
      throw error;
    }
  },
  forgetToken: (host) => {
    forgetToken(host);
    return settingsView(host, tendFormulas(host));
  },
  saveSettings: (host, change) => {
    const { companion, ...rest } = change;
    saveShared(host, rest);
    if (companion !== undefined) saveCompanion(host, companion);
    if (change.datastack !== undefined && access(host).token !== '') {
      // Opened once here, so that formulas and jobs find it remembered.
      run(host, openStack(access(host), change.datastack, host.memory));
    }
    return settingsView(host, tendFormulas(host));
  },
  setFormulas: (host, on) => {
    setFormulas(host, on);
    return settingsView(host, tendFormulas(host));
  },
  confirmCompanion: (host, address) => {
    confirmCompanion(host, address);
    return settingsView(host, tendFormulas(host));
  },
  testCompanion,
  addSchedule: (host, plan, everyHours, mail) => addSchedule(plan, everyHours, mail, host),
  changeSchedule: (host, id, change) => changeSchedule(id, change, host),
  removeSchedule: (host, id) => removeSchedule(id, host),
  runSchedule: (host, id) => jobView(startSchedule(id, host), host),
};

/** `argsText` is a JSON array; the answer is an Envelope as JSON. */
export function answerCall(name: string, argsText: string, host: Host): string {
  let envelope: Envelope<unknown>;
  try {
    if (!Object.hasOwn(HANDLERS, name)) {
      throw new TtError('INPUT', `there is no call "${String(name).slice(0, 40)}"`);
    }
    const handler = HANDLERS[name as CallName] as (host: Host, ...args: unknown[]) => unknown;
    envelope = { ok: true, value: handler(host, ...(JSON.parse(argsText) as unknown[])) };
  } catch (error) {
    const { code, message, passing, link } = asTtError(error);
    envelope = { ok: false, error: { code, message, passing, ...(link ? { link } : {}) } };
  }
  return JSON.stringify(envelope);
}

function run<T>(host: Host, work: Work<T>, forMs = 60_000): T {
  return runSync(work, host.http, {
    now: () => host.now(),
    random: () => host.random(),
    deadline: host.now() + forMs,
    longestWait: 15_000,
  });
}

function who(host: Host): Person {
  const { name, email } = readWho(run(host, ask(whoAmI(signedIn(host)))));
  return { name, email };
}

function boot(host: Host): Boot {
  const settings = settingsView(host, tendFormulas(host));
  let person: Person | null = null;
  let names: string[] = [];
  if (settings.hasToken) {
    try {
      person = who(host);
      names = readStackNames(run(host, ask(stackNames(access(host)))));
    } catch (error) {
      if (asTtError(error).code === 'FAULT') throw error;
    }
  }
  const kept = host.userStore.get(OPEN_KEY);
  if (kept !== null) host.userStore.remove(OPEN_KEY);
  const job = latestJob(host.documentStore);
  return {
    version: VERSION,
    settings,
    who: person,
    stacks: stackChoices(names, settings.datastack),
    tools: toolViews(),
    jobs: jobChoices(),
    job: job ? jobView(job, host) : null,
    schedules: schedules(host),
    open: kept ? (JSON.parse(kept) as Boot['open']) : { tab: 'run' },
  };
}

/** Those that the token may see, else the published ones; the chosen one always. */
function stackChoices(names: readonly string[], chosen: string): StackChoice[] {
  const listed = names.length > 0 ? names : publishedNames();
  return [...new Set([chosen, ...listed])].map((name) => ({
    name,
    display: publishedConfig(name)?.dataset_display_name ?? name,
  }));
}

function insertFormula(host: Host, formula: string): { a1: string } {
  const { tab, row, column } = host.file.selected();
  putFormula(tab, row, column, formula);
  host.file.flush();
  return { a1: `${tab.name()}!${letterOf(column)}${row}` };
}
