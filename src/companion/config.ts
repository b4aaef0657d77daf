/** Configuration from the environment and the command line. Reports each mistake in a sentence. */
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { version } from '../../package.json';
import { STORE_HOSTS } from '../core/store-hosts';
import { parseOptions, wholeNumber } from '../node/options';
import type { EgressRules } from './egress/rules';
import { type Limits, readLimits } from './limits/limits';

export interface Config {
  version: string;
  host: string;
  port: number;
  rules: EgressRules;
  limits: Limits;
  /** Accepted audiences of ID tokens; `any` in a sandbox, where the add-on has no client id. */
  audiences: string[] | 'any';
  allow: string[];
  /** URL of the keys that verify ID tokens. */
  certs: string;
  secret: string;
  /** Bucket of the shared state; '' keeps the state in memory. */
  bucket: string;
  tasks: { queue: string; partsQueue: string; serviceUrl: string; account: string } | null;
  /** A folder of volumes to serve to viewers on this machine; '' if there is none. */
  volumes: string;
  /** A fixed token for writing to stores; only in the sandbox. */
  storageToken: string;
}

const CAVE_HOSTS = ['*.daf-apis.com', 'prod.flywire-daf.com', 'prodv1.flywire-daf.com', 'cave.fanc-fly.com'];
const GOOGLE_CERTS = 'https://www.googleapis.com/oauth2/v3/certs';

type Env = Record<string, string | undefined>;

const OPTIONS = {
  port: { type: 'string' },
  host: { type: 'string' },
  sandbox: { type: 'string' },
  volumes: { type: 'string' },
} as const;

/** Reads `--port N`, `--host ADDRESS`, `--sandbox ORIGIN`, `--volumes FOLDER`. Throws an Error with a sentence. */
export function readConfig(argv: readonly string[], env: Env): Config {
  const options = parseOptions(argv, OPTIONS);
  const sandbox = (options.sandbox ?? '').replace(/\/+$/, '');
  if (sandbox !== '' && !/^http:\/\/(127\.0\.0\.1|localhost)(:[0-9]+)?$/.test(sandbox)) {
    throw new Error(`--sandbox needs a loopback origin such as http://127.0.0.1:8787, not ${sandbox}`);
  }
  const hosted = env.K_SERVICE !== undefined;
  const port = wholeNumber('port', options.port ?? env.PORT ?? '8788', 65_535);
  const config: Config = {
    version,
    host: options.host ?? env.TT_HOST ?? (hosted ? '0.0.0.0' : '127.0.0.1'),
    port,
    rules: {
      sandbox,
      servers: sandbox !== '' ? [sandbox] : servers(env),
      caveHosts: list(env.TT_CAVE_HOSTS, CAVE_HOSTS).map((host) => hostPattern('TT_CAVE_HOSTS', host)),
      storageHosts: list(env.TT_STORAGE_HOSTS, STORE_HOSTS).map((host) =>
        hostPattern('TT_STORAGE_HOSTS', host),
      ),
      writeBuckets: list(env.TT_WRITE_BUCKETS, []),
      deleteBuckets: list(env.TT_DELETE_BUCKETS, []),
    },
    limits: readLimits(env),
    audiences: sandbox !== '' && !env.TT_AUDIENCE ? 'any' : list(env.TT_AUDIENCE, []),
    allow: list(env.TT_ALLOW, sandbox !== '' ? ['*'] : []).map((entry) => entry.toLowerCase()),
    certs: env.TT_CERTS || (sandbox !== '' ? `${sandbox}/oauth2/v3/certs` : GOOGLE_CERTS),
    secret: env.TT_SECRET ?? '',
    bucket: env.TT_BUCKET ?? '',
    tasks: readTasks(env),
    volumes: options.volumes ?? '',
    storageToken: sandbox !== '' ? (env.TT_STORAGE_TOKEN ?? '') : '',
  };
  return checkConfig(config, hosted);
}

const list = (text: string | undefined, initial: readonly string[]): string[] =>
  text === undefined || text.trim() === ''
    ? [...initial]
    : text.split(/[\s,]+/).filter((entry) => entry !== '');

