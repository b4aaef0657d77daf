// What a test may set and read of the fake add-on inside the page.
import type { CallError, InitialState, SelectionView } from '../../../src/addon/interfaces/api';

/** Set before the sidebar starts (`window.scenario`). */
export interface Scenario {
  hasToken?: boolean;
  job?: 'open' | 'none';
  stepMs?: number;
  rowsPerStep?: number;
  replaced?: number;
  tab?: InitialState['open']['tab'];
  /** Of the spreadsheet; en_US unless given. */
  locale?: string;
  failBoot?: boolean;
  changes?: boolean;
}

/** Reached while it runs (`window.fake`). */
export interface FakeHandle {
  readonly scenario: Scenario;
  readonly calls: { name: string; args: unknown[] }[];
  /** The next call of this name fails: with an envelope, or (`die`) as an execution that was killed. */
  readonly failures: Map<string, CallError | 'die' | 'garbage'>;
  selection: SelectionView;
}
