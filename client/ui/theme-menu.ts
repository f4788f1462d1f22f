import { CdkMenu, CdkMenuItemRadio, CdkMenuTrigger } from '@angular/cdk/menu';
import { ChangeDetectionStrategy, Component, computed, inject } from '@angular/core';
import { Icon, type IconName } from './icon';
import { BELOW_RIGHT } from './positions';
import { THEME_CHOICES, Theme, type ThemeChoice } from './theme';

const LOOKS: Readonly<Record<ThemeChoice, { label: string; icon: IconName }>> = {
  system: { label: 'Like the system', icon: 'system' },
  dark: { label: 'Dark', icon: 'moon' },
  light: { label: 'Light', icon: 'sun' },
};

/** Dark, light, or whatever the system says. */
@Component({
  selector: 'bc-theme-menu',
  imports: [CdkMenu, CdkMenuItemRadio, CdkMenuTrigger, Icon],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <button
      type="button"
      class="button icon-only"
      title="Theme"
      [attr.aria-label]="'Theme: ' + looks[theme.choice()].label"
      [cdkMenuTriggerFor]="menu"
      [cdkMenuPosition]="position"
    >
      <bc-icon [name]="icon()" />
    </button>
    <ng-template #menu>
      <div class="sheet menu" cdkMenu aria-label="Theme">
        @for (choice of choices; track choice) {
          <button
            type="button"
            class="item"
            cdkMenuItemRadio
            [cdkMenuItemChecked]="choice === theme.choice()"
            (cdkMenuItemTriggered)="theme.choose(choice)"
          >
            <bc-icon [name]="looks[choice].icon" />
            {{ looks[choice].label }}
            @if (choice === theme.choice()) {
              <bc-icon class="tick" name="check" />
            }
          </button>
        }
      </div>
    </ng-template>
  `,
})
export class ThemeMenu {
  protected readonly theme = inject(Theme);
  protected readonly looks = LOOKS;
  protected readonly choices = THEME_CHOICES;
  protected readonly position = BELOW_RIGHT;
  protected readonly icon = computed(() => LOOKS[this.theme.resolved()].icon);
}
