/** Types of a spreadsheet's recipes. */
import type { JobPlan } from './job-views';

/** A job with its options but without a column: a recipe consists of these. */
export type RecipeStep = Pick<JobPlan, 'kind' | 'headers' | 'options' | 'targets'>;

/** Named jobs with their options, stored in the spreadsheet; they run one after another. */
export interface RecipeView {
  id: string;
  name: string;
  steps: RecipeStep[];
  /** Who saved it, and when (ISO time). */
  by: string;
  at: string;
}

/** Where recipes run: a column and its rows. */
export type RecipePlace = Omit<JobPlan, 'kind' | 'headers' | 'options' | 'targets'>;
