/** Every job as the sidebar offers it: made at build time, for its page. */
import type { JobChoice } from '../interfaces/api';
import { paramView } from '../interfaces/param-view';
import { JOB_KINDS, specOf } from './kinds';

export const jobChoices = (): JobChoice[] =>
  JOB_KINDS.map((kind) => {
    const { title, description, details, fields = [] } = specOf(kind);
    return { kind, title, description, details, fields: fields.map(paramView) };
  });
