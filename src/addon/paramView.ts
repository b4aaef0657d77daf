/** A parameter as a form of the sidebar needs it. */
import type { Param } from '../tools/declare';
import type { ParamView } from './api';

/** Ids are a range too where a function reads them cell by cell. */
export const isIds = ({ kind, name }: Param): boolean =>
  kind === 'ids' || (kind === 'range' && name === 'ids');

export const paramView = (param: Param): ParamView => ({
  name: param.name,
  kind: isIds(param) ? 'ids' : param.kind === 'range' ? 'points' : param.kind,
  words: param.words,
  optional: param.optional ?? false,
  ...(param.choices ? { choices: [...param.choices] } : {}),
  ...(param.file ? { file: param.file } : {}),
  ...(param.initial !== undefined ? { initial: String(param.initial) } : {}),
});
