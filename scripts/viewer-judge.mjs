// Checks a volume that the command line makes from an OBJ, on the sandbox's bucket and on the disk: how Neuroglancer
// shows it in Chromium, and how cloud-volume reads it.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './lib.mjs';

const PROGRAM = join(ROOT, 'scripts', 'tracertools.mjs');
const CHROMIUM = process.env.CHROMIUM ?? '/usr/bin/chromium';
/** A tetrahedron; coordinates in nm. */
const OBJ = 'v 0 0 0\nv 6000 0 0\nv 0 6000 0\nv 0 0 6000\nf 1 3 2\nf 1 2 4\nf 1 4 3\nf 2 3 4\n';
const SHOWN_LIMIT = 90_000;
/** Fewest of the 640 × 480 pixels that show the mesh when it is drawn. */
const PIXELS = 5000;

/** Neuroglancer's own server, which shows a given state; null if its Python package is not installed. */
function neuroglancer(python) {
  if (spawnSync(python, ['-c', 'import neuroglancer']).status !== 0) return null;
  const child = spawn(python, [join(ROOT, 'test/peers/show_volumes.py')], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const show = (source, segments) =>
    new Promise((ready, fail) => {
      child.once('exit', () => fail(new Error('Neuroglancer ended')));
      child.stdout.once('data', (line) => ready(String(line).trim()));
      child.stdin.write(`${JSON.stringify({ source, segments })}\n`);
    });
  return { show, stop: () => child.kill('SIGTERM') };
}

function commandLine(args, cwd) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [PROGRAM, ...args], {
    cwd,
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`tracertools ${args.join(' ')}: ${status}\n${stderr}`);
  return stdout;
}

/** Starts `host_ng_volume_locally`; returns the source that it prints. */
function hosted(folder, cwd) {
  const child = spawn(process.execPath, [PROGRAM, 'host_ng_volume_locally', folder, '--port', '0'], { cwd });
  return new Promise((ready, fail) => {
    let text = '';
    child.stdout.on('data', (piece) => {
      text += piece;
      if (text.includes('\n')) ready({ child, source: text.trim() });
    });
    child.on('exit', (code) => fail(new Error(`host_ng_volume_locally ended with ${code}`)));
  });
}

/** Number of red pixels in the viewer's picture. */
async function redPixels(page, counter) {
  const picture = (await page.screenshot()).toString('base64');
  return counter.evaluate(async (base64) => {
    const image = await createImageBitmap(await (await fetch(`data:image/png;base64,${base64}`)).blob());
    const canvas = new OffscreenCanvas(image.width, image.height).getContext('2d');
    canvas.drawImage(image, 0, 0);
    const { data } = canvas.getImageData(0, 0, image.width, image.height);
    let count = 0;
    for (let i = 0; i < data.length; i += 4) {
      if (data[i] > 60 && data[i + 1] < data[i] / 4 && data[i + 2] < data[i] / 4) count += 1;
    }
    return count;
  }, picture);
}

/** Returns what is wrong, or ''. */
async function shown(browser, viewer, source) {
  const context = await browser.newContext({ viewport: { width: 640, height: 480 } });
  const [page, counter] = [await context.newPage(), await context.newPage()];
  await page.bringToFront();
  try {
    for (const [segments, isRight] of [
      [['1'], (red) => red > PIXELS],
      [[], (red) => red >= 0 && red < PIXELS / 10],
    ]) {
      await page.goto(await viewer.show(source, segments));
      let red = -1;
      for (const end = Date.now() + SHOWN_LIMIT; Date.now() < end && !isRight(red); ) {
        await page.waitForTimeout(1000);
        red = await redPixels(page, counter);
      }
      if (!isRight(red)) return `${source} with segments ${segments}: ${red} pixels of its colour`;
    }
    return '';
  } finally {
    await context.close();
  }
}

/** Returns the worst exit code. `url` is the sandbox's address. */
export async function judgeObjVolumes(python, url) {
  const folder = join(ROOT, 'dist', 'peers', 'obj-volumes');
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'box.obj'), OBJ);
  commandLine(
    ['make_bucket_volume_from_obj', 'box.obj', 'gs://tracer-volumes/judge-obj', `--sandbox=${url}`],
    folder,
  );
  commandLine(['make_local_volume_from_obj', 'box.obj', '--out', 'volume'], folder);
  const local = await hosted('volume', folder);
  try {
    const bucket = `precomputed://${url}/stores/storage.googleapis.com/tracer-volumes/judge-obj`;
    const sources = [bucket, local.source];
    const read = spawnSync(python, [join(ROOT, 'test/peers/test_obj_volumes.py')], {
      stdio: 'inherit',
      env: { ...process.env, OBJ_SOURCES: JSON.stringify(sources), PYTHONWARNINGS: 'ignore' },
    });
    const viewer = existsSync(CHROMIUM) ? neuroglancer(python) : null;
    if (viewer === null) {
      console.log(`Neuroglancer skipped: no Python package neuroglancer, or no ${CHROMIUM}`);
      return read.status ?? 1;
    }
    return Math.max(read.status ?? 1, await showAll(viewer, sources));
  } finally {
    local.child.kill('SIGTERM');
  }
}

async function showAll(viewer, sources) {
  const { chromium } = await import('playwright-core');
  const args = ['--no-sandbox', '--use-gl=angle', '--use-angle=swiftshader', '--enable-unsafe-swiftshader'];
  const browser = await chromium.launch({ executablePath: CHROMIUM, args });
  let code = 0;
  try {
    for (const source of sources) {
      const wrong = await shown(browser, viewer, source);
      console.log(wrong === '' ? `Neuroglancer shows ${source}` : `Neuroglancer: ${wrong}`);
      if (wrong !== '') code = 1;
    }
  } finally {
    await browser.close();
    viewer.stop();
  }
  return code;
}
