// What a test can set and read of the fake add-on inside the page.
import type { CallError, InitialState, SelectionView } from '../../../src/addon/interfaces/api';

/** Set before the sidebar starts (`window.scenario`). */
export interface Scenario {
  hasToken?: boolean;
  job?: 'open' | 'none';
  stepMs?: number;
  rowsPerStep?: number;
  replaced?: number;
  tab?: InitialState['open']['tab'];
  /** Locale of the spreadsheet; en_US by default. */
  locale?: string;
  failBoot?: boolean;
  changes?: boolean;
}

/** Available while it runs (`window.fake`). */
export interface FakeHandle {
  readonly scenario: Scenario;
  readonly calls: { name: string; args: unknown[] }[];
  /** Makes the next call of this name fail: with an envelope, or (`die`) like a killed execution. */
  readonly failures: Map<string, CallError | 'die' | 'garbage'>;
  selection: SelectionView;
}
