import { ChangeDetectionStrategy, Component, input, output } from '@angular/core';
import { PANEL_TYPE_CHOICES } from './panel-type-choices';

let pickerCount = 0;

/** Selects the panel type: radio buttons with icons. */
@Component({
  selector: 'bc-panel-type-picker',
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <fieldset>
      <legend i18n>Panel type</legend>
      <div class="types">
        @for (each of types; track each.type) {
          <label [title]="each.description">
            <input
              class="visually-hidden"
              type="radio"
              [name]="name"
              [value]="each.type"
              [checked]="each.type === type()"
              (change)="choose.emit(each.type)"
            />
            <svg viewBox="0 0 32 20" aria-hidden="true" focusable="false">
              <path class="area" [attr.d]="each.areas ?? ''" />
              <path class="line" [attr.d]="each.lines" />
            </svg>
            <span>{{ each.label }}</span>
          </label>
        }
      </div>
    </fieldset>
  `,
  styleUrl: './panel-type-picker.scss',
})
export class PanelTypePicker {
  readonly type = input.required<string>();
  readonly choose = output<string>();
  protected readonly types = PANEL_TYPE_CHOICES;
  protected readonly name = `panel-type-${(pickerCount += 1)}`;
}
