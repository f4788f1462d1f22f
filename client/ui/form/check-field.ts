import { ChangeDetectionStrategy, Component, input, output } from '@angular/core';

/** A labeled checkbox. */
@Component({
  selector: 'bc-check-field',
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <label>
      <input #box type="checkbox" [checked]="value()" (change)="valueChange.emit(box.checked)" />
      <span>{{ label() }}</span>
    </label>
  `,
  styles: `
    label {
      display: flex;
      align-items: center;
      gap: 9px;
      min-height: 26px;
      font-size: 13.5px;
      cursor: pointer;
    }
    input {
      width: 16px;
      height: 16px;
      margin: 0;
      accent-color: var(--accent);
    }
  `,
})
export class CheckField {
  readonly label = input.required<string>();
  readonly value = input.required<boolean>();
  readonly valueChange = output<boolean>();
}
