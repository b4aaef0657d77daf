/** A parameter as a form of the sidebar needs it. */
import type { Param } from '../../tools/declaration/declare';
import type { ParamView } from './api';
import { isIds } from './id-params';

export const paramView = (param: Param): ParamView => ({
  name: param.name,
  kind: isIds(param)
    ? 'ids'
    : param.kind === 'range'
      ? 'points'
      : param.kind === 'path'
        ? 'text'
        : param.kind,
  description: param.description,
  optional: param.optional ?? false,
  ...(param.choices ? { choices: [...param.choices] } : {}),
  ...(param.file ? { file: param.file } : {}),
  ...(param.defaultValue !== undefined ? { defaultValue: String(param.defaultValue) } : {}),
});
