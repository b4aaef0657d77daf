/** Starts custom functions and caches their outcomes, so that a formula calls again only if an argument has changed. */

import type { CustomFunctions } from '../model/types';
import type { WorkbookSettings } from '../options';
import { Fault, sameResult } from '../values/values';
import { type CustomCall, fromCustom, sameArgs, toCustom } from './custom-call';
import type { Formula } from './formula';

export class CustomRunner {
  private functions: CustomFunctions | null = null;
  private readonly names = new Map<string, string>();
  private shared: CustomCall[] | null = null;
  private readonly waiting = new Map<CustomCall, Set<Formula>>();

  constructor(
    private readonly settings: WorkbookSettings,
    private readonly onFinish: (formula: Formula) => void,
  ) {}

  use(functions: CustomFunctions): void {
    this.functions = functions;
    this.names.clear();
    for (const name of functions.names()) this.names.set(name.toUpperCase(), name);
  }

  knows(name: string): boolean {
    return this.names.has(name);
  }

  startSharing(): void {
    this.shared = this.settings.shareIdenticalCalls ? [] : null;
  }

  stopSharing(): void {
    this.shared = null;
  }

  /** The call for these arguments: an earlier one of this formula, a shared one, or a new one. */
  call(formula: Formula, name: string, args: CustomCall['args'], fresh: readonly CustomCall[]): CustomCall {
    const same = (call: CustomCall): boolean => call.name === name && sameArgs(call.args, args, sameResult);
    const earlierCall = fresh.find(same) ?? formula.calls.find(same) ?? this.shared?.find(same);
    if (earlierCall) {
      if (!earlierCall.done) this.waiting.get(earlierCall)?.add(formula);
      return earlierCall;
    }
    const call: CustomCall = { name, args, outcome: null, done: false };
    this.shared?.push(call);
    this.waiting.set(call, new Set([formula]));
    this.start(formula, call);
    return call;
  }

  private start(formula: Formula, call: CustomCall): void {
    const { timeZone, blankArgumentIsUndefined } = this.settings;
    const blank = blankArgumentIsUndefined ? undefined : '';
    let starting = true;
    const finish = (outcome: { value: unknown } | { error: string }): void => {
      if (call.done) return;
      call.done = true;
      call.outcome =
        'error' in outcome
          ? new Fault('#ERROR!', outcome.error)
          : fromCustom(call.name, outcome.value, this.settings.timeZone);
      const readers = this.waiting.get(call) ?? new Set();
      this.waiting.delete(call);
      if (starting) return;
      for (const reader of readers) if (reader.calls.includes(call)) this.onFinish(reader);
    };
    const at = { grid: formula.tab, row: formula.row, column: formula.column };
    const args = call.args.map((arg) => toCustom(arg, timeZone, blank));
    try {
      this.functions?.call(this.names.get(call.name) ?? call.name, args, at, finish);
    } catch (error) {
      finish({ error: error instanceof Error ? error.message : String(error) });
    }
    starting = false;
  }
}
