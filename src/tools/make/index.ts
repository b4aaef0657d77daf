/** The make_ family. */
import type { Tool } from '../declare';
import { annoLayer } from './anno-layer';
import { colorListTool } from './color-list';
import { editsLink } from './edits-link';
import { ngLink } from './ng-link';

export const MAKE: readonly Tool[] = [ngLink, annoLayer, colorListTool, editsLink];
