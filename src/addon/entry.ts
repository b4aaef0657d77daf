/** Functions that the bundle's top-level functions call; the build makes those from the registry. */
import { toolByFormula } from '../tools/registry';
import { answerCall } from './calls';
import { runFormula } from './formulas/formulas';
import { googleHost } from './google/host';
import { MENU, runMenu } from './menu';
import { hourly } from './schedules/hourly';

export function formula(name: string, values: unknown[]): unknown {
  return runFormula(toolByFormula(name)!, values, googleHost(true));
}

export function menu(call: string): void {
  runMenu(call, googleHost(false));
}

/** Before the user has authorised anything (AuthMode NONE), only a menu of fixed items is allowed. */
export function open(): void {
  const items = SpreadsheetApp.getUi().createAddonMenu();
  for (const { text, call } of MENU) items.addItem(text, call);
  items.addToUi();
}

export function sidebarCall(name: unknown, args: unknown): string {
  return answerCall(String(name), String(args), googleHost(false));
}

export function trigger(): void {
  hourly(googleHost(false));
}
