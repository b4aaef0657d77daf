// The result of a function that makes files: its report, a link to view them, and downloads.
import type { FileResultView, TableView } from '../../src/addon/interfaces/api';
import { el, linkElement, setText, workButton } from '../../src/ui/dom';
import { countText, numberText } from '../format';
import { base64Bytes } from '../parts/base64';
import { copyButton } from '../parts/copy';
import { downloadName, size } from '../parts/file-words';
import { resultTable } from '../parts/result-table';
import { saveFile } from '../parts/save-file';
import { type ZipEntry, zipOf } from '../parts/zip';

/** `name`: name of the zip file if there are several files. */
export function fileResult(result: FileResultView, name: string): HTMLElement {
  const bytes = result.files.reduce((sum, { base64 }) => sum + (base64.length * 3) / 4, 0);
  return el(
    'section',
    { class: 'made', attrs: { 'aria-label': 'Made' } },
    result.link === ''
      ? null
      : el('p', { class: 'open-link' }, linkElement(result.link, 'Open in the viewer')),
    result.files.length === 0 ? null : download(result, name, bytes),
    ...report(result.report),
  );
}

/** Rows of a name and a value, such as a destination, are shown above the table: long values would make it too wide. */
function report(table: TableView): HTMLElement[] {
  const isPair = (row: TableView['cells'][number]) => row.length === 2 && table.header.length > 2;
  const cells = table.cells.filter((row) => !isPair(row));
  const pairs = table.cells.filter(isPair).map((row) => row.map(String) as [string, string]);
  return [
    ...pairs.map(([name, value]) =>
      el(
        'div',
        { class: 'pair' },
        el(
          'p',
          { class: 'row' },
          el('span', { class: 'soft grow' }, name),
          copyButton(() => value),
        ),
        el('p', { class: 'mono' }, value),
      ),
    ),
    ...(cells.length === 0 ? [] : [resultTable({ ...table, cells, rows: table.rows - pairs.length })]),
  ];
}

function download({ files }: FileResultView, name: string, bytes: number): HTMLElement {
  const message = el('p', { class: 'soft', attrs: { role: 'status' } });
  const only = files.length === 1 ? files[0]! : null;
  setText(
    message,
    only ? `${only.path}, ${size(bytes)}` : `${countText(files.length, 'file')}, ${size(bytes)}`,
  );
  const press = workButton(only ? 'Download' : 'Download as a zip', 'main', async () => {
    try {
      const entries = files.map(({ path, base64 }): ZipEntry => ({ path, bytes: decodeFile(base64, path) }));
      if (only) {
        saveFile([entries[0]!.bytes], downloadName(only.path), only.contentType);
        return;
      }
      const tell = (count: number) =>
        setText(message, `Packing ${numberText(count)} of ${countText(files.length, 'file')}`);
      saveFile([await zipOf(entries, tell, breath)], `${name}.zip`, 'application/zip');
      setText(message, `${countText(files.length, 'file')} in ${name}.zip`);
    } catch (error) {
      setText(message, `The download failed: ${error instanceof Error ? error.message : String(error)}`);
    }
  });
  return el('div', { class: 'row download' }, press, message);
}

const breath = () => new Promise<void>((resolve) => setTimeout(resolve));

function decodeFile(base64: string, path: string): Uint8Array {
  try {
    return base64Bytes(base64);
  } catch {
    throw new Error(`${path} arrived damaged. Run again`);
  }
}
