/** Sidebar RPC handlers. Errors are reduced to code and message. */
import { readUser, userRequest } from '../cave/client/auth';
import { openDatastack } from '../cave/client/datastack';
import { readStackNames, stackNames } from '../cave/client/info';
import { publishedConfig, publishedNames } from '../cave/datasets/config';
import { asTtError, TtError } from '../core/errors';
import { replyTo } from '../http/work';
import {
  confirmCompanion,
  saveCompanion,
  testCompanion,
  updateFormulaGrant,
} from './access/companion-access';
import {
  access,
  forgetToken,
  requireToken,
  saveDocumentSettings,
  saveToken,
  setFormulas,
} from './access/settings';
import { settingsView } from './access/settings-view';
import { removeStoreKeys, saveStoreKeys } from './access/store-keys';
import { changesView, markSeen, showIdRow } from './changes/changes-view';
import { paste, pastePlace } from './edits/paste';
import { idStacks, prepare, tabView } from './edits/prepare';
import { undo } from './edits/undo-edit';
import { fileTask, storeAccess } from './files/file-task';
import { storeSend } from './files/store-send';
import { formulasView } from './formulas/formulas-view';
import { freezeTab } from './formulas/freeze';
import { joinFormulas } from './formulas/join';
import { refreshAll } from './formulas/refresh';
import type {
  CallName,
  Calls,
  CaveUserView,
  Envelope,
  InitialState,
  JobView,
  StackChoice,
} from './interfaces/api';
import type { Host } from './interfaces/host';
import { cancelJob, resumeJob, retryFailed } from './jobs/control';
import { jobView } from './jobs/job-view';
import { preview, startJob } from './jobs/plan';
import { showResults } from './jobs/show-results';
import { isUnfinished, jobs } from './jobs/state';
import { asAddonError } from './platform-failure';
import { makeReady } from './recipes/ready';
import { hasNext, startNext, startRecipes } from './recipes/run-recipes';
import { recipes, removeRecipe, renameRecipe, saveRecipe } from './recipes/store';
import { runWork } from './run-work';
import { driveStep, nextOfSchedule, noteResult, startSchedule } from './schedules/rounds';
import {
  addSchedule,
  addStep,
  changeSchedule,
  removeSchedule,
  removeStep,
  schedules,
  takeOverSchedule,
} from './schedules/schedules';
import { columnLetter } from './sheet/cells/columns';
import { currentSelection } from './sheet/cells/selection';
import { putFormula } from './sheet/cells/write-cells';
import { findOwnTab } from './sheet/record/own-tabs';
import { LOG_HEADERS, LOG_TAB } from './sheet/record/run-log';
import { cancelTool, makeFiles, readForm } from './tools/file-run';
import { choosePiece, resolvePieces, resolveStart } from './tools/resolve';
import { runForm } from './tools/run-form';
import { tableForm } from './tools/table-form';
import { keepTogether, removeRow, togetherRows } from './tools/together';
import { startTabFrom } from './tools/tool-run';
import { openResolve, viewerMesh, viewerSkeletons, viewerStart } from './tools/viewer';
import { VERSION } from './version';

type Handlers = { [Name in CallName]: (host: Host, ...args: Calls[Name]['args']) => Calls[Name]['value'] };

const OPEN_KEY = 'sidebar-opens';

