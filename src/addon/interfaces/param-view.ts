/** A parameter as a form of the sidebar needs it. */
import type { Param } from '../../tools/declaration/declare';
import type { ParamView } from './api';
import { isIds } from './id-params';

/** A form has one field for rows of any kind. */
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
