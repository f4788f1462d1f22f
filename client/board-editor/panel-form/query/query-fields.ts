import { ChangeDetectionStrategy, Component, computed, inject, input, output } from '@angular/core';
import type { Query } from '../../../../wire/schemas/board';
import type { InputError } from '../../../../wire/schemas/problem-schema';
import { JSON_OBJECT } from '../../../ui/form/codecs';
import { SelectField } from '../../../ui/form/select-field';
import { TextField } from '../../../ui/form/text-field';
import { problemsOf } from '../field-errors';
import { FieldList, type FieldChange } from '../fields/field-list';
import { MetricList, TableList } from './key-lists';
import { queryProblems, startQuery, withField } from './panel-queries';
import { isKnownSource, queryFieldsOf, type QueryLists } from './query-field-list';
import { metricsText, withMetricsText } from './metrics-text';
import { SourceList } from './source-list';

/** Edits the query of a panel. Incomplete queries are emitted too: they are part of the draft, but prevent saving. */
@Component({
  selector: 'bc-query-fields',
  imports: [FieldList, SelectField, TextField],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <bc-select-field
      i18n-label
      label="Source"
      [choices]="sources.choices()"
      [value]="source()"
      [error]="problems().source"
      (valueChange)="chooseSource($event)"
    />
    @if (isKnown()) {
      <bc-field-list
        [path]="path()"
        [fields]="first()"
        [values]="values()"
        [problems]="problems()"
        (fieldChange)="fill($event)"
      />
    } @else {
      <bc-text-field
        i18n-label
        label="Query (JSON)"
        [lines]="6"
        [code]="true"
        [codec]="jsonCodec"
        [name]="path()"
        [value]="rest()"
        [hint]="restHint()"
        [error]="problems()['']"
        (valueChange)="setRest($event)"
      />
    }
    <ng-content />
    @if (isKnown()) {
      <bc-field-list
        [path]="path()"
        [fields]="others()"
        [values]="values()"
        [problems]="problems()"
        (fieldChange)="fill($event)"
      />
    }
  `,
  styleUrl: '../fields/field-list.scss',
})
export class QueryFields {
  readonly query = input.required<Query>();
  /** Prefix of the paths of the fields; see `FormField.path`. */
  readonly path = input.required<string>();
  readonly type = input.required<string>();
  readonly errors = input.required<readonly InputError[]>();
  readonly queryChange = output<Query>();

  private readonly metrics = inject(MetricList);
  private readonly tables = inject(TableList);
  protected readonly sources = inject(SourceList);
  private readonly lists: QueryLists = { metrics: this.metrics, tables: this.tables };

  protected readonly source = computed(() => this.query().source);
  protected readonly isKnown = computed(() => isKnownSource(this.source()));
  private readonly fields = computed(() => queryFieldsOf(this.query(), this.lists));
  /** The main field. Content of the parent is shown below it. */
  protected readonly first = computed(() => this.fields().slice(0, 1));
  protected readonly others = computed(() => this.fields().slice(1));
  /** All metrics of the query are in one field. */
  protected readonly values = computed(() => ({ ...this.query(), metric: metricsText(this.query()) }));
  protected readonly problems = computed<Readonly<Record<string, string | undefined>>>(() => ({
    ...problemsOf(this.errors(), 'query', ['source', '', ...this.fields().map(({ name }) => name)]),
    ...queryProblems(this.query()),
  }));
  /** The query without its source, for sources whose queries are edited as JSON. */
  protected readonly rest = computed(() => withField(this.query(), 'source', undefined) as Record<string, unknown>);
  protected readonly restHint = computed(() => this.sources.fieldsOf(this.source()));
  protected readonly jsonCodec = JSON_OBJECT;

  constructor() {
    this.sources.load();
    this.metrics.load();
  }

  protected fill({ name, value }: FieldChange): void {
    const text = typeof value === 'string' ? value : '';
    this.queryChange.emit(
      name === 'metric' ? withMetricsText(this.query(), text) : withField(this.query(), name, value),
    );
  }

  protected chooseSource(source: string | undefined): void {
    if (source !== undefined && source !== this.source()) this.queryChange.emit(startQuery(source, this.type()));
  }

  protected setRest(rest: Readonly<Record<string, unknown>> | undefined): void {
    this.queryChange.emit({ ...rest, source: this.source() });
  }
}
