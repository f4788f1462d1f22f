import {
  ChangeDetectionStrategy,
  Component,
  DestroyRef,
  ElementRef,
  afterRenderEffect,
  computed,
  inject,
  input,
  signal,
} from '@angular/core';
import { sameJson } from '../../common/same-json';
import type { MarkState } from '../state-mark/mark-state';
import { StateMark } from '../state-mark/state-mark';
import { NO_OVERFLOW, measureOverflow, type Overflow } from './measure-overflow';
import { overflowText } from './overflow-text';

/**
 * Says what a scrollable element does not show: `+3 more, 1 critical`. Nobody scrolls a screen on a wall, a printed page or
 * an image. Place it after the element, in a flex column or row. Screen readers reach all items, so it is hidden from them.
 */
@Component({
  selector: 'bc-overflow-summary',
  imports: [StateMark],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    @if (summary(); as summary) {
      <p [class]="summary.worst">
        @if (summary.worst; as worst) {
          <bc-state-mark [state]="worst" [labeled]="false" />
        }
        <span>{{ summary.text }}</span>
      </p>
    }
  `,
  styles: `
    :host {
      display: block;
      flex: none;
    }
    p {
      display: flex;
      align-items: center;
      gap: 7px;
      padding-top: var(--summary-gap, 6px);
      color: var(--muted);
      font-size: 12.5px;
      line-height: 1.3;
      white-space: nowrap;
    }
    span {
      overflow: hidden;
      text-overflow: ellipsis;
    }
    .crit {
      color: var(--crit);
      font-weight: 600;
    }
    .warn {
      color: var(--warn);
      font-weight: 600;
    }
  `,
  host: { 'aria-hidden': 'true' },
})
export class OverflowSummary {
  readonly scroller = input.required<HTMLElement>();
  /** CSS selector of the items in it; without it, the content is text. */
  readonly items = input<string>();
  /** CSS selector of one cell for each column, where there are columns. */
  readonly columns = input<string>();
  /** The states of the items in their order, those too that are not on the page; undefined: an item without a state. */
  readonly states = input<readonly (MarkState | undefined)[]>([]);

  private readonly host = inject<ElementRef<HTMLElement>>(ElementRef).nativeElement;
  private readonly measurements = signal(0);
  private readonly overflow = signal<Overflow>(NO_OVERFLOW, { equal: sameJson });
  /** The same list as long as it is equal: measuring makes the browser lay out the page. */
  private readonly knownStates = computed(() => this.states(), { equal: sameJson });

  protected readonly summary = computed(() => overflowText(this.overflow(), this.knownStates()));

  constructor() {
    const measureSoon = (): void => {
      this.measurements.update((count) => count + 1);
    };
    const observer = typeof ResizeObserver === 'undefined' ? undefined : new ResizeObserver(measureSoon);
    inject(DestroyRef).onDestroy(() => observer?.disconnect());
    afterRenderEffect((onCleanup) => {
      const scroller = this.scroller();
      const observeSizes = (): void => {
        for (const element of [scroller, ...scroller.children]) observer?.observe(element);
      };
      // Children may be replaced without a change of their number.
      const children = new MutationObserver(observeSizes);
      children.observe(scroller, { childList: true });
      scroller.addEventListener('scroll', measureSoon, { passive: true });
      observeSizes();
      onCleanup(() => {
        scroller.removeEventListener('scroll', measureSoon);
        children.disconnect();
        observer?.disconnect();
      });
    });
    afterRenderEffect({
      read: () => {
        this.measurements();
        this.knownStates();
        const scroller = this.scroller();
        const selectors = { items: this.items(), columns: this.columns() };
        // Beside the element, the notice does not reduce its height.
        const isBelow = this.host.offsetTop >= scroller.offsetTop + scroller.offsetHeight;
        this.overflow.set(measureOverflow(scroller, selectors, isBelow ? this.host.offsetHeight : 0));
      },
    });
  }
}
