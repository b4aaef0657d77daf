/** What the recipes of a spreadsheet show. */
import type { JobPlan } from './job-views';

/** A job with its options, of no column yet: what a recipe holds, and what a schedule may repeat. */
export type RecipeStep = Pick<JobPlan, 'kind' | 'headers' | 'options' | 'targets'>;

/** Jobs with their options under a name, kept in the spreadsheet; several steps run one after the other. */
export interface RecipeView {
  id: string;
  name: string;
  steps: RecipeStep[];
  /** Who saved it, and when (ISO time). */
  by: string;
  at: string;
}

/** Where recipes run: a column, and the rows of it. */
export type RecipePlace = Omit<JobPlan, 'kind' | 'headers' | 'options' | 'targets'>;
