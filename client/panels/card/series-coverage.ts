import type { Panel } from '../../../wire/schemas/board';
import type { Frame, Others } from '../../../wire/schemas/frame';
import { combineOf } from '../combine/combine-values';
import type { PanelOptions } from '../options/panel-option-values';
import { lowIsBad, stateOf, thresholdsOf } from '../options/thresholds';

/** The message about series that a panel does not show. */
export interface Coverage {
  readonly text: string;
  /** The worst state among them by the panel's thresholds; undefined if all are ok. */
  readonly worst?: 'warn' | 'crit';
}

/**
 * Returns `20 of 30 series` if a panel shows only some series of its query. Undefined for panels that include the
 * others in their values: pies, and numbers and gauges that combine all series.
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
  if (worst === 'crit') return { text: $localize`${text}:coverage:; some series not shown are critical`, worst };
  if (worst === 'warn') return { text: $localize`${text}:coverage:; some series not shown have a warning`, worst };
  return { text };
}

function worstOf({ min, max }: Others, options: PanelOptions): Coverage['worst'] {
  const thresholds = thresholdsOf(options);
  const { state } = thresholds ? stateOf(lowIsBad(thresholds) ? min : max, thresholds) : { state: 'ok' as const };
  return state === 'ok' ? undefined : state;
}
