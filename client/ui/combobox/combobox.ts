import { CdkConnectedOverlay, CdkOverlayOrigin, type ConnectedPosition } from '@angular/cdk/overlay';
import { ChangeDetectionStrategy, Component, computed, input, linkedSignal, output, signal } from '@angular/core';
import { FieldIds } from '../form/field-ids';
import { type Suggested, type Suggestion, suggest } from './suggest';

/** Below the field, or above it if there is no room below. */
const POSITIONS: ConnectedPosition[] = [
  { originX: 'start', originY: 'bottom', overlayX: 'start', overlayY: 'top', offsetY: 4 },
  { originX: 'start', originY: 'top', overlayX: 'start', overlayY: 'bottom', offsetY: -4 },
];

/**
 * A text field with suggestions that match the typed text (WAI-ARIA 1.2, editable combobox with list autocomplete). Emits a
 * value when a suggestion is chosen or the field is left, not while the user types.
 */
@Component({
  selector: 'bc-combobox',
  imports: [CdkConnectedOverlay, CdkOverlayOrigin],
  changeDetection: ChangeDetectionStrategy.OnPush,
  templateUrl: './combobox.html',
  styleUrl: './combobox.scss',
})
export class Combobox {
  readonly label = input.required<string>();
  readonly value = input.required<string>();
  readonly suggestions = input.required<readonly Suggestion[]>();
  /** The message if there are no suggestions, for example because they are loading or could not be loaded. */
  readonly emptyText = input($localize`Nothing matches.`);
  readonly hint = input<string>();
  readonly placeholder = input('');
  readonly error = input<string>();
  /** Emits when the list opens, so that the parent can refresh the suggestions. */
  readonly opened = output();
  readonly valueChange = output<string>();

  protected readonly ids = new FieldIds();
  protected readonly positions = POSITIONS;
  protected readonly open = signal(false);
  protected readonly text = linkedSignal(() => this.value());
  /**
   * Whether the user has typed since the list opened. Until then, all suggestions are shown, not only those that match the
   * value.
   */
  private readonly typed = signal(false);

  protected readonly suggested = computed(() => suggest(this.suggestions(), this.typed() ? this.text() : ''));
  /**
   * The value of the suggestion that the arrow keys moved to. Not its index, because the list may be refreshed before Enter is
   * pressed.
   */
  private readonly activeValue = linkedSignal<Suggested<Suggestion>, string | undefined>({
    source: this.suggested,
    computation: ({ shown }, before) => shown.find(({ value }) => value === before?.value)?.value,
  });
  protected readonly active = computed(() =>
    this.suggested().shown.findIndex(({ value }) => value === this.activeValue()),
  );
  protected readonly activeId = computed(() => (this.active() < 0 ? null : this.optionId(this.active())));

  protected optionId(index: number): string {
    return `${this.ids.list}-${index}`;
  }

  protected handleInput(text: string): void {
    this.text.set(text);
    this.show();
    this.typed.set(true);
    this.activeValue.set(undefined);
  }

  protected handleKey(event: KeyboardEvent): void {
    switch (event.key) {
      case 'ArrowDown':
        this.move(1);
        break;
      case 'ArrowUp':
        this.move(-1);
        break;
      case 'Enter':
        if (this.open() && this.active() >= 0) this.choose(this.suggested().shown[this.active()]);
        else this.leave();
        break;
      case 'Escape':
        // Closes only the list, not a dialog around the field.
        if (!this.open()) return;
        event.stopPropagation();
        this.text.set(this.value());
        this.hide();
        break;
      default:
        return;
    }
    event.preventDefault();
  }

  protected toggle(): void {
    if (this.open()) this.hide();
    else this.show();
  }

  protected show(): void {
    if (this.open()) return;
    this.typed.set(false);
    this.open.set(true);
    this.opened.emit();
  }

  protected choose(suggestion: Suggestion | undefined): void {
    if (suggestion === undefined) return;
    this.text.set(suggestion.value);
    this.leave();
  }

  /** Emits the typed text, which need not match a suggestion. */
  protected leave(): void {
    this.hide();
    const typed = this.text().trim();
    // The text may also be the label of a suggestion.
    const text = this.suggestions().find(({ label }) => label === typed)?.value ?? typed;
    this.text.set(text);
    if (text !== this.value()) this.valueChange.emit(text);
  }

  protected hide(): void {
    this.open.set(false);
    this.activeValue.set(undefined);
  }

  private move(step: 1 | -1): void {
    if (!this.open()) {
      this.show();
      return;
    }
    const { shown } = this.suggested();
    if (shown.length === 0) return;
    const from = this.active() < 0 && step < 0 ? 0 : this.active();
    this.activeValue.set(shown.at((from + step) % shown.length)?.value);
    document.getElementById(this.optionId(this.active()))?.scrollIntoView({ block: 'nearest' });
  }
}
