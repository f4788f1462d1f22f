import { metric, values, type BoardTemplate } from './board-template';

const BUSY = { warn: 75, crit: 90 };
const FULL = { warn: 80, crit: 90 };

/** Metrics of the machine that Boardcast runs on. The board shows data immediately. */
export const server: BoardTemplate = {
  id: 'server',
  name: $localize`Server`,
  about: $localize`Processor, memory, disks and network. Immediately shows the machine that Boardcast runs on.`,
  range: '1h',
  panels: [
    metric('gauge', $localize`Processor`, 'system.cpu', [0, 0, 3, 3], {
      min: 0,
      max: 100,
      decimals: 0,
      thresholds: BUSY,
    }),
    metric('gauge', $localize`Memory`, 'system.memory.percent', [3, 0, 3, 3], {
      min: 0,
      max: 100,
      decimals: 0,
      thresholds: FULL,
    }),
    values('bars', $localize`Disks`, 'system.disk.percent', 'mount', [6, 0, 3, 3], {
      max: 100,
      decimals: 0,
      thresholds: FULL,
    }),
    metric('number', $localize`Uptime`, 'system.uptime', [9, 0, 3, 3], { delta: false }),
    metric('chart', $localize`Processor over time`, 'system.cpu', [0, 3, 8, 4], {
      style: 'area',
      min: 0,
      max: 100,
      thresholds: BUSY,
      thresholdStyle: 'band',
    }),
    metric('chart', $localize`Load`, 'system.load', [8, 3, 4, 4], { min: 0 }),
    metric('chart', $localize`Network`, 'system.network.io', [0, 7, 6, 3], { min: 0, style: 'area' }),
    metric('chart', $localize`Disk reads and writes`, 'system.disk.io', [6, 7, 6, 3], { min: 0, style: 'area' }),
  ],
};
