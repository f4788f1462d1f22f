import type { ExternalTag } from '../../external-tags.js';

/** The types of families in the text format and in OpenMetrics. */
const TYPES: ReadonlySet<string> = new Set(['counter', 'gauge', 'gauge_histogram', 'histogram', 'summary', 'untyped']);
const OPEN_METRICS_TYPES: ReadonlySet<string> = new Set([...TYPES, 'gaugehistogram', 'info', 'stateset', 'unknown']);

/** The suffixes of sample names, for types with several samples. */
const PARTS: Readonly<Record<string, readonly string[]>> = {
  summary: ['_sum', '_count'],
  histogram: ['_sum', '_count', '_bucket'],
};

/**
 * Checks the metric families of a text format as Prometheus's own parser (`expfmt`) does. Each method returns a message if something
 * is invalid.
 */
export class MetricFamilyChecks {
  private readonly types = new Map<string, string>();
  private readonly described = new Set<string>();
  private readonly known = new Set<string>();
  private readonly allowed: ReadonlySet<string>;

  constructor(isOpenMetrics: boolean) {
    this.allowed = isOpenMetrics ? OPEN_METRICS_TYPES : TYPES;
  }

  /** Records `# TYPE <name> <type>`. */
  type(name: string, type: string): string | undefined {
    const family = this.familyOf(name);
    if (this.types.has(family)) return `second TYPE line for metric name '${family}', or TYPE reported after samples`;
    const known = type.toLowerCase();
    if (!this.allowed.has(known)) return `unknown metric type '${type}'`;
    this.types.set(family, known);
    this.known.add(family);
    return undefined;
  }

  /** Records `# HELP <name> …`. */
  help(name: string): string | undefined {
    const family = this.familyOf(name);
    if (this.described.has(family)) return `second HELP line for metric name '${family}'`;
    this.described.add(family);
    this.known.add(family);
    return undefined;
  }

  /** Records a sample. */
  sample(name: string, labels: readonly ExternalTag[], isNumber: (text: string) => boolean): string | undefined {
    const family = this.familyOf(name);
    const type = this.types.get(family);
    if (type === undefined) this.types.set(family, 'untyped');
    this.known.add(family);
    const bound = type === 'histogram' ? 'le' : type === 'summary' ? 'quantile' : undefined;
    const wrong = labels.find(([label, value]) => label === bound && !isNumber(value));
    return wrong && `the label '${bound}' of a ${type} is not a number`;
  }

  /** Checks, after all samples, whether a part of a family is also a family itself. */
  collision(): string | undefined {
    for (const [family, type] of this.types) {
      const part = PARTS[type]?.find((suffix) => this.types.has(family + suffix));
      if (part !== undefined) return `the ${type} '${family}' collides with the metric '${family}${part}'`;
    }
    return undefined;
  }

  private familyOf(name: string): string {
    if (this.known.has(name)) return name;
    const [suffix] = /_(?:sum|count|bucket)$/.exec(name) ?? [];
    if (suffix === undefined) return name;
    const family = name.slice(0, -suffix.length);
    return PARTS[this.types.get(family) ?? '']?.includes(suffix) ? family : name;
  }
}
