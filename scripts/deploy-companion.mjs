// npm run deploy:companion -- --project P --region R --audience CLIENT_ID --allow LIST [--name N] [--write-buckets LIST]
// [--servers LIST] [--memory 2Gi] [--cpu 2] [--max-instances N] [--dry-run]: the companion on Cloud Run, with the least
// rights. --dry-run prints the commands and runs none. docs/companion.md explains each. May be run again: what is there
// stays.
import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ROOT } from './lib.mjs';

const OPTIONS = {
  project: { needed: 'the id of your Google Cloud project', form: /^[a-z][a-z0-9-]{4,28}[a-z0-9]$/ },
  region: { needed: 'a region such as europe-west1', form: /^[a-z]+-[a-z]+[0-9]+$/ },
  audience: { needed: 'client ids of the add-on, separated by commas', form: /^[A-Za-z0-9.,_-]+$/ },
  allow: {
    needed: 'e-mail addresses, or domains as @lab.example, separated by commas',
    form: /^[^\s@;|]*@[^\s;|]+$/,
  },
  name: { initial: 'tracer-tools', form: /^[a-z][a-z0-9-]{1,24}$/ },
  'write-buckets': { initial: '', form: /^[a-z0-9._,-]*$/ },
  servers: { initial: '', form: /^[a-z0-9.:/,-]*$/ },
  memory: { initial: '2Gi', form: /^[0-9]+Gi$/ },
  cpu: { initial: '2', form: /^[0-9]+$/ },
  'max-instances': { initial: '10', form: /^[0-9]+$/ },
};

/** The options of a command line; throws a sentence. */
export function readOptions(argv) {
  const options = Object.fromEntries(Object.entries(OPTIONS).map(([name, { initial }]) => [name, initial]));
  let dryRun = false;
  for (let i = 0; i < argv.length; i++) {
    if (argv[i] === '--dry-run') {
      dryRun = true;
      continue;
    }
    const name = argv[i].replace(/^--/, '');
    if (!(name in OPTIONS)) throw new Error(`unknown option ${argv[i]}`);
    options[name] = argv[++i];
  }
  for (const [name, { needed, form }] of Object.entries(OPTIONS)) {
    if (options[name] === undefined) throw new Error(`--${name} is missing: ${needed}`);
    if (!form.test(options[name]))
      throw new Error(`--${name}: "${options[name]}" is not ${needed ?? 'of that form'}`);
  }
  return { ...options, dryRun };
}

/**
 * The commands in order: words for people, what gcloud is called with, and `there` for what may exist already.
 * `secretFile` holds the secret; it is never an argument.
 */
