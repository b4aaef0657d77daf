/** Converts a parameter to the form that the sidebar needs. */
import type { Param } from '../../tools/declaration/declare';
import type { ParamView } from './api';
import { isIds } from './id-params';

/** A form has the same field for any kind of rows. */
function kindOf({ kind }: Param): ParamView['kind'] {
  if (kind === 'range') return 'points';
  return kind === 'path' ? 'text' : kind;
}

export const paramView = (param: Param): ParamView => ({
  name: param.name,
  kind: isIds(param) ? 'ids' : kindOf(param),
  description: param.description,
  optional: param.optional ?? false,
  ...(param.choices ? { choices: [...param.choices] } : {}),
  ...(param.file ? { file: param.file } : {}),
  ...(param.defaultValue !== undefined ? { defaultValue: String(param.defaultValue) } : {}),
});
