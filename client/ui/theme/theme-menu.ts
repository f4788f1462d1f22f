import { ChangeDetectionStrategy, Component, computed, inject } from '@angular/core';
import { type ZoneChoice, browserZone, storeZoneChoice, zoneChoice } from '../../i18n/format/time-zone-choice';
import { Icon, type IconName } from '../icon';
import { LANGUAGES, type LanguageChoice, languageChoice, storeLanguageChoice } from '../../i18n/language';
import { PageReload } from '../../common/page-reload';
import { LoadError } from '../load-error';
import { MenuButton } from '../overlay/menu-button';
import { CdkMenu, CdkMenuGroup, CdkMenuItemRadio, MenuOverlay } from '../overlay/overlays';
import { THEME_CHOICES, type ThemeChoice } from './resolve-theme';
import { Theme } from './theme';

const THEMES: Readonly<Record<ThemeChoice, { label: string; icon: IconName }>> = {
  system: { label: $localize`Same as system`, icon: 'system' },
  dark: { label: $localize`Dark`, icon: 'moon' },
  light: { label: $localize`Light`, icon: 'sun' },
};

/** Menu for the theme, language and time zone of this browser. */
@Component({
  selector: 'bc-theme-menu',
  imports: [CdkMenu, CdkMenuGroup, CdkMenuItemRadio, Icon, LoadError, MenuButton, MenuOverlay],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <button
      type="button"
      class="button icon-only"
      i18n-title
      title="Theme and language"
      i18n-ariaLabel
      ariaLabel="Theme: {{ themes[theme.choice()].label }}"
      bcMenuButton
      #button="bcMenuButton"
    >
      <bc-icon [name]="icon()" />
    </button>
    @defer (when button.isOpen()) {
      @if (button.isOpen()) {
        <bc-menu-overlay [button]="button">
          <div class="surface menu" cdkMenu i18n-aria-label aria-label="Theme and language">
            <div class="group" cdkMenuGroup i18n-aria-label aria-label="Theme">
              @for (choice of choices; track choice) {
                <button
                  type="button"
                  class="item"
                  cdkMenuItemRadio
                  [cdkMenuItemChecked]="choice === theme.choice()"
                  (cdkMenuItemTriggered)="theme.choose(choice)"
                >
                  <bc-icon [name]="themes[choice].icon" />
                  {{ themes[choice].label }}
                  @if (choice === theme.choice()) {
                    <bc-icon class="tick" name="check" />
                  }
                </button>
              }
            </div>
            <hr />
            <div class="group" cdkMenuGroup i18n-aria-label aria-label="Language">
              @for (each of languages; track each.choice) {
                <button
                  type="button"
                  class="item"
                  cdkMenuItemRadio
                  [attr.lang]="each.lang"
                  [cdkMenuItemChecked]="each.choice === language"
                  (cdkMenuItemTriggered)="chooseLanguage(each.choice)"
                >
                  {{ each.label }}
                  @if (each.choice === language) {
                    <bc-icon class="tick" name="check" />
                  }
                </button>
              }
            </div>
            <hr />
            <div class="group" cdkMenuGroup i18n-aria-label aria-label="Time zone">
              @for (each of zones; track each.choice) {
                <button
                  type="button"
                  class="item"
                  cdkMenuItemRadio
                  [cdkMenuItemChecked]="each.choice === zone"
                  (cdkMenuItemTriggered)="chooseTimeZone(each.choice)"
                >
                  {{ each.label }}
                  @if (each.choice === zone) {
                    <bc-icon class="tick" name="check" />
                  }
                </button>
              }
            </div>
          </div>
        </bc-menu-overlay>
      }
    } @error {
      <bc-load-error />
    }
  `,
})
export class ThemeMenu {
  private readonly reload = inject(PageReload);
  protected readonly theme = inject(Theme);
  protected readonly themes = THEMES;
  protected readonly choices = THEME_CHOICES;
  protected readonly icon = computed(() => THEMES[this.theme.resolved()].icon);
  protected readonly language = languageChoice();
  /** Each language is named in itself, so that users can leave a language that they do not understand. */
  protected readonly languages: readonly { choice: LanguageChoice; label: string; lang?: string }[] = [
    { choice: 'browser', label: $localize`Same as browser` },
    ...LANGUAGES.map(({ tag, name }) => ({ choice: tag, label: name, lang: tag })),
  ];

  protected readonly zone = zoneChoice();
  protected readonly zones: readonly { choice: ZoneChoice; label: string }[] = [
    { choice: 'board', label: $localize`Board time zone` },
    { choice: 'browser', label: $localize`Browser time zone (${browserZone()}:zone:)` },
    { choice: 'utc', label: 'UTC' },
  ];

  protected chooseTimeZone(choice: ZoneChoice): void {
    if (choice === this.zone) return;
    storeZoneChoice(choice);
    this.reload.start();
  }

  /** Reloads the page, because texts are read once. */
  protected chooseLanguage(choice: LanguageChoice): void {
    if (choice === this.language) return;
    storeLanguageChoice(choice);
    this.reload.start();
  }
}
