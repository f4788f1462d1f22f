import { CDK_CONNECTED_OVERLAY_DEFAULT_CONFIG } from '@angular/cdk/overlay';
import { type Provider, type Signal, type Type, inject } from '@angular/core';
import { RESOLVED_THEME } from '../../ui/theme/theme';
import { type ThemeChoice, resolveTheme } from '../../ui/theme/resolve-theme';

/**
 * Provides a component with its own theme, and keeps its popovers within its shadow root, where its styles are.
 *
 * @param component returns the class of the component, whose input `theme` is the choice
 */
export function provideEmbedded(component: () => Type<{ readonly theme: Signal<ThemeChoice> }>): Provider[] {
  return [
    { provide: RESOLVED_THEME, useFactory: () => resolveTheme(inject(component()).theme).resolved },
    { provide: CDK_CONNECTED_OVERLAY_DEFAULT_CONFIG, useValue: { usePopover: 'inline' } },
  ];
}
