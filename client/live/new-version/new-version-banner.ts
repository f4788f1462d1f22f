import { ChangeDetectionStrategy, Component, inject, input, signal } from '@angular/core';
import type { ConnectionStatus } from '../../stream/connection/connection-status';
import { NewVersion } from './new-version';

/** Whether the page has unsaved changes: none, changes that are kept across a reload, or changes that would be lost. */
export type UnsavedChanges = 'none' | 'stored' | 'notStored';

/** Shows that a new version is available. The user decides when to reload. */
@Component({
  selector: 'bc-new-version-banner',
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    @if (version.isAvailable() && !later()) {
      <div class="surface" role="status">
        @switch (unsavedChanges()) {
          @case ('none') {
            <span i18n>A new version is available.</span>
          }
          @case ('stored') {
            <span i18n>A new version is available. Your changes are kept when you reload.</span>
          }
          @case ('notStored') {
            <span i18n>A new version is available. Save first: this browser cannot keep unsaved changes.</span>
          }
        }
        @if (unsavedChanges() !== 'notStored') {
          <button type="button" class="button primary" (click)="version.reload()" i18n>Reload</button>
        }
        <button type="button" class="button" (click)="later.set(true)" i18n="not now|">Later</button>
      </div>
    }
  `,
  styleUrl: '../../ui/floating-banner.scss',
})
export class NewVersionBanner {
  readonly status = input.required<ConnectionStatus>();
  readonly unsavedChanges = input<UnsavedChanges>('none');
  protected readonly version = inject(NewVersion);
  protected readonly later = signal(false);

  constructor() {
    this.version.watch(this.status);
  }
}
