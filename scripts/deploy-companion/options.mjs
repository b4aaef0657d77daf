// The options of `npm run deploy:companion`: names, forms and defaults.
import { readOptions } from '../options.mjs';

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

const HELP = `npm run deploy:companion -- --project P --region R --audience CLIENT_ID --allow LIST [--name N]
  [--write-buckets LIST] [--servers LIST] [--memory 2Gi] [--cpu 2] [--max-instances N] [--dry-run]
--dry-run prints the commands and runs none. docs/companion.md explains each.`;

/** Reads the options of a command line. Throws an Error with a sentence. */
export function readDeployment(argv) {
  const texts = Object.entries(OPTIONS).map(([name, { initial }]) => [
    name,
    { type: 'string', ...(initial === undefined ? {} : { default: initial }) },
  ]);
  const { values } = readOptions(
    argv,
    { ...Object.fromEntries(texts), 'dry-run': { type: 'boolean', default: false } },
    { help: HELP },
  );
  for (const [name, { needed, form }] of Object.entries(OPTIONS)) {
    if (values[name] === undefined) throw new Error(`--${name} is missing: ${needed}`);
    if (!form.test(values[name])) {
      throw new Error(`--${name}: "${values[name]}" is not ${needed ?? 'of that form'}`);
    }
  }
  const { 'dry-run': dryRun, ...options } = values;
  return { ...options, dryRun };
}
