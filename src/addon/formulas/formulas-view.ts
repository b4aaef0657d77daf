/** The formulas of Tracer Tools in the spreadsheet: when each function last sent requests, and how many. */
import type { FormulasView } from '../interfaces/api';
import type { Host } from '../interfaces/host';
import { readCells } from '../sheet/look/cells';
import { joinableIn } from './join';
import { callsIn } from './refresh';

/** The platform's maximum. */
const CACHE_SECONDS = 21_600;

const key = (formula: string): string => `asked ${formula}`;

/** Called by a formula that has sent requests. The cache is the only place where a formula can write. */
export function noteAsked(host: Host, formula: string, requests: number): void {
  if (requests === 0) return;
  const text = JSON.stringify({ at: host.now(), requests });
  host.cache.putAll({ [key(formula)]: text }, CACHE_SECONDS);
}

export function formulasView(host: Host): FormulasView {
  const tabs = host.file.tabs().map((tab) => {
    const counts = new Map<string, number>();
    const formulas = readCells((from) => tab.dataFormulas(from));
    formulas.forEach((line) => {
      for (const name of line.flatMap(callsIn)) counts.set(name, (counts.get(name) ?? 0) + 1);
    });
    return { tab: tab.name(), tabId: tab.id, counts, joinable: joinableIn(tab, formulas) };
  });
  const names = [...new Set(tabs.flatMap(({ counts }) => [...counts.keys()]))];
  const askedTexts = names.length === 0 ? {} : host.cache.getAll(names.map(key));
  return {
    tabs: tabs
      .filter(({ counts }) => counts.size > 0)
      .map(({ tab, tabId, counts, joinable }) => ({
        tab,
        tabId,
        joinable,
        formulas: [...counts].map(([formula, cells]) => {
          const text = askedTexts[key(formula)];
          const last = text === undefined ? null : (JSON.parse(text) as { at: number; requests: number });
          return {
            formula,
            cells,
            asked: last === null ? '' : new Date(last.at).toISOString(),
            requests: last === null ? null : last.requests,
          };
        }),
      })),
  };
}
