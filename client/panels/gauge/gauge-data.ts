import type { Query } from '../../../wire/board';
import type { Frame } from '../../../wire/frame';
import { parseUnit } from '../../ui/format/unit';
import type { ValuePart } from '../../ui/format/format-options';
import { combinedValueOf } from '../combine/combined-value';
import { typeset } from '../number/number-data';
import { formatOf, numberOption, type PanelOptions } from '../options';
import { lowIsBad, thresholdsOf, type Judgement } from '../thresholds';

export interface GaugeReading {
  readonly parts: readonly ValuePart[];
  readonly text: string;
  readonly value: number;
  readonly min: number;
  readonly max: number;
  /** Where the value stands between min and max, 0-1. */
  readonly share: number;
  readonly judgement?: Judgement;
  /** Where on the arc a state begins. */
  readonly limits: readonly { readonly share: number; readonly state: 'warn' | 'crit' }[];
  /** What it was made of where there are several series, and the name of the one that has this value. */
  readonly note?: string;
  readonly label?: string;
}

/**
 * The value between `options.min` (0) and `options.max` (100 for percentages, else a round number above it). A gauge is
 * read at a glance, so percentages are whole where `options.decimals` does not ask for more.
 */
export function readGauge(frame: Frame, query: Query | undefined, options: PanelOptions): GaugeReading | undefined {
  const combined = combinedValueOf(frame, query, options);
  if (combined === undefined || 'problem' in combined) return undefined;
  const format = formatOf(options, query, combined.unit);
  const unit = parseUnit(format.unit);
  const decimals = format.decimals ?? (unit.kind === 'percent' ? 0 : undefined);
  const reading = typeset(combined.value, { ...format, decimals }, options);
  const min = numberOption(options, 'min') ?? 0;
  const max = numberOption(options, 'max') ?? (unit.kind === 'percent' ? 100 / unit.factor : roundAbove(reading.value));
  const shareOf = (value: number): number => {
    const share = (value - min) / (max - min);
    // Ends that are the same, or farther apart than numbers reach, have nothing between them.
    return Number.isFinite(share) ? Math.min(1, Math.max(0, share)) : 0;
  };
  const { note, label } = combined;
  return { ...reading, note, label, min, max, share: shareOf(reading.value), limits: limitsOf(options, shareOf) };
}

function limitsOf(options: PanelOptions, shareOf: (value: number) => number): GaugeReading['limits'] {
  const thresholds = thresholdsOf(options);
  if (thresholds === undefined || lowIsBad(thresholds)) return [];
  return (['warn', 'crit'] as const).flatMap((state) => {
    const limit = thresholds[state];
    return limit === undefined ? [] : [{ share: shareOf(limit), state }];
  });
}

function roundAbove(value: number): number {
  if (value <= 0) return 1;
  const magnitude = 10 ** Math.floor(Math.log10(value));
  return [1, 2, 5, 10].map((step) => step * magnitude).find((step) => step >= value) ?? value;
}
