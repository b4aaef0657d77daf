/** Options of a host. Platform behaviour that is not verified has a switch with a default. */

import type { Workbook } from '../sheet/model/types';
import type { Clock } from './clock';
import { DAILY_QUOTA_TEXT } from './failures';
import type { WireHandler } from './wire';

export interface User {
  email: string;
  name: string;
}

export interface HostOptions {
  /** The built bundle, as text. */
  code: string;
  /** HTML files by name, without `.html`. */
  html: Record<string, string>;
  /** appsscript.json, parsed. */
  manifest: Manifest;
  workbook: Workbook;
  /** Returns the handler of a URL, or null for an unreachable address. */
  network: (url: string) => WireHandler | null;
  /** Default: a virtual clock that starts at 2026-01-01T00:00:00Z. */
  clock?: Clock;
  users: User[];
  /** E-mail of the spreadsheet's owner. */
  owner: string;
  /** Other spreadsheets by id, for openById. */
  otherWorkbooks?: Record<string, Workbook>;
  /** Signs ID tokens for servers that check them. By default they are unsigned (`alg: none`). */
  signIdentity?: (claims: Record<string, unknown>) => string;
  /** The audience of ID tokens: the script's OAuth client. */
  clientId?: string;
  /** Access tokens that the sandbox's servers accept; invented by default. */
  accessToken?: (user: string, scopes: string[]) => string;
  /** Number of finished executions and sent requests that are kept; default all. */
  keep?: number;
  switches?: SwitchOptions;
  /** Seed for UUIDs, cache eviction and the minutes of triggers. */
  seed?: number;
}

export interface Manifest {
  timeZone?: string;
  oauthScopes?: string[];
  urlFetchWhitelist?: string[];
  [other: string]: unknown;
}

export interface Switches {
  /** Milliseconds by kind of execution: documented 30 s for cells and simple triggers, 6 min for the rest. */
  limitMs: { cell: number; open: number; menu: number; sidebar: number; trigger: number };
  /** Milliseconds of real time after which the in-process driver ends an endless loop. */
  realLimitMs: number;
  /**
   * Time that a service call takes on the clock, by service; `other` for the rest. Unverified; tens of ms are reported.
   */
  latencyMs: Record<string, number>;
  /** Simultaneous executions of one user. Documented. */
  atOnce: number;
  /** What happens to formulas beyond that number. Unverified: they wait. */
  overflowingCells: 'wait' | 'refuse';
  /** Daily quotas: the documented consumer values. */
  daily: { urlFetch: number; properties: number; triggerMs: number; mail: number };
  /** The exception at the daily limit; `%s` is the service. Reported; the quotas page omits `for one day`. */
  dailyQuotaText: string;
  /** True: a kill loses writes that are not flushed yet. Unverified. */
  killLosesBufferedWrites: boolean;
  /** The user properties that a formula sees. Documented: the owner's. `none` is for files of shared drives. */
  userPropertiesInCells: 'owner' | 'none';
  /** Session.getTemporaryActiveUserKey() works inside a formula. Unverified: refused. */
  temporaryKeyInCells: boolean;
  /** The note of a failed formula ends with `(line 12).` Reported. */
  cellErrorLine: boolean;
  /** The note of a formula that was killed at 30 s. Two pages of the documentation differ. */
  cellTimeoutText: string;
  /** The result of a formula that returns a promise. Undocumented: fails. */
  promiseInCell: 'fail' | 'await';
  /** Failure handlers receive `TypeError: text`, not `text`. Reported. */
  failurePrefix: boolean;
  /** The effect of a date in a result of google.script.run. Both are reported. */
  returnedDate: 'null' | 'fail';
  /** Probability that a cache read misses an existing entry. The documentation promises nothing. */
  cacheMissRate: number;
  /** Test deployments refuse installable triggers. Documented. */
  testDeployment: boolean;
  /** Time triggers know the spreadsheet they were created in. Unverified: yes. */
  triggerKnowsSpreadsheet: boolean;
  /** One-shot triggers may follow each other within an hour. Unverified: no. */
  oneShotChain: boolean;
  /** Milliseconds that a user takes to answer an alert; the time limit continues meanwhile. Unverified. */
  answerMs: number;
  /** UrlFetchApp respects `timeoutSeconds`. A recent addition. */
  timeoutSeconds: boolean;
  /** A redirect to another host receives the Authorization header too. Undocumented: yes, the worse case. */
  authorizationFollows: boolean;
  /** Typed arrays are accepted as payload. Unverified: refused. */
  typedArrayPayload: boolean;
  /** Granular consent: a call without its grant fails. Otherwise the run does not start. */
  granularConsent: boolean;
  /**
   * Developer metadata may be added to a range that covers a whole row or column but is not written as `5:5` or `C:C`.
   * Undocumented: no, the worse case.
   */
  metadataTakesSizedRanges: boolean;
  /** When an entry that validation rejects fails: at setValues, or when buffered writes are applied. Undocumented. */
  validationFailsAt: 'call' | 'flush';
  /** getRichTextValue returns the link of a HYPERLINK formula. Undocumented. */
  formulaLinks: boolean;
  /** LIMITED mode shows the e-mail of the user at the keyboard. Unverified: blank. */
  emailInLimited: boolean;
}

export const DEFAULT_SWITCHES: Switches = {
  limitMs: { cell: 30_000, open: 30_000, menu: 360_000, sidebar: 360_000, trigger: 360_000 },
  realLimitMs: 60_000,
  latencyMs: {
    SpreadsheetApp: 5,
    PropertiesService: 20,
    CacheService: 10,
    LockService: 10,
    ScriptApp: 10,
    other: 0,
  },
  atOnce: 30,
  overflowingCells: 'wait',
  daily: { urlFetch: 20_000, properties: 50_000, triggerMs: 90 * 60_000, mail: 100 },
  dailyQuotaText: DAILY_QUOTA_TEXT,
  killLosesBufferedWrites: true,
  userPropertiesInCells: 'owner',
  temporaryKeyInCells: false,
  cellErrorLine: true,
  cellTimeoutText: 'Exceeded maximum execution time (line 0).',
  promiseInCell: 'fail',
  failurePrefix: true,
  returnedDate: 'null',
  cacheMissRate: 0,
  testDeployment: false,
  triggerKnowsSpreadsheet: true,
  oneShotChain: false,
  answerMs: 3000,
  timeoutSeconds: true,
  authorizationFollows: true,
  typedArrayPayload: false,
  granularConsent: true,
  metadataTakesSizedRanges: false,
  validationFailsAt: 'call',
  formulaLinks: true,
  emailInLimited: false,
};

/** How an execution began. */
export type EntryKind = 'menu' | 'sidebar' | 'trigger' | 'open' | 'cell';
export type Mode = 'NONE' | 'LIMITED' | 'CUSTOM_FUNCTION' | 'FULL';

type Tables = 'limitMs' | 'latencyMs' | 'daily';
export type SwitchOptions = Partial<Omit<Switches, Tables>> & { [K in Tables]?: Partial<Switches[K]> };

export function completeSwitches(changes: SwitchOptions = {}): Switches {
  const tables = {
    limitMs: { ...DEFAULT_SWITCHES.limitMs, ...changes.limitMs },
    latencyMs: { ...DEFAULT_SWITCHES.latencyMs, ...changes.latencyMs } as Record<string, number>,
    daily: { ...DEFAULT_SWITCHES.daily, ...changes.daily },
  };
  return { ...DEFAULT_SWITCHES, ...changes, ...tables };
}
