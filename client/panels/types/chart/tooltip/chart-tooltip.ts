import {
  ChangeDetectionStrategy,
  Component,
  ElementRef,
  afterRenderEffect,
  computed,
  inject,
  input,
} from '@angular/core';
import type { AxisReading } from '../../../../i18n/format/axis-values';
import { zoomOf } from '../../../drawing/css-zoom';
import { SeriesMark } from '../../../drawing/series-mark';
import type { ChartData } from '../../../data/chart-data';
import { TOOLTIP_GAP, placeTooltip, tooltipWidth, type Box } from './place-tooltip';
import type { PlotCursor } from '../plot/plot';
import { tooltipLines } from './tooltip-lines';

const EXACT: AxisReading = { step: 0 };

/**
 * The values of the series at the cursor, the largest first. It is hidden from screen readers, which have the table
 * view. It floats above the page, because it may be larger than its panel. While the pointer is over another chart, it
 * stays within its own.
 */
@Component({
  selector: 'bc-chart-tooltip',
  imports: [SeriesMark],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    @if (content().lines.length > 0) {
      <p class="time">
        {{ time() }}
        @if (bucketNote(); as bucketNote) {
          <br />{{ bucketNote }}
        }
      </p>
      @for (line of content().lines; track line.key) {
        <p class="line">
          <bc-series-mark [slot]="line.slot" /><span>{{ line.label }}</span
          ><b>{{ line.text }}</b>
        </p>
      }
      @if (content().more; as more) {
        <p class="more" i18n>+{{ more }} more</p>
      }
    }
  `,
  styleUrl: './chart-tooltip.scss',
  host: {
    'aria-hidden': 'true',
    '[attr.popover]': "isFloating() ? 'manual' : null",
    '[class.surface]': 'content().lines.length > 0',
    '[class.elsewhere]': '!cursor().distances',
  },
})
export class ChartTooltip {
  readonly cursor = input.required<PlotCursor>();
  readonly data = input.required<ChartData>();
  readonly formatValue = input.required<(value: number, slot: number, reading: AxisReading) => string>();
  readonly formatTime = input.required<(time: number) => string>();
  /** Returns how the values at this time (ms) were aggregated; undefined for raw values. */
  readonly bucketNoteAt = input.required<(time: number) => string | undefined>();

  private readonly host = inject<ElementRef<HTMLElement>>(ElementRef).nativeElement;
  /** Older browsers show the tooltip within the panel. */
  private readonly hasPopover = 'showPopover' in this.host;

  protected readonly isFloating = computed(() => this.hasPopover && this.cursor().distances !== undefined);

  protected readonly content = computed(() => {
    const { lines, more } = tooltipLines(this.data(), this.cursor());
    const { readings } = this.cursor();
    return {
      more,
      lines: lines.map(({ key, slot, label, value }) => ({
        key,
        slot,
        label,
        text: this.formatValue()(value, slot, readings.get(key) ?? EXACT),
      })),
    };
  });

  private readonly timestamp = computed(() => {
    const { times } = this.data();
    const rows = [...this.cursor().rows.values()];
    return Math.max(...rows.map((row) => times[row] ?? 0));
  });

  protected readonly time = computed(() => this.formatTime()(this.timestamp()));
  protected readonly bucketNote = computed(() => this.bucketNoteAt()(this.timestamp()));

  constructor() {
    afterRenderEffect(() => {
      this.content();
      const place = this.isFloating() ? this.positionInWindow(this.cursor()) : positionInPlot(this.cursor());
      Object.assign(this.host.style, { ...NO_POSITION, ...place });
    });
  }

  private positionInWindow({ left: cursorLeft }: PlotCursor): Position {
    const { host } = this;
    const [plot, panel] = [host.parentElement, host.closest('section')];
    if (plot === null || panel === null) return {};
    if (!host.matches(':popover-open')) host.showPopover();
    // Bounding boxes include the CSS zoom of TV mode, positions do not.
    const zoom = zoomOf(host);
    const boxOf = (element: HTMLElement): Box => {
      const box = element.getBoundingClientRect();
      return { left: box.left / zoom, top: box.top / zoom, right: box.right / zoom, bottom: box.bottom / zoom };
    };
    const boxes = { plot: boxOf(plot), panel: boxOf(panel) };
    const x = boxes.plot.left + cursorLeft;
    const maxWidth = `${tooltipWidth(x, boxes.panel)}px`;
    Object.assign(host.style, { ...NO_POSITION, maxWidth });
    const window = { left: 0, top: 0, right: innerWidth / zoom, bottom: innerHeight / zoom };
    const { offsetWidth: width, offsetHeight: height } = host;
    const { left, top } = placeTooltip({ x, ...boxes, window, width, height });
    return { left: `${left}px`, top: `${top}px`, maxWidth };
  }
}

type Position = Partial<Record<'left' | 'right' | 'top' | 'maxWidth', string>>;

const NO_POSITION: Position = { left: '', right: '', top: '', maxWidth: '' };

/** Returns the position beside the cursor, on the side with more room. */
function positionInPlot({ left, width }: PlotCursor): Position {
  const maxWidth = `${Math.max(left, width - left) - TOOLTIP_GAP}px`;
  if (left < width / 2) return { left: `${left + TOOLTIP_GAP}px`, maxWidth };
  return { left: 'auto', right: `${width - left + TOOLTIP_GAP}px`, maxWidth };
}
