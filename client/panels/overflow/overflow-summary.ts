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
import { deepEqual } from '../../../wire/deep-equal';
import type { MarkState } from '../state-mark/mark-state';
import { StateMark } from '../state-mark/state-mark';
import { NO_OVERFLOW, measureOverflow, type Overflow } from './measure-overflow';
import { overflowText } from './overflow-text';

/**
 * Summarizes what a scrollable element does not show: `+3 more, 1 critical`. A TV screen, a printed page or an image
 * cannot be scrolled. Place it after the element, in a flex column or row. It is hidden from screen readers, which
 * reach all items.
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
  /** CSS selector of the items; omit it for text. */
  readonly items = input<string>();
  /** CSS selector of one cell per column, if there are columns. */
  readonly columns = input<string>();
  /**
   * The states of all items in their order, including items that are not in the DOM. Undefined: an item without a
   * state.
   */
  readonly states = input<readonly (MarkState | undefined)[]>([]);

  private readonly host = inject<ElementRef<HTMLElement>>(ElementRef).nativeElement;
  private readonly measurements = signal(0);
  private readonly overflow = signal<Overflow>(NO_OVERFLOW, { equal: deepEqual });
  /** Unchanged while the states are equal: measuring makes the browser lay out the page. */
  private readonly knownStates = computed(() => this.states(), { equal: deepEqual });

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
        // The summary reduces the height of the element only if it is below it.
        const isBelow = this.host.offsetTop >= scroller.offsetTop + scroller.offsetHeight;
        this.overflow.set(measureOverflow(scroller, selectors, isBelow ? this.host.offsetHeight : 0));
      },
    });
  }
}
