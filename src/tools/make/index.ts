/** The make_ family. */
import type { Tool } from '../declare';
import { colorListTool } from './color-list';

export const MAKE: readonly Tool[] = [colorListTool];
