// State that all panels share (of the add-on, of the selection), and navigation between panels.
import type {
  CaveUserView,
  InitialState,
  JobKind,
  SelectionView,
  SettingsView,
} from '../src/addon/interfaces/api';

export type PanelName = InitialState['open']['tab'];

export interface Panel {
  readonly node: HTMLElement;
  /** Called when the panel becomes visible. */
  onShow?(): void;
}

type Listener = () => void;

export class App {
  selection: SelectionView | null = null;
  /** Why the selection could not be read, or ''. */
  selectionProblem = '';
  /** This sidebar runs the steps of a job; it does not follow the selection meanwhile. */
  driving = false;
  /** The sidebar has moved the selection to show cells. It does not follow the selection until the user moves it. */
  holding = false;
  private readonly listeners = new Set<Listener>();
  private readonly endListeners = new Set<Listener>();

  constructor(
    public boot: InitialState,
    private readonly way: {
      show(tab: PanelName): void;
      openTool(name: string): void;
      runTab(formula: string, args: Record<string, string>): void;
      runSchedule(id: string): void;
      restart(): Promise<void>;
      say(words: string): void;
    },
  ) {}

  /** Registers a listener for changes of the state. */
  onChange(listener: Listener): void {
    this.listeners.add(listener);
  }

  /** Registers a listener for the end of a run, or of its Undo. */
  onRunEnd(listener: Listener): void {
    this.endListeners.add(listener);
  }

  runEnded(): void {
    for (const listener of this.endListeners) listener();
  }

  notify(): void {
    for (const listener of this.listeners) listener();
  }

  setSelection(selection: SelectionView | null, problem = ''): void {
    this.selection = selection;
    this.selectionProblem = problem;
    this.notify();
  }

  setSettings(settings: SettingsView, who: CaveUserView | null = this.boot.who): void {
    this.boot = { ...this.boot, settings, who: settings.hasToken ? who : null };
    this.notify();
  }

  show(tab: PanelName): void {
    this.way.show(tab);
  }

  openTool(name: string): void {
    this.way.openTool(name);
  }

  /** Follows a job that writes the function's whole answer to a new tab. */
  runTab(formula: string, args: Record<string, string>): void {
    this.way.runTab(formula, args);
  }

  /** Follows a schedule's run. */
  runSchedule(id: string): void {
    this.way.runSchedule(id);
  }

  restart(): Promise<void> {
    return this.way.restart();
  }

  /** Text for screen readers. */
  say(words: string): void {
    this.way.say(words);
  }

  requestedJob(): JobKind | undefined {
    return this.boot.open.job;
  }
}
