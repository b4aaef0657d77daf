/** A table of routes: method, path pattern, access, and handler. */
import type { WireReply } from '@tracer-tools/apps-script/wire';
import type { Call } from './call';

/** The condition for calling a handler. `ds` and `table` name the path part that identifies the datastack. */
export type RouteAccess =
  | 'open'
  | 'token'
  | { stack: 'ds' | 'table' | 'av'; right?: 'view' | 'edit'; ignoreTerms?: boolean };

export interface Route<Context> {
  method: string;
  pattern: string;
  access: RouteAccess;
  /** True if a successful reply may be compressed. */
  gzip: boolean;
  /** Returns the reply for an error that a handler throws. */
  onError(error: unknown, context: Context): WireReply;
  handle(call: Call, parts: Record<string, string>, context: Context): WireReply;
}

export interface RouteMatch<Context> {
  route: Route<Context>;
  parts: Record<string, string>;
}

interface Compiled<Context> {
  route: Route<Context>;
  regex: RegExp;
  names: string[];
}

export class Router<Context> {
  private readonly compiled: Compiled<Context>[];

  constructor(routes: Route<Context>[]) {
    this.compiled = routes.map((route) => {
      const names: string[] = [];
      const source = route.pattern.replace(/\{([a-z_]+)\}/g, (_, name: string) => {
        names.push(name);
        return '([^/]+)';
      });
      return { route, names, regex: new RegExp(`^${source}$`) };
    });
  }

  /** The route of a call; 'method' if the path exists only with another method. */
  match(call: Call): RouteMatch<Context> | 'method' | null {
    let other = false;
    for (const { route, regex, names } of this.compiled) {
      const found = regex.exec(call.path);
      if (found === null) continue;
      const method = call.method === 'HEAD' ? 'GET' : call.method;
      if (route.method !== method) {
        other = true;
        continue;
      }
      const parts: Record<string, string> = {};
      names.forEach((name, i) => {
        parts[name] = decodeURIComponent(found[i + 1]!);
      });
      return { route, parts };
    }
    return other ? 'method' : null;
  }
}
