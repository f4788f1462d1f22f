import { MediaMatcher } from '@angular/cdk/layout';
import { Directive, ElementRef, effect, inject, input, untracked } from '@angular/core';
import { ViewportVisibility } from './viewport-visibility';

/**
 * Briefly fades its element in when the value changes. Not for the first value, outside the viewport, or with reduced motion.
 */
@Directive({ selector: '[bcFadeOnChange]' })
export class FadeOnChange {
  readonly value = input.required<unknown>({ alias: 'bcFadeOnChange' });
  private readonly element = inject<ElementRef<HTMLElement>>(ElementRef).nativeElement;
  private readonly reducedMotion = inject(MediaMatcher).matchMedia('(prefers-reduced-motion: reduce)');
  private readonly isVisible = inject(ViewportVisibility, { optional: true })?.isVisible ?? VISIBLE;
  private last: unknown = FIRST;

  constructor() {
    effect(() => {
      const value = this.value();
      if (this.last !== FIRST && this.last !== value) this.fade();
      this.last = value;
    });
  }

  private fade(): void {
    if (this.reducedMotion.matches || !untracked(this.isVisible)) return;
    this.element.animate([{ opacity: 0.45 }, { opacity: 1 }], { duration: 260, easing: 'ease-out' });
  }
}

const VISIBLE = (): boolean => true;
const FIRST = Symbol('before the first value');
