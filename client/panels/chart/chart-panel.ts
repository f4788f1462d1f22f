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
import type { Panel } from '../../../wire/board';
import type { Frame } from '../../../wire/frame';
import { RANGE_MS, type Range } from '../../../wire/range';
import { formatDateTime } from '../../ui/format/time';
import { formatValue } from '../../ui/format/value';
import { Icon } from '../../ui/icon';
import { ServerClock } from '../../ui/server-clock';
import { Theme } from '../../ui/theme';
import { Ticker } from '../../ui/ticker';
import { formatOf, numberOption, type PanelOptions } from '../options';
import { lineColour } from '../palette';
import type { PanelContent } from '../panel-content';
import { thresholdsOf } from '../thresholds';
import { chartDataOf, summarizeChart } from './chart-data';
import { ChartTable } from './chart-table';
import { PLOT } from './load-plot';
import type { Plot, PlotCursor, PlotOptions } from './plot';
import { stepOf } from './window-step';

/**
 * Lines over time. Options: `unit`, `decimals`, `min`, `max`, `fill: true | false | 'area' | 'stack'`, `thresholds`. One line
 * alone has a soft area. Nothing here redraws once a second: the window moves on with each update and by its own step.
 */
@Component({
  selector: 'bc-chart-panel',
  imports: [ChartTable, Icon],
  changeDetection: ChangeDetectionStrategy.OnPush,
  templateUrl: './chart-panel.html',
  styleUrl: './chart-panel.scss',
})
export class ChartPanel implements PanelContent {
  readonly panel = input.required<Panel>();
  readonly frame = input.required<Frame>();
  readonly range = input.required<Range>();

  private readonly theme = inject(Theme);
  private readonly ticker = inject(Ticker);
  private readonly serverClock = inject(ServerClock);
  private readonly loadPlot = inject(PLOT);
  private readonly host = viewChild<ElementRef<HTMLElement>>('plot');
  private readonly hidden = signal<ReadonlySet<string>>(new Set());
  private readonly cursor = signal<PlotCursor | undefined>(undefined);
  private readonly plot = signal<Plot | undefined>(undefined);

  protected readonly asTable = signal(false);
  protected readonly data = computed(() => chartDataOf(this.frame()));

  private readonly format = computed(() => {
    const { query, options } = this.panel();
    return formatOf(options, query, this.data().series[0]?.unit);
  });

  private readonly plotOptions = computed<PlotOptions>(
    () => {
      const { options } = this.panel();
      return {
        format: this.format(),
        bounds: { min: numberOption(options, 'min'), max: numberOption(options, 'max') },
        fill: fillOf(options, this.data().series.length),
        thresholds: thresholdsOf(options),
      };
    },
    { equal: sameJson },
  );

  /** The end of what is drawn: moves on in steps of about a pixel, so that not every second is a new picture. */
  private readonly until = computed(() => {
    const step = stepOf(this.range());
    return Math.ceil((this.ticker.now() + this.serverClock.aheadMs()) / step) * step;
  });

  protected readonly legend = computed(() =>
    this.data().series.map(({ key, label }, index) => ({
      key,
      label,
      colour: lineColour(index),
      shown: !this.hidden().has(key),
    })),
  );

  protected readonly columns = computed(() => {
    const format = this.format();
    return { ...this.data(), write: (value: number) => formatValue(value, format) };
  });

  /** The picture in words; the whole is in the table. */
  protected readonly spoken = computed(() => {
    const { title, query, options } = this.panel();
    return `${title} over time, at last: ${summarizeChart(this.frame(), query, options) ?? 'nothing'}`;
  });

  protected readonly tooltip = computed(() => {
    const cursor = this.cursor();
    if (cursor === undefined || cursor.rows.size === 0) return undefined;
    const { series, times, columns } = this.data();
    const lines = series.flatMap(({ key, label }, index) => {
      const row = cursor.rows.get(key);
      const value = row === undefined ? undefined : columns[index]?.[row];
      if (row === undefined || typeof value !== 'number') return [];
      return [
        { key, label, colour: lineColour(index), text: formatValue(value, this.format()), time: times[row] ?? 0 },
      ];
    });
    const time = Math.max(...lines.map((line) => line.time));
    const leftHalf = cursor.left < cursor.width / 2;
    return {
      lines,
      time: lines.length === 0 ? '' : formatDateTime(time),
      left: leftHalf ? `${cursor.left + 14}px` : 'auto',
      right: leftHalf ? 'auto' : `${cursor.width - cursor.left + 14}px`,
    };
  });

  constructor() {
    afterRenderEffect((onCleanup) => {
      const host = this.host()?.nativeElement;
      const options = this.plotOptions();
      if (host === undefined) return;
      let gone = false;
      let made: Plot | undefined;
      void this.loadPlot().then((create) => {
        if (gone) return;
        made = create(host, options, (cursor) => {
          this.cursor.set(cursor);
        });
        this.plot.set(made);
      });
      onCleanup(() => {
        gone = true;
        made?.destroy();
        this.plot.set(undefined);
      });
    });
    effect(() => {
      this.plot()?.show(
        this.data(),
        untracked(() => this.window()),
        this.hidden(),
      );
    });
    effect(() => {
      this.plot()?.moveTo(this.window());
    });
    effect(() => {
      this.theme.resolved();
      this.plot()?.repaint();
    });
  }

  private readonly window = computed(() => ({ from: this.until() - RANGE_MS[this.range()], to: this.until() }));

  protected toggle(key: string): void {
    const hidden = new Set(this.hidden());
    if (!hidden.delete(key)) hidden.add(key);
    // All lines away is a question, not an answer: show them all again.
    this.hidden.set(hidden.size === this.data().series.length ? new Set() : hidden);
  }
}

/** `options.fill`: true is an area too; without a word only a line that is alone has one. */
function fillOf({ fill }: PanelOptions, series: number): PlotOptions['fill'] {
  if (fill === 'stack' || fill === 'area' || fill === 'none') return fill;
  if (typeof fill === 'boolean') return fill ? 'area' : 'none';
  return series === 1 ? 'area' : 'none';
}

function sameJson(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
