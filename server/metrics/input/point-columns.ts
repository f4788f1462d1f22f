/** Points for the writer as columns, with dictionaries of their metrics and series. */
export interface PointColumns {
  /** Distinct metrics, with the last metadata of each. */
  readonly metrics: {
    readonly keys: string[];
    /** An empty string removes the unit. */
    readonly units: (string | undefined)[];
    /** Zero removes the expected interval. */
    readonly expectEveryMs: (number | undefined)[];
  };
  /** Distinct series: the index of their metric, and their canonical tags. */
  readonly series: { readonly metric: number[]; readonly tags: string[] };
  /** The points in the order of the request: index of the series, time (NaN: assigned by the server), value. */
  readonly rows: { readonly series: Column; readonly atUs: Column; readonly value: Column };
}

/** A series that its sender has ended. */
export interface SeriesEnd {
  readonly key: string;
  /** Canonical. */
  readonly tags: string;
  readonly atUs: number;
}

export type Column = ArrayLike<number>;

/** Collects points in columns. The caller must have checked them. */
export class ColumnsBuilder {
  private readonly metricIndex = new Map<string, number>();
  private readonly seriesIndex: Map<string, number>[] = [];
  private readonly metrics: PointColumns['metrics'] = { keys: [], units: [], expectEveryMs: [] };
  private readonly series: PointColumns['series'] = { metric: [], tags: [] };
  private readonly rowSeries: number[] = [];
  private readonly rowAtUs: number[] = [];
  private readonly rowValue: number[] = [];

  get length(): number {
    return this.rowValue.length;
  }

  hasMetric(key: string): boolean {
    return this.metricIndex.has(key);
  }

  add(key: string, tags: string, atUs: number, value: number): void {
    const metric = this.indexOfMetric(key);
    const ofMetric = this.seriesIndex[metric] as Map<string, number>;
    let series = ofMetric.get(tags);
    if (series === undefined) {
      series = this.series.tags.push(tags) - 1;
      this.series.metric.push(metric);
      ofMetric.set(tags, series);
    }
    this.rowSeries.push(series);
    this.rowAtUs.push(atUs);
    this.rowValue.push(value);
  }

  setMetadata(key: string, unit: string | undefined, expectEveryMs: number | undefined): void {
    const metric = this.indexOfMetric(key);
    if (unit !== undefined) this.metrics.units[metric] = unit;
    if (expectEveryMs !== undefined) this.metrics.expectEveryMs[metric] = expectEveryMs;
  }

  /** Returns plain arrays, because copying them to another thread is cheapest for a few points. */
  build(): PointColumns {
    return {
      metrics: this.metrics,
      series: this.series,
      rows: { series: this.rowSeries, atUs: this.rowAtUs, value: this.rowValue },
    };
  }

  private indexOfMetric(key: string): number {
    let metric = this.metricIndex.get(key);
    if (metric === undefined) {
      metric = this.metrics.keys.push(key) - 1;
      this.metrics.units.push(undefined);
      this.metrics.expectEveryMs.push(undefined);
      this.seriesIndex.push(new Map());
      this.metricIndex.set(key, metric);
    }
    return metric;
  }
}
