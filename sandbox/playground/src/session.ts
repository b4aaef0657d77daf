/** The user of the page, and the user's actions on the sheet, the script and the sandbox. */
import type { WorkerHost } from '@tracer-tools/apps-script';
import { LOCALES, performAction, type Workbook } from '@tracer-tools/apps-script/sheet';
import type { CaveSandbox } from '@tracer-tools/cave';
import { tabInfo } from './cells';
import type { ChangeFeed } from './change-feed';
import { Dialogs } from './dialogs';
import { EditHistory } from './edit-history';
import type { Events } from './events';
import { KillSwitch } from './kill';
import type {
  ActionReply,
  DialogContent,
  FormulaHelp,
  GsrReply,
  PageEvent,
  PageState,
  SandboxSwitch,
  UserAction,
} from './protocol';
import { SandboxControls } from './switches';

export interface SessionParts {
  workbook: Workbook;
  sandbox: CaveSandbox;
  events: Events;
  watch: ChangeFeed;
  /** Null if the add-on is not built. */
  host: WorkerHost | null;
  owner: string;
  help: FormulaHelp[];
  frameOf(shown: DialogContent): DialogContent;
}

export class PageSession {
  /** The reason why the add-on is missing, or ''. */
  problem = '';
  private user: string;
  private running = 0;
  private readonly edits: EditHistory;
  private readonly asks: Dialogs | null;
  private readonly switches: SandboxControls | null;

  constructor(private readonly parts: SessionParts) {
    const { host, sandbox, events } = parts;
    this.user = parts.owner;
    this.edits = new EditHistory(parts.workbook);
    this.asks = host === null ? null : new Dialogs(host, events);
    this.switches = host === null ? null : new SandboxControls(sandbox, host, new KillSwitch(host));
  }

  state(): PageState {
    const { workbook, sandbox, host, owner, help, frameOf } = this.parts;
    const sidebar = host?.ui.sidebar(this.user) ?? null;
    const selection = host?.ui.selection(this.user) ?? null;
    return {
      name: workbook.name,
      tabs: workbook.grids().map(tabInfo),
      users: sandbox.users.map(({ name, email }) => ({ name, email })),
      user: this.user,
      owner,
      menu: host?.menu(this.user) ?? [],
      sidebar: sidebar === null ? null : frameOf(sidebar),
      conditions: this.switches?.weather ?? 'normal',
      locale: workbook.locale,
      locales: LOCALES,
      now: new Date(sandbox.now()).toISOString(),
      formulas: help,
      selection: selection === null ? null : { tab: selection.grid, box: selection.box },
      problem: this.problem,
    };
  }

  /** Unanswered questions of the script. */
  open(): PageEvent[] {
    return this.asks?.open() ?? [];
  }

  async do(action: UserAction): Promise<ActionReply> {
    const { workbook, watch, host } = this.parts;
    switch (action.do) {
      case 'select': {
        const grid = workbook.gridById(action.tab);
        if (grid !== null) watch.bySelf(() => host?.ui.select(this.user, grid, action.box));
        break;
      }
      case 'menu': {
        const run = this.needHost().run(action.fn, [], { user: this.user, entry: 'menu' });
        const outcome = await this.counted(run);
        if (!outcome.ok) throw new Error(outcome.message);
        break;
      }
      case 'answer':
        this.asks?.answer(action.id, { button: action.button, text: action.text });
        break;
      case 'closeSidebar':
        host?.ui.closeSidebar(this.user);
        break;
      case 'undo': {
        const problem = this.edits.undo(this.user);
        if (problem !== '') throw new Error(problem);
        watch.flush();
        break;
      }
      default:
        this.edits.perform(action, this.user, () => performAction(workbook, action, this.user));
        watch.flush();
    }
    return { ok: true, value: null };
  }

  async turn(change: SandboxSwitch): Promise<ActionReply> {
    if (change.set === 'user') return { ok: true, value: null, said: await this.become(change.email) };
    if (change.set === 'locale') return { ok: true, value: null, said: this.speak(change.locale) };
    this.needHost();
    return { ok: true, value: null, said: await this.counted(this.switches!.turn(change)) };
  }

  /** google.script.run. */
  async call(fn: string, args: unknown[]): Promise<GsrReply> {
    const { host } = this.parts;
    if (host === null) return { ok: false, message: this.problem };
    const run = host.callFromPage(fn, args, this.user);
    // The sidebar reads the selection every two seconds; this is too short to be shown as a run.
    const outcome = await (args[0] === 'selection' ? run : this.counted(run));
    return outcome.ok ? { ok: true, value: outcome.value ?? null } : { ok: false, message: outcome.message };
  }

  private async become(email: string): Promise<string> {
    const { sandbox, events } = this.parts;
    const next = sandbox.users.find((each) => each.email === email);
    if (next === undefined) throw new Error('There is no such user.');
    const host = this.needHost();
    this.user = next.email;
    host.keyboard = next.email;
    await host.open(next.email);
    events.send({ on: 'state' });
    return `You are now ${next.name}.`;
  }

  private speak(locale: string): string {
    const { workbook, watch, events } = this.parts;
    workbook.locale = locale;
    workbook.settle();
    watch.flush();
    events.send({ on: 'state' });
    return `The spreadsheet’s locale is now ${locale}.`;
  }

  private needHost(): WorkerHost {
    if (this.parts.host === null) throw new Error(this.problem);
    return this.parts.host;
  }

  /** Counts running executions, so that the page can show that one is in progress. */
  private async counted<T>(task: Promise<T>): Promise<T> {
    const { events, watch } = this.parts;
    this.running += 1;
    events.send({ on: 'running', count: this.running });
    try {
      return await task;
    } finally {
      this.running -= 1;
      events.send({ on: 'running', count: this.running });
      watch.flush();
    }
  }
}
