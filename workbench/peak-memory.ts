import { readFileSync } from 'node:fs';

/**
 * Peak memory in MB of a process, from its `/proc/PID/status` (Linux). `resourceUsage().maxRSS` is no measure of a child:
 * the kernel carries the peak of the process that started it over into it.
 */
export function peakMemory(status = readFileSync('/proc/self/status', 'utf8')): number {
  return Number(/^VmHWM:\s*(\d+) kB$/m.exec(status)![1]) / 1024;
}
