/** Files dropped beside their place: without this, the browser opens them and leaves the page. */

export const hasFiles = ({ dataTransfer }: DragEvent): boolean =>
  [...(dataTransfer?.types ?? [])].includes('Files');

/** Refuses dropped files wherever no handler has taken them; file inputs keep their own way. */
export function refuseStrayDrops(page: Document): void {
  for (const type of ['dragover', 'drop'] as const) {
    page.addEventListener(type, (event) => {
      const { target } = event;
      const isInput = target instanceof HTMLInputElement && target.type === 'file' && !target.disabled;
      if (event.defaultPrevented || isInput || !hasFiles(event)) return;
      event.preventDefault();
      event.dataTransfer!.dropEffect = 'none';
    });
  }
}
