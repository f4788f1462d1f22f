import { ChangeDetectionStrategy, Component, input, output } from '@angular/core';
import type { Panel } from '../../../wire/board';
import type { InputError } from '../../../wire/problem';
import { TypePicker } from './type-picker';

/**
 * The side form of one panel. It keeps no panel of its own: what is typed comes out as `panelChange`, each time a whole
 * valid panel, and what is shown is the `panel` that comes in, so that undo and redo reach it. What is not valid (yet)
 * stays in its field, with words beside it. The next panel may be given to the same form: drafts do not go along.
 */
@Component({
  selector: 'bc-panel-form',
  imports: [TypePicker],
  changeDetection: ChangeDetectionStrategy.OnPush,
  templateUrl: './panel-form.html',
  styleUrl: './panel-form.scss',
})
export class PanelForm {
  readonly panel = input.required<Panel>();

  /** What the server said of this panel; paths as it gave them (`panels.2.query.metric`) or within the panel (`query.metric`). */
  readonly errors = input<readonly InputError[]>([]);

  readonly panelChange = output<Panel>();
  readonly remove = output();
  readonly duplicate = output();

  protected change(parts: Partial<Panel>): void {
    this.panelChange.emit({ ...this.panel(), ...parts });
  }
}
