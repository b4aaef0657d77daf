/** Reads the body of a failed reply: JSON in the forms of the services, or the HTML page of a proxy. */
import { asObject, type Json, parseJson } from '../../core/json';
import type { HttpReply } from '../../http/request';

/** What a request was for; error messages use it. */
export interface RequestLabel {
  route: string;
  datastack: string;
}

export interface ErrorBody {
  error: string;
  message: string;
  data: { [key: string]: Json };
  text: string;
}

export function readErrorBody(reply: HttpReply): ErrorBody {
  // Database errors repeat the whole SQL statement with its ids.
  const text = reply.text().slice(0, 4_000_000);
  const empty = { error: '', message: '', data: {}, text: /^\s*</.test(text) ? '' : text.slice(0, 200) };
  let json: Json;
  try {
    json = parseJson(text);
  } catch {
    return empty;
  }
  if (typeof json === 'string') return { ...empty, text: json, message: json };
  const object = asObject(json);
  if (!object) return { ...empty, text: '' };
  const word = (key: string) => (typeof object[key] === 'string' ? (object[key] as string) : '');
  return {
    error: word('error'),
    message: word('message') || word('Error') || schemaErrors(object),
    data: asObject(object.data) ?? {},
    text: '',
  };
}

function schemaErrors(object: { [key: string]: Json }): string {
  const fields = asObject(object.schema_errors);
  return fields ? `400 Bad Request: ${Object.keys(fields).join(', ')} not accepted` : '';
}

/** A server's sentence, shortened for a cell. */
export function oneLine(message: string): string {
  const line = message
    .replace(/^\[?[0-9]{3}\]?[: ]+/, '')
    .replace(/\s+/g, ' ')
    .trim();
  return line.length > 140 ? `${line.slice(0, 139)}…` : line;
}