export function commands(options, { secretFile, number, lifecycleFile }) {
  const { project, region, name } = options;
  const service = `${name}-companion`;
  const account = `${service}@${project}.iam.gserviceaccount.com`;
  const caller = `${name}-tasks@${project}.iam.gserviceaccount.com`;
  const bucket = `${project}-${service}-state`;
  const queue = `projects/${project}/locations/${region}/queues/${service}`;
  // Cloud Run's deterministic address, known before the first deployment.
  const url = `https://${service}-${number}.${region}.run.app`;
  const inProject = ['--project', project];
  const member = (email) => ['--member', `serviceAccount:${email}`];
  const writeBuckets = options['write-buckets'].split(',').filter((each) => each !== '');
  const env = {
    TT_AUDIENCE: options.audience,
    TT_ALLOW: options.allow,
    TT_URL: url,
    TT_BUCKET: bucket,
    TT_QUEUE: queue,
    TT_QUEUE_ACCOUNT: caller,
    TT_MAX_SERVICE_MB: String(Number.parseInt(options.memory, 10) * 900),
    TT_WORKERS: options.cpu,
    ...(options.servers === '' ? {} : { TT_SERVERS: options.servers }),
    ...(writeBuckets.length === 0 ? {} : { TT_WRITE_BUCKETS: writeBuckets.join(',') }),
  };
  // gcloud splits at commas unless another separator is named first.
  const pairs = `^;^${Object.entries(env)
    .map(([key, value]) => `${key}=${value}`)
    .join(';')}`;
  return [
    {
      words: 'Switch on the services',
      args: [
        'services',
        'enable',
        ...'run cloudtasks secretmanager storage artifactregistry cloudbuild'
          .split(' ')
          .map((each) => `${each}.googleapis.com`),
        ...inProject,
      ],
    },
    {
      words: 'The account that the service runs as: it has no rights but those given below',
      args: [
        'iam',
        'service-accounts',
        'create',
        service,
        '--display-name',
        'Tracer Tools companion',
        ...inProject,
      ],
      there: true,
    },
    {
      words: 'The account that signs the queue’s calls: it may do nothing else',
      args: [
        'iam',
        'service-accounts',
        'create',
        `${name}-tasks`,
        '--display-name',
        'Tracer Tools tasks',
        ...inProject,
      ],
      there: true,
    },
    {
      words: 'The secret that grants and seals are made from',
      args: [
        'secrets',
        'create',
        service,
        '--replication-policy',
        'automatic',
        '--data-file',
        secretFile,
        ...inProject,
      ],
      there: true,
    },
    {
      words: 'The service may read its secret',
      args: [
        'secrets',
        'add-iam-policy-binding',
        service,
        ...member(account),
        '--role',
        'roles/secretmanager.secretAccessor',
        ...inProject,
      ],
    },
    {
      words: 'The bucket of the state: private, one kind of rights, no versions',
      args: [
        'storage',
        'buckets',
        'create',
        `gs://${bucket}`,
        '--location',
        region,
        '--uniform-bucket-level-access',
        '--public-access-prevention',
        '--soft-delete-duration',
        '0',
        ...inProject,
      ],
      there: true,
    },
    {
      words: 'What lies there is deleted: jobs after a day, revocations after 40',
      args: [
        'storage',
        'buckets',
        'update',
        `gs://${bucket}`,
        '--lifecycle-file',
        lifecycleFile,
        ...inProject,
      ],
    },
    {
      words: 'The service may read, write and delete objects of this bucket',
      args: [
        'storage',
        'buckets',
        'add-iam-policy-binding',
        `gs://${bucket}`,
        ...member(account),
        '--role',
        'roles/storage.objectUser',
        ...inProject,
      ],
    },
    ...writeBuckets.map((each) => ({
      words: `The service may write files into gs://${each}`,
      args: [
        'storage',
        'buckets',
        'add-iam-policy-binding',
        `gs://${each}`,
        ...member(account),
        '--role',
        'roles/storage.objectUser',
        ...inProject,
      ],
    })),
    {
      words: 'The queue of long jobs',
      args: [
        'tasks',
        'queues',
        'create',
        service,
        '--location',
        region,
        '--max-concurrent-dispatches',
        '8',
        '--max-attempts',
        '100',
        '--min-backoff',
        '5s',
        '--max-backoff',
        '120s',
        ...inProject,
      ],
      there: true,
    },
    {
      words: 'The service may put tasks into this queue',
      args: [
        'tasks',
        'queues',
        'add-iam-policy-binding',
        service,
        '--location',
        region,
        ...member(account),
        '--role',
        'roles/cloudtasks.enqueuer',
        ...inProject,
      ],
    },
    {
      words: 'The service may have its tasks signed as the tasks’ account',
      args: [
        'iam',
        'service-accounts',
        'add-iam-policy-binding',
        caller,
        ...member(account),
        '--role',
        'roles/iam.serviceAccountUser',
        ...inProject,
      ],
    },
    {
      words:
        'Build and deploy. Who asks is checked by the service itself: a formula cannot sign in to Cloud Run',
      args: [
        'run',
        'deploy',
        service,
        '--source',
        '.',
        '--region',
        region,
        '--service-account',
        account,
        '--allow-unauthenticated',
        '--min-instances',
        '0',
        '--max-instances',
        options['max-instances'],
        '--concurrency',
        '16',
        '--cpu',
        options.cpu,
        '--memory',
        options.memory,
        '--cpu-boost',
        '--timeout',
        '1800',
        '--set-secrets',
        `TT_SECRET=${service}:latest`,
        '--set-env-vars',
        pairs,
        ...inProject,
      ],
    },
  ];
}

export const LIFECYCLE = {
  rule: [
    { action: { type: 'Delete' }, condition: { age: 1, matchesPrefix: ['jobs/'] } },
    { action: { type: 'Delete' }, condition: { age: 40, matchesPrefix: ['revocations'] } },
  ],
};

const shown = (args) =>
  `gcloud ${args.map((arg) => (/^[\w@.,:/=+-]+$/.test(arg) ? arg : `'${arg}'`)).join(' ')}`;

function deploy(options) {
  const folder = mkdtempSync(join(tmpdir(), 'companion-'));
  const files = { secretFile: join(folder, 'secret'), lifecycleFile: join(folder, 'lifecycle.json') };
  try {
    writeFileSync(files.secretFile, randomBytes(32).toString('hex'), { mode: 0o600 });
    writeFileSync(files.lifecycleFile, JSON.stringify(LIFECYCLE));
    const described = spawnSync(
      'gcloud',
      ['projects', 'describe', options.project, '--format', 'value(projectNumber)'],
      { encoding: 'utf8' },
    );
    const number = described.stdout?.trim();
    if (described.error || !/^[0-9]+$/.test(number)) {
      throw new Error(
        `gcloud does not know the project ${options.project}. Install it, and sign in with: gcloud auth login`,
      );
    }
    for (const { words, args, there } of commands(options, { ...files, number })) {
      console.log(`\n${words}\n  ${shown(args)}`);
      const done = spawnSync('gcloud', [...args, '--quiet'], {
        cwd: ROOT,
        encoding: 'utf8',
        stdio: ['ignore', 'inherit', 'pipe'],
      });
      const exists = there === true && /already exists|already own|409/i.test(done.stderr ?? '');
      if (done.status === 0 || exists) continue;
      throw new Error(
        `${(done.stderr ?? '').trim()}\nThis step failed; the command may be run again as a whole.`,
      );
    }
    console.log('\nWrite the service’s address into Tracer Tools › Settings › Companion.');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  try {
    const options = readOptions(process.argv.slice(2));
    if (options.dryRun) {
      const files = { secretFile: 'SECRET_FILE', lifecycleFile: 'LIFECYCLE_FILE', number: 'PROJECT_NUMBER' };
      for (const { words, args } of commands(options, files)) console.log(`# ${words}\n${shown(args)}\n`);
      console.log(`# LIFECYCLE_FILE\n${JSON.stringify(LIFECYCLE)}`);
    } else deploy(options);
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error));
    process.exit(1);
  }
}
