import { ChangeDetectionStrategy, Component, DOCUMENT, computed, effect, inject, input, output } from '@angular/core';
import type { Panel, Query } from '../../../wire/board';
import type { InputError } from '../../../wire/problem';
import { matchesGlob } from '../../../wire/glob';
import { RANGES } from '../../../wire/range';
import { MAX_TITLE } from '../../../wire/title';
import { pushExample } from '../../panels/card/push-example';
import { CopyCode } from '../../ui/copy-code';
import { DURATION, PLAIN, TEXT } from '../../ui/form/codecs';
import { type Choice, SelectField } from '../../ui/form/select-field';
import { TextField } from '../../ui/form/text-field';
import { RANGE_LABELS } from '../../time-range/range-labels';
import { errorAt, errorsElsewhere, problemsOf } from './field-errors';
import { FieldList } from './fields/field-list';
import { FormField } from './fields/form-field';
import { MetricList } from './query/key-lists';
import { combineField, optionFieldsOf } from './fields/option-fields';
import { drawsData, queryForType, withField } from './query/panel-queries';
import { namesOf } from './query/metric-names';
import { QueryFields } from './query/query-fields';
import { PanelTypePicker } from './panel-type-picker';

/** Whose errors are told beside a field; all others stand at the top. */
const FIELDS = ['title', 'query', 'options'];

const RANGE_CHOICES: readonly Choice<unknown>[] = [
  { value: undefined, label: $localize`Same as board` },
  ...RANGES.map((value) => ({ value, label: RANGE_LABELS[value] })),
];

/**
 * The side form of one panel. It keeps no panel of its own: what is filled in comes out as `panelChange`, each time a whole
 * panel, and what is shown is the `panel` that comes in, so that undo and redo reach it. What is not valid (yet) stays in
 * its field, with words beside it. The next panel may be given to the same form: drafts do not go along.
 */
@Component({
  selector: 'bc-panel-form',
  imports: [CopyCode, FieldList, FormField, QueryFields, SelectField, TextField, PanelTypePicker],
  changeDetection: ChangeDetectionStrategy.OnPush,
  templateUrl: './panel-form.html',
  styleUrl: './panel-form.scss',
})
export class PanelForm {
  readonly panel = input.required<Panel>();

  /** What the server said of this panel; paths as it gave them (`panels[2].query.metric`) or within the panel (`query.metric`). */
  readonly errors = input<readonly InputError[]>([]);

  readonly panelChange = output<Panel>();
  readonly remove = output();
  readonly duplicate = output();

  private readonly origin = inject(DOCUMENT).location.origin;
  /** What this panel asked of each source, the last one last: choosing another type, and the first again, loses nothing. */
  private readonly asked = new Map<string, Query>();
  private askedBy?: string;

  protected readonly query = computed(() => {
    const { type, query } = this.panel();
    return drawsData(type) ? (query ?? queryForType(type, query, this.asked)) : undefined;
  });
  private readonly metrics = inject(MetricList);
  protected readonly command = computed(() =>
    pushExample(this.origin, this.panel().query, { series: this.metrics.known().flatMap(({ series }) => series) }),
  );
  /** How the series that the query finds become one number: asked beside the metric, for the types that show one. */
  protected readonly combine = computed(() => {
    const { type, query } = this.panel();
    return combineField(type, query === undefined ? 0 : this.seriesOf(query));
  });
  protected readonly optionFields = computed(() => optionFieldsOf(this.panel().type));
  protected readonly optionProblems = computed(() =>
    problemsOf(this.errors(), 'options', ['combine', ...this.optionFields().map(({ name }) => name)]),
  );
  protected readonly otherErrors = computed(() => errorsElsewhere(this.errors(), FIELDS));

  protected readonly ranges = RANGE_CHOICES;
  protected readonly plain = PLAIN;
  protected readonly maxTitle = MAX_TITLE;
  protected readonly text = TEXT;
  protected readonly duration = DURATION;

  constructor() {
    effect(() => {
      const { id, query } = this.panel();
      if (id !== this.askedBy) this.asked.clear();
      this.askedBy = id;
      if (query === undefined) return;
      this.asked.delete(query.source);
      this.asked.set(query.source, query);
    });
  }

  protected error(field: string): string | undefined {
    return errorAt(this.errors(), field);
  }

  protected option(name: string): unknown {
    return this.panel().options[name];
  }

  protected change(parts: Partial<Panel>): void {
    this.panelChange.emit({ ...this.panel(), ...parts });
  }

  protected setOption(name: string, value: unknown): void {
    this.change({ options: withField(this.panel().options, name, value) });
  }

  private seriesOf(query: Query): number {
    const names = namesOf(query).split(', ');
    return this.metrics
      .known()
      .filter(({ value }) => names.some((name) => matchesGlob(name, value)))
      .reduce((sum, { series }) => sum + series.length, 0);
  }

  protected setType(type: string): void {
    const { query, ...rest } = this.panel();
    const asks = queryForType(type, query, this.asked);
    this.panelChange.emit({ ...rest, type, ...(asks === undefined ? {} : { query: asks }) });
  }
}
