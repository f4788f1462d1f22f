import type { Panel } from '../../wire/board';
import type { Frame } from '../../wire/frame';
import { combineOf } from './combine/combine-values';
import { numberOption } from './options';

const DEFAULT_BARS = 10;

/**
 * `20 of 30 series`, where a panel shows only some of those that its query is about. Undefined for panels that count what
 * the frame leaves out: pies, and numbers and gauges that combine all series.
 */
export function coverageWords({ type, options }: Panel, frame: Frame): string | undefined {
  const { others, fields } = frame;
  const combines = (type === 'number' || type === 'gauge') && combineOf(options) !== 'last';
  if (others === undefined || type === 'pie' || combines) return undefined;
  const given = fields.some((field) => field.type === 'time')
    ? fields.filter((field) => field.type === 'number').length
    : (fields[0]?.values.length ?? 0);
  const shown = type === 'bars' ? Math.min(given, numberOption(options, 'limit') ?? DEFAULT_BARS) : given;
  return $localize`${shown}:shown: of ${given + others.count}:count: series`;
}