/** Stores what the menu item wants the sidebar to open with. */
export function openWith(host: Host, open: InitialState['open']): void {
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
    return jobView(driveStep(id, host), host);
  },
  job: shownJob,
  jobs: (host) => jobs(host.documentStore).map((job) => jobView(job, host)),
  cancelJob: (host, id) => {
    const job = cancelJob(id, host);
    noteResult(job, host);
    nextOfSchedule(job, host);
    return jobView(job, host);
  },
  resumeJob: (host, id) => {
    const job = resumeJob(id, host);
    return jobView(hasNext(job) ? startNext(job, host) : job, host);
  },
  retryFailed: (host, id) => jobView(retryFailed(id, host), host),
  undo,
  openLog: (host) => {
    const tab = findOwnTab(host.file, LOG_TAB, LOG_HEADERS);
    if (!tab) throw new TtError('INPUT', 'there is no run log yet');
    host.file.show(tab);
    return null;
  },
  showResults,
  changes: changesView,
  markSeen,
  showIdRow,
  togetherRows,
  keepTogether,
  removeRow,
  formulas: formulasView,
  refreshAll,
  freezeTab: (host, tabId, formula) => jobView(freezeTab(host, tabId, formula), host),
  joinFormulas: (host, tabId, preview) => jobView(joinFormulas(host, tabId, preview), host),
  insertFormula,
  runTool: runForm,
  makeFiles,
  cancelTool,
  tableForm,
  startTab: (host, formula, form) => jobView(startTabFrom(host, formula, form), host),
  openResolve,
  resolveStart,
  resolvePieces,
  choosePiece,
  viewerStart,
  viewerSkeletons,
  viewerMesh,
  whoAmI: who,
  saveToken: (host, token) => {
    saveToken(host, token);
    try {
      return who(host);
    } catch (error) {
      // A token that CAVE rejects is deleted; one that could not be tested is kept.
      if (asTtError(error).code === 'TOKEN') forgetToken(host);
      throw error;
    }
  },
  forgetToken: (host) => {
    forgetToken(host);
    return settingsView(host, updateFormulaGrant(host));
  },
  saveSettings: (host, change) => {
    const { companion, ...rest } = change;
    saveDocumentSettings(host, rest);
    if (companion !== undefined) saveCompanion(host, companion);
    if (change.datastack !== undefined && access(host).token !== '') {
      // Opens the datastack once here, so that formulas and jobs find it in the cache.
      runWork(openDatastack(access(host), change.datastack, host.keyValueCache), host, 'lookup');
    }
    return settingsView(host, updateFormulaGrant(host));
  },
  setFormulas: (host, on) => {
    setFormulas(host, on);
    return settingsView(host, updateFormulaGrant(host));
  },
  confirmCompanion: (host, address) => {
    confirmCompanion(host, address);
    return settingsView(host, updateFormulaGrant(host));
  },
  testCompanion,
  storeAccess,
  saveStoreKeys: (host, form) => {
    saveStoreKeys(host, form);
    return storeAccess(host);
  },
  removeStoreKeys: (host, name) => {
    removeStoreKeys(host, name);
    return storeAccess(host);
  },
  storeSend,
  fileTask,
  readForm,
  schedules,
  addSchedule: (host, plan, rhythm, mail, options) => addSchedule(plan, rhythm, mail, host, options),
  addStep: (host, id, plan, recipe) => addStep(id, plan, recipe, host),
  removeStep: (host, id, at) => removeStep(id, at, host),
  takeOverSchedule: (host, id) => takeOverSchedule(id, host),
  changeSchedule: (host, id, change) => changeSchedule(id, change, host),
  removeSchedule: (host, id) => removeSchedule(id, host),
  runSchedule: (host, id) => jobView(startSchedule(id, host), host),
  pastePlace,
  paste: (host, place, headers, cells, replace) => jobView(paste(host, place, headers, cells, replace), host),
  tabView,
  idStacks,
  prepare: (host, plan) => jobView(prepare(host, plan), host),
  recipes,
  saveRecipe: (host, name, steps) => saveRecipe(name, steps, host),
  renameRecipe: (host, id, name) => renameRecipe(id, name, host),
  removeRecipe: (host, id) => removeRecipe(id, host),
  makeReady,
  startRecipes: (host, ids, place) => jobView(startRecipes(ids, place, host), host),
};

/** `argsText` is a JSON array. Returns an Envelope as JSON. */
export function answerCall(name: string, argsText: string, host: Host): string {
  let envelope: Envelope<unknown>;
  try {
    if (!Object.hasOwn(HANDLERS, name)) {
      throw new TtError('INPUT', `there is no call "${String(name).slice(0, 40)}"`);
    }
    const handler = HANDLERS[name as CallName] as (host: Host, ...args: unknown[]) => unknown;
    envelope = { ok: true, value: handler(host, ...(JSON.parse(argsText) as unknown[])) };
  } catch (error) {
    const { code, message, transient, progress, link } = asAddonError(error);
    const more = { ...(progress ? { progress } : {}), ...(link ? { link } : {}) };
    envelope = { ok: false, error: { code, message, transient, ...more } };
  }
  return JSON.stringify(envelope);
}

function who(host: Host): CaveUserView {
  const { name, email } = readUser(runWork(replyTo(userRequest(requireToken(host))), host, 'lookup'));
  return { name, email };
}

function boot(host: Host): InitialState {
  const settings = settingsView(host, updateFormulaGrant(host));
  let person: CaveUserView | null = null;
  let whoProblem = '';
  let names: string[] = [];
  if (settings.hasToken) {
    try {
      person = who(host);
      names = readStackNames(runWork(replyTo(stackNames(access(host))), host, 'lookup'));
    } catch (error) {
      whoProblem = asTtError(error).code;
      if (whoProblem === 'FAULT') throw error;
    }
  }
  const openText = host.userStore.get(OPEN_KEY);
  if (openText !== null) host.userStore.remove(OPEN_KEY);
  return {
    version: VERSION,
    settings,
    who: person,
    whoProblem,
    stacks: stackChoices(names, settings.datastack),
    locale: host.file.locale(),
    job: shownJob(host),
    schedules: schedules(host),
    recipes: recipes(host),
    open: openText ? (JSON.parse(openText) as InitialState['open']) : { tab: 'run' },
  };
}

/** The user's own unfinished job, or else the newest job of the spreadsheet. */
function shownJob(host: Host): JobView | null {
  const all = jobs(host.documentStore);
  const mine = all.find((job) => isUnfinished(job) && job.startedBy === host.user());
  const job = mine ?? all[0];
  return job ? jobView(job, host) : null;
}

/** Datastacks that the token may use, or else the published ones; always includes the chosen one. */
function stackChoices(names: readonly string[], current: string): StackChoice[] {
  const offeredNames = names.length > 0 ? names : publishedNames();
  return [...new Set([current, ...offeredNames])].map((name) => ({
    name,
    display: publishedConfig(name)?.dataset_display_name ?? name,
  }));
}

function insertFormula(host: Host, formula: string): { a1: string } {
  const { tab, row, column } = host.file.selected();
  putFormula(tab, row, column, formula);
  host.file.flush();
  return { a1: `${tab.name()}!${columnLetter(column)}${row}` };
}
