import { ChangeDetectionStrategy, Component, computed, inject, input, linkedSignal, output } from '@angular/core';
import type { Query } from '../../../wire/board';
import type { InputError } from '../../../wire/problem';
import { Combobox } from '../../ui/combobox/combobox';
import { DURATION, JSON_OBJECT, TAGS, TEXT } from '../../ui/form/codecs';
import { SelectField } from '../../ui/form/select-field';
import { TextField } from '../../ui/form/text-field';
import { errorAt } from './field-errors';
import { MetricList } from './metric-list';
import { AGGREGATES, EVENT_LIMIT, LEVELS, LIMIT, queryProblems, SHAPES, startQuery, withField } from './queries';
import { SourceList } from './source-list';

/** What a panel asks, and of whom. A query that lacks something stays here until it is complete. */
@Component({
  selector: 'bc-query-fields',
  imports: [Combobox, SelectField, TextField],
  changeDetection: ChangeDetectionStrategy.OnPush,
  templateUrl: './query-fields.html',
  styleUrl: './fields.scss',
})
export class QueryFields {
  readonly query = input.required<Query>();
  readonly type = input.required<string>();
  readonly errors = input.required<readonly InputError[]>();
  readonly queryChange = output<Query>();

  protected readonly metrics = inject(MetricList);
  protected readonly sources = inject(SourceList);
  protected readonly draft = linkedSignal(() => this.query());
  protected readonly problems = computed(() => queryProblems(this.draft()));
  protected readonly source = computed(() => this.draft().source);
  protected readonly chosenMetric = computed(() =>
    this.metrics.metrics().find(({ value }) => value === this.text('metric')),
  );
  protected readonly tagsHint = computed(() => {
    const tags = this.chosenMetric()?.tags ?? [];
    const shown = [...tags.slice(0, 6), ...(tags.length > 6 ? ['…'] : [])].join(', ');
    return tags.length === 0 ? undefined : $localize`Known: ${shown}:tags:`;
  });
  /** All but the source, for the sources that this form knows nothing of. */
  protected readonly rest = computed(() => withField(this.draft(), 'source', undefined) as Record<string, unknown>);
  protected readonly restHint = computed(() => this.sources.fieldsOf(this.source()));

  protected readonly aggregates = AGGREGATES;
  protected readonly shapes = SHAPES;
  protected readonly tagsCodec = TAGS;
  protected readonly durationCodec = DURATION;
  protected readonly limitCodec = LIMIT;
  protected readonly eventLimitCodec = EVENT_LIMIT;
  protected readonly levelsCodec = LEVELS;
  protected readonly textCodec = TEXT;
  protected readonly jsonCodec = JSON_OBJECT;

  constructor() {
    this.sources.look();
    this.metrics.look();
  }

  protected text(field: string): string {
    const value = this.draft()[field];
    return typeof value === 'string' ? value : '';
  }

  protected given(field: string): unknown {
    return this.draft()[field];
  }

  protected error(field: string): string | undefined {
    return this.problems()[field] ?? errorAt(this.errors(), `query.${field}`);
  }

  protected set(field: string, value: unknown): void {
    this.take(withField(this.draft(), field, value));
  }

  protected chooseSource(source: string | undefined): void {
    if (source !== undefined && source !== this.source()) this.take(startQuery(source, this.type()));
  }

  protected setRest(rest: Readonly<Record<string, unknown>> | undefined): void {
    this.take({ ...rest, source: this.source() });
  }

  private take(query: Query): void {
    this.draft.set(query);
    if (Object.keys(queryProblems(query)).length === 0) this.queryChange.emit(query);
  }
}
