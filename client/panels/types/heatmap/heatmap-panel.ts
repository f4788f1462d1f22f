import {
  ChangeDetectionStrategy,
  Component,
  DestroyRef,
  ElementRef,
  afterNextRender,
  afterRenderEffect,
  computed,
  inject,
  input,
  signal,
  viewChild,
} from '@angular/core';
import type { Panel } from '../../../../wire/schemas/board';
import type { Frame } from '../../../../wire/schemas/frame';
import type { TimeRange } from '../../../../wire/range';
import { formatAxisReading, formatAxisValues } from '../../../i18n/format/axis-values';
import { formatDateTime } from '../../../i18n/format/format-time';
import { formatValue } from '../../../i18n/format/format-value';
import { plural } from '../../../i18n/plural';
import { RESOLVED_THEME } from '../../../ui/theme/theme';
import { movingWindow } from '../../data/moving-window';
import type { PanelContent } from '../../panel-content';
import { cellAt, drawHeatmap, type HeatCell, type HeatmapPlot } from './heat-canvas';
import { HEAT_STEPS, heatStep } from './heat-scale';
import { readHeatmap, summarizeHeatmap } from './heatmap-data';
import { timeLabels } from './time-labels';

/** The minimum size of a cell and of labels, in CSS pixels. */
const MIN_CELL_WIDTH = 6;
const LABEL_WIDTH = 84;
const LABEL_HEIGHT = 17;

/** The size until it is measured. */
const NO_SIZE = { width: 0, height: 0 };

/** Values over time as colors: a row per series, or the distribution of the values. */
@Component({
  selector: 'bc-heatmap-panel',
  changeDetection: ChangeDetectionStrategy.OnPush,
  templateUrl: './heatmap-panel.html',
  styleUrl: './heatmap-panel.scss',
})
export class HeatmapPanel implements PanelContent {
  readonly panel = input.required<Panel>();
  readonly frame = input.required<Frame>();
  readonly range = input.required<TimeRange>();

  private readonly theme = inject(RESOLVED_THEME);
  private readonly canvas = viewChild<ElementRef<HTMLCanvasElement>>('canvas');
  private readonly area = viewChild<ElementRef<HTMLElement>>('area');
  private readonly scale = viewChild<ElementRef<HTMLElement>>('scale');
  private readonly size = signal(NO_SIZE, { equal: (a, b) => a.width === b.width && a.height === b.height });
  private readonly window = movingWindow(this.range);
  private readonly pointer = signal<(HeatCell & { readonly x: number; readonly y: number }) | undefined>(undefined);

  protected readonly steps = Array.from({ length: HEAT_STEPS }, (_, step) => step);

  protected readonly map = computed(() => {
    const { query, options } = this.panel();
    const most = Math.max(12, Math.floor(this.size().width / MIN_CELL_WIDTH));
    return readHeatmap(this.frame(), query, options, { window: this.window(), most });
  });

  private readonly plot = computed<HeatmapPlot>(() => ({ ...this.size(), window: this.window() }));

  /** Labels every row, every second row, and so on, depending on the room. */
  protected readonly rowLabels = computed(() => {
    const rows = this.map()?.rows ?? [];
    const each = Math.max(1, Math.ceil((rows.length * LABEL_HEIGHT) / Math.max(LABEL_HEIGHT, this.size().height)));
    return rows.map(({ key, label }, row) => ({ key, label, shown: row % each === 0 }));
  });

  protected readonly timeLabels = computed(() => {
    const labels = timeLabels(this.window(), Math.floor(this.size().width / LABEL_WIDTH));
    return labels.filter(({ share }) => share > 0.03 && share < 0.97);
  });

  /** The labels of the ends of the scale. */
  protected readonly scaleEnds = computed(() => {
    const map = this.map();
    if (map === undefined) return undefined;
    const step = (map.high - map.low) / HEAT_STEPS;
    const [low, high] = formatAxisValues([map.low, map.high], { ...map.format, decimals: undefined }, step);
    const zero = formatValue(0, { ...map.format, decimals: undefined });
    return {
      low: map.low === 0 ? zero : low,
      high: map.high === 0 ? zero : high,
      of: map.counts ? $localize`values` : '',
    };
  });

  /** The accessible name of the drawing. All values are in the table view. */
  protected readonly label = computed(() => {
    const { title, query, options } = this.panel();
    const values = summarizeHeatmap(this.frame(), query, options) ?? $localize`no data`;
    return $localize`${title}:title: over time as colors, latest: ${values}:values:`;
  });

  protected readonly tooltip = computed(() => {
    const pointer = this.pointer();
    const map = this.map();
    const value = pointer && map?.cells[pointer.row]?.[pointer.column];
    if (pointer === undefined || map === undefined || typeof value !== 'number') return undefined;
    const { width } = this.size();
    const text = formatAxisReading(value, map.format, { step: (map.high - map.low) / HEAT_STEPS });
    return {
      time: formatDateTime(map.columns.start + pointer.column * map.columns.step),
      label: map.rows[pointer.row]?.label ?? '',
      text: map.counts ? plural(value, $localize`{COUNT, plural, =1 {1 value} other {{COUNT} values}}`) : text,
      step: heatStep(value, map.low, map.high),
      top: `${Math.max(0, pointer.y - 12)}px`,
      left: pointer.x < width / 2 ? `${pointer.x + 14}px` : 'auto',
      right: pointer.x < width / 2 ? 'auto' : `${width - pointer.x + 14}px`,
    };
  });

  constructor() {
    const destroyed = inject(DestroyRef);
    afterNextRender(() => {
      const area = this.area()?.nativeElement;
      if (area === undefined) return;
      const resized = new ResizeObserver(([entry]) => {
        if (entry !== undefined) this.size.set({ width: entry.contentRect.width, height: entry.contentRect.height });
      });
      resized.observe(area);
      destroyed.onDestroy(() => {
        resized.disconnect();
      });
    });
    afterRenderEffect(() => {
      this.theme();
      const canvas = this.canvas()?.nativeElement;
      const scale = this.scale()?.nativeElement;
      const map = this.map();
      const plot = this.plot();
      if (canvas === undefined || scale === undefined || map === undefined || plot.width === 0) return;
      // Reads the computed colors of the scale: a canvas cannot use custom properties.
      const colors = [...scale.children].map((step) => getComputedStyle(step).backgroundColor);
      drawHeatmap(canvas, map, plot, colors);
    });
  }

  protected point({ offsetX: x, offsetY: y }: PointerEvent): void {
    const map = this.map();
    const cell = map && cellAt(map, this.plot(), { x, y });
    this.pointer.set(cell && { ...cell, x, y });
  }

  protected leave(): void {
    this.pointer.set(undefined);
  }
}