function servers(env: Env): string[] {
  return list(env.TT_SERVERS, ['https://global.daf-apis.com']).map((server) => {
    const origin = server.replace(/\/+$/, '');
    if (!/^https:\/\/[a-z0-9.-]+\.[a-z]{2,}$/.test(origin)) {
      throw new Error(`TT_SERVERS: ${server} is not an address such as https://global.daf-apis.com`);
    }
    return origin;
  });
}

function hostPattern(variable: string, host: string): string {
  // At least two labels after a star, so a pattern never covers a whole top-level domain.
  if (/^(\*\.)?([a-z0-9-]+\.)+[a-z]{2,}$/.test(host)) return host;
  throw new Error(`${variable}: ${host} is not a host such as data.example.org or *.example.org`);
}

function readTasks(env: Env): Config['tasks'] {
  if (!env.TT_QUEUE) return null;
  for (const [name, queue] of Object.entries({
    TT_QUEUE: env.TT_QUEUE,
    TT_PARTS_QUEUE: env.TT_PARTS_QUEUE || env.TT_QUEUE,
  })) {
    if (!/^projects\/[^/]+\/locations\/[^/]+\/queues\/[^/]+$/.test(queue)) {
      throw new Error(`${name} needs projects/PROJECT/locations/REGION/queues/QUEUE`);
    }
  }
  if (!env.TT_URL || !env.TT_QUEUE_ACCOUNT) throw new Error('TT_QUEUE needs TT_URL and TT_QUEUE_ACCOUNT');
  return {
    queue: env.TT_QUEUE,
    partsQueue: env.TT_PARTS_QUEUE || env.TT_QUEUE,
    serviceUrl: env.TT_URL.replace(/\/+$/, ''),
    account: env.TT_QUEUE_ACCOUNT.toLowerCase(),
  };
}

function checkConfig(config: Config, hosted: boolean): Config {
  const { rules, allow, secret, audiences, tasks, bucket, certs } = config;
  const sandbox = rules.sandbox !== '';
  if (sandbox && hosted) throw new Error('--sandbox is for one’s own machine, not for a deployment');
  if (config.volumes !== '') {
    // Everyone who reaches the service could read the folder.
    if (hosted || config.host !== '127.0.0.1') {
      throw new Error('--volumes is for viewers on this machine: not for a deployment, nor with --host');
    }
    if (!existsSync(config.volumes)) throw new Error(`--volumes: there is no folder ${config.volumes}`);
  }
  if (!sandbox && !certs.startsWith('https://')) throw new Error('TT_CERTS needs an https address');
  if (allow.includes('*') && !sandbox)
    throw new Error('TT_ALLOW: name addresses, or domains as @example.org');
  const wrong = allow.find((entry) => entry !== '*' && !/^[^@\s]*@[^@\s]+\.[^@\s]+$/.test(entry));
  if (wrong !== undefined)
    throw new Error(`TT_ALLOW: ${wrong} is neither an address nor a domain as @example.org`);
  if (secret !== '' && secret.length < 32) throw new Error('TT_SECRET needs at least 32 characters');
  const alone = rules.deleteBuckets.find((name) => !rules.writeBuckets.includes(name));
  if (alone !== undefined) throw new Error(`TT_DELETE_BUCKETS: ${alone} is not in TT_WRITE_BUCKETS`);
  if (tasks && bucket === '')
    throw new Error('TT_QUEUE needs TT_BUCKET: all instances share the state of jobs');
  if (!hosted) return { ...config, secret: secret || randomBytes(32).toString('hex') };
  if (secret === '') throw new Error('TT_SECRET is missing: every instance needs the same');
  if (audiences.length === 0) throw new Error('TT_AUDIENCE is missing: the add-on’s client id');
  if (allow.length === 0) throw new Error('TT_ALLOW is missing: who may use this companion');
  if (bucket === '' || !tasks)
    throw new Error('TT_BUCKET and TT_QUEUE are missing: instances share jobs and revocations');
  return config;
}
