import { ChangeDetectionStrategy, Component, computed, effect, inject, input, output } from '@angular/core';
import type { Panel, Query } from '../../../wire/schemas/board';
import type { InputError } from '../../../wire/schemas/problem-schema';
import { matchesGlob } from '../../../wire/glob';
import { RANGES } from '../../../wire/range';
import { MAX_TITLE } from '../../../wire/title';
import { SERVER_ADDRESS } from '../../api/server';
import { pushExample } from '../../panels/card/push-example';
import { CopyCode } from '../../ui/copy-code';
import { DURATION, REQUIRED_TEXT, TEXT } from '../../ui/form/codecs';
import { type Choice, SelectField } from '../../ui/form/select-field';
import { TextField } from '../../ui/form/text-field';
import { RANGE_LABELS } from '../../time-range/range-labels';
import { errorAt, errorsElsewhere, problemsOf } from './field-errors';
import { FieldList } from './fields/field-list';
import { FormField } from './fields/form-field';
import { MetricList } from './query/key-lists';
import { combineField, optionFieldsOf } from './fields/option-fields';
import { drawsData, queryForType, withField } from './query/panel-queries';
import { metricsText } from './query/metrics-text';
import { QueryFields } from './query/query-fields';
import { PanelTypePicker } from './panel-type-picker';

/** Errors of these members are shown beside their fields. All other errors are shown at the top of the form. */
const FIELDS = ['title', 'query', 'options'];

const RANGE_CHOICES: readonly Choice<unknown>[] = [
  { value: undefined, label: $localize`Same as board` },
  ...RANGES.map((value) => ({ value, label: RANGE_LABELS[value] })),
];

/**
 * The form of one panel. It has no state of its own: it shows the `panel` input, and each change emits a whole panel as
 * `panelChange`. So undo and redo update the form. Invalid text stays in its field, with a message. When the `panel` input
 * changes to another panel, the fields are created again.
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

  /**
   * The errors of this panel. Paths are those of the server (`panels[2].query.metric`) or relative to the panel
   * (`query.metric`).
   */
  readonly errors = input<readonly InputError[]>([]);

  readonly panelChange = output<Panel>();
  readonly remove = output();
  readonly duplicate = output();

  private readonly server = inject(SERVER_ADDRESS).base;
  /**
   * The last query of the panel for each source, the newest last. They are restored when the user changes the type back.
   */
  private readonly lastQueries = new Map<string, Query>();
  private lastPanelId?: string;

  protected readonly query = computed(() => {
    const { type, query } = this.panel();
    return drawsData(type) ? (query ?? queryForType(type, query, this.lastQueries)) : undefined;
  });
  private readonly metrics = inject(MetricList);
  protected readonly command = computed(() =>
    pushExample(this.server, this.panel().query, {
      series: this.metrics.suggestions().flatMap(({ series }) => series),
    }),
  );
  /** The field that selects how series are combined into one number, for types that show one number. */
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
  protected readonly plain = REQUIRED_TEXT;
  protected readonly maxTitle = MAX_TITLE;
  protected readonly text = TEXT;
  protected readonly duration = DURATION;

  constructor() {
    effect(() => {
      const { id, query } = this.panel();
      if (id !== this.lastPanelId) this.lastQueries.clear();
      this.lastPanelId = id;
      if (query === undefined) return;
      this.lastQueries.delete(query.source);
      this.lastQueries.set(query.source, query);
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

  /** The number of known series that the query selects. */
  private seriesOf(query: Query): number {
    const names = metricsText(query).split(', ');
    return this.metrics
      .suggestions()
      .filter(({ value }) => names.some((name) => matchesGlob(name, value)))
      .reduce((sum, { series }) => sum + series.length, 0);
  }

  protected setType(type: string): void {
    const { query, ...rest } = this.panel();
    const newQuery = queryForType(type, query, this.lastQueries);
    this.panelChange.emit({ ...rest, type, ...(newQuery === undefined ? {} : { query: newQuery }) });
  }
}
