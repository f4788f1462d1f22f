import type { Panel } from '../../../wire/board';
import type { Frame, Others } from '../../../wire/frame';
import { combineOf } from '../combine/combine-values';
import type { PanelOptions } from '../options/panel-option-values';
import { lowIsBad, stateOf, thresholdsOf } from '../options/thresholds';

/** What a panel says of the series that it does not show. */
export interface Coverage {
  readonly text: string;
  /** The worst state among them, by the panel's thresholds; undefined where all are well. */
  readonly worst?: 'warn' | 'crit';
}

/**
 * `20 of 30 series`, where a panel has only some of those that its query is about. Undefined for panels that count what
 * the frame leaves out: pies, and numbers and gauges that combine all series.
 */
export function coverageOf({ type, options }: Panel, frame: Frame): Coverage | undefined {
  const { others, fields } = frame;
  const combines = (type === 'number' || type === 'gauge') && combineOf(options) !== 'last';
  if (others === undefined || type === 'pie' || combines) return undefined;
  const shown = fields.some((field) => field.type === 'time')
    ? fields.filter((field) => field.type === 'number').length
    : (fields[0]?.values.length ?? 0);
  const text = $localize`${shown}:shown: of ${shown + others.count}:count: series`;
  const worst = worstOf(others, options);
  if (worst === 'crit') return { text: $localize`${text}:coverage:; some that are not shown are critical`, worst };
  if (worst === 'warn') return { text: $localize`${text}:coverage:; some that are not shown have a warning`, worst };
  return { text };
}

function worstOf({ min, max }: Others, options: PanelOptions): Coverage['worst'] {
  const thresholds = thresholdsOf(options);
  const { state } = thresholds ? stateOf(lowIsBad(thresholds) ? min : max, thresholds) : { state: 'ok' as const };
  return state === 'ok' ? undefined : state;
}
