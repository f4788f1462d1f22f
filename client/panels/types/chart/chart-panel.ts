import {
  ChangeDetectionStrategy,
  Component,
  ElementRef,
  afterRenderEffect,
  computed,
  effect,
  inject,
  input,
  signal,
  untracked,
  viewChild,
} from '@angular/core';
import { deepEqual } from '../../../../wire/deep-equal';
import type { Panel } from '../../../../wire/schemas/board';
import type { Frame } from '../../../../wire/schemas/frame';
import type { TimeRange } from '../../../../wire/range';
import { TimeWindowChoice } from '../../../time-range/time-window-choice';
import { formatAxisReading, type AxisReading } from '../../../i18n/format/axis-values';
import { formatDateTime } from '../../../i18n/format/format-time';
import { ViewportVisibility } from '../../../ui/viewport/viewport-visibility';
import { RESOLVED_THEME } from '../../../ui/theme/theme';
import { bucketText, isBucketStart } from '../../data/bucket-text';
import type { PanelContent } from '../../panel-content';
import { datesByTime } from '../../data/frame-columns';
import { formatDate } from '../../time/record-time';
import { alignRows } from './data/align-rows';
import { chartDataOf, summarizeChart, type ChartSeries } from '../../data/chart-data';
import { ChartLegend } from './legend/chart-legend';
import { readChartOptions, seriesFormat } from './chart-options';
import { ChartTooltip } from './tooltip/chart-tooltip';
import { LOAD_PLOT } from './plot/load-plot';
import { movingWindow } from '../../data/moving-window';
import type { Plot, PlotCursor, PlotOptions } from './plot/plot';
import { seriesStates } from './legend/series-states';
import { ZoomHistory } from './zoom-history';

/**
 * Values over time as lines, areas or bars; see `readChartOptions`. Dragging zooms into a time range, a double click
 * zooms out. The plot is not redrawn each second: it moves with updates, and in steps of its own.
 */
@Component({
  selector: 'bc-chart-panel',
  imports: [ChartLegend, ChartTooltip],
  changeDetection: ChangeDetectionStrategy.OnPush,
  templateUrl: './chart-panel.html',
  styleUrl: './chart-panel.scss',
})
export class ChartPanel implements PanelContent {
  readonly panel = input.required<Panel>();
  readonly frame = input.required<Frame>();
  readonly range = input.required<TimeRange>();

  private readonly theme = inject(RESOLVED_THEME);
  private readonly visibility = inject(ViewportVisibility, { optional: true });
  private readonly loadPlot = inject(LOAD_PLOT);
  private readonly windowChoice = inject(TimeWindowChoice, { optional: true });
  private readonly zoomHistory = inject(ZoomHistory);
  private readonly host = viewChild<ElementRef<HTMLElement>>('plot');
  private readonly plot = signal<Plot | undefined>(undefined);
  private readonly window = movingWindow(this.range);

  /**
   * Undefined while the chart is out of view: nothing is computed or drawn then. Once it is in view, it shows the
   * newest data.
   */
  private readonly visiblePlot = computed(() => (this.visibility?.isVisible() === false ? undefined : this.plot()));

  protected readonly hidden = signal<ReadonlySet<string>>(new Set());
  protected readonly cursor = signal<PlotCursor | undefined>(undefined);
  private readonly chartData = computed(() => chartDataOf(this.frame()));

  /** The same array as long as the series are the same, so that dependents do not change with each update. */
  protected readonly series = computed(() => this.chartData().series, { equal: sameSeries });

  private readonly plotOptions = computed<PlotOptions>(
    () => ({ ...readChartOptions(this.panel(), this.series()), zoom: this.windowChoice !== null }),
    { equal: deepEqual },
  );

  protected readonly data = computed(() =>
    this.plotOptions().style === 'bars' ? alignRows(this.chartData()) : this.chartData(),
  );

  protected readonly states = computed(() => seriesStates(this.data(), this.plotOptions()));

  /** The accessible name of the drawing. All values are in the table view. */
  protected readonly label = computed(() => {
    const { title, query, options } = this.panel();
    const values = summarizeChart(this.frame(), query, options) ?? $localize`no data`;
    return $localize`${title}:title: over time, latest: ${values}:values:`;
  });

  protected readonly formatValue = computed(() => {
    const formats = this.series().map((series) => seriesFormat(this.panel(), series));
    return (value: number, slot: number, reading: AxisReading): string =>
      formatAxisReading(value, formats[slot] ?? {}, reading);
  });

  private readonly dates = computed(() => datesByTime(this.frame().fields.find(({ type }) => type === 'time')));

  protected readonly formatTime = computed(() => {
    const dates = this.dates();
    return (time: number): string => {
      const date = dates.get(time);
      return date === undefined ? formatDateTime(time) : formatDate(date);
    };
  });

  protected readonly bucketNoteAt = (time: number): string | undefined =>
    isBucketStart(this.frame(), time) ? bucketText(this.frame()) : undefined;

  constructor() {
    afterRenderEffect((onCleanup) => {
      const host = this.host()?.nativeElement;
      const options = this.plotOptions();
      if (host === undefined) return;
      let isDestroyed = false;
      let created: Plot | undefined;
      void this.loadPlot().then((create) => {
        if (isDestroyed) return;
        created = create(host, options, {
          cursor: (cursor) => {
            this.cursor.set(cursor);
          },
          select: ({ from, to }) => {
            if (this.windowChoice !== null) this.zoomHistory.zoom(this.windowChoice, { from, to });
          },
          back: () => {
            this.zoomHistory.back(this.range());
          },
        });
        this.plot.set(created);
      });
      onCleanup(() => {
        isDestroyed = true;
        created?.destroy();
        this.plot.set(undefined);
      });
    });
    effect(() => {
      this.visiblePlot()?.show(this.data(), untracked(this.window), this.hidden());
    });
    effect(() => {
      this.visiblePlot()?.moveTo(this.window());
    });
    effect(() => {
      this.theme();
      this.plot()?.repaint();
    });
  }
}

function sameSeries(a: readonly ChartSeries[], b: readonly ChartSeries[]): boolean {
  return (
    a.length === b.length &&
    a.every(({ key, label, unit, endedAt }, index) => {
      const other = b[index];
      return other?.key === key && other.label === label && other.unit === unit && other.endedAt === endedAt;
    })
  );
}
