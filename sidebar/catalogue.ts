// The functions and jobs that the sidebar offers, with their texts. The build puts them into the page
// (scripts/build.mjs): they are the same for every document, and the add-on's bundle, which each formula loads, does
// not need their texts.
import type { JobChoice, ToolView } from '../src/addon/interfaces/api';
import { localFormula } from './formula';

declare global {
  /** Defined by the build; in browser tests a global of the page. */
  const CATALOGUE: { tools: ToolView[]; jobs: JobChoice[] };
}

/** Writes the examples as formulas of the spreadsheet's locale. */
export const localToolViews = (locale: string): readonly ToolView[] =>
  CATALOGUE.tools.map((tool) => ({ ...tool, example: localFormula(tool.example, locale) }));

export const toolByName = (name: string): ToolView | undefined =>
  CATALOGUE.tools.find((tool) => tool.name === name);

export const catalogueJobs = (): readonly JobChoice[] => CATALOGUE.jobs;
