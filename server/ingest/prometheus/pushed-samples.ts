import { JobError } from '../../common/errors/job-error.js';
import { type ExternalTag, type ExternalTags, externalTags } from '../../metrics/input/external-tags.js';
import { normalizeMetricKey } from '../normalize-metric-key.js';
import { type ExternalPoints, MAX_POINTS } from '../external-points.js';
import { unitFromMetricName, unitFromPrometheus } from './base-unit.js';

/**
 * Takes the samples of one push, which all carry the labels of its group, and refuses what a Pushgateway refuses: names
 * that are none, and a series that comes twice.
 */
export class PushedSamples {
  private readonly points: ExternalPoints;
  private readonly labels: readonly ExternalTag[];
  private readonly units = new Map<string, string>();
  /** Keys with tags. */
  private readonly series = new Set<string>();
  private samples = 0;
  private inconsistency: string | undefined;

  constructor(points: ExternalPoints, labels: readonly ExternalTag[]) {
    this.points = points;
    this.labels = labels;
  }

  /**
   * Adds a sample. The group's labels replace equal ones of the sample.
   * @param at microseconds, NaN: now.
   * @throws JobError 400 if a name cannot be one, 413 if there are too many samples.
   */
  add(name: string, labels: readonly ExternalTag[], value: number, at: number): void {
    const { key, tags } = this.identify(name, labels);
    this.points.add(key, tags, at, value);
    if (key === undefined) return;
    const unit = this.units.get(key.replace(/_(?:total|sum)$/, '')) ?? unitFromMetricName(key);
    if (unit !== undefined) this.points.describe(key, unit);
  }

  /**
   * Ends a series, of which the sender has no value any more.
   * @throws JobError as `add` does.
   */
  end(name: string, labels: readonly ExternalTag[], at: number): void {
    const { key, tags } = this.identify(name, labels);
    this.points.end(key, tags, at);
  }

  /** What the unit of a family is said to be. */
  describe(family: string, unit: string): void {
    const key = normalizeMetricKey(family);
    if (key !== undefined && unit !== '') this.units.set(key.replace(/_total$/, ''), unitFromPrometheus(unit));
  }

  /**
   * Says that all samples were added.
   * @param problem what else is wrong with them together.
   * @throws JobError 400 if they do not fit together: nothing is stored then.
   */
  finish(problem?: string): void {
    const words = this.inconsistency ?? problem;
    if (words !== undefined) throw inconsistent(words);
  }

  private identify(name: string, labels: readonly ExternalTag[]): { key: string | undefined; tags: ExternalTags } {
    // Those that cannot be stored count, too: they are work.
    this.samples += 1;
    if (this.samples > MAX_POINTS) {
      throw new JobError(413, `A push has at most ${MAX_POINTS} samples: send them in several.`);
    }
    const problem = nameProblem(name, labels);
    if (problem !== undefined) throw inconsistent(problem);
    const key = normalizeMetricKey(name);
    const tags = externalTags([this.labels, labels], { emptyMeansAbsent: true });
    if (key !== undefined && 'tags' in tags) {
      const series = key + tags.tags;
      if (this.series.has(series)) this.inconsistency ??= `${key}${tags.tags} comes twice`;
      this.series.add(series);
    }
    return { key, tags };
  }
}

/** The message of a Pushgateway, which its clients know. */
function inconsistent(words: string): JobError {
  return new JobError(400, `pushed metrics are invalid or inconsistent: ${words}. Nothing was stored.`);
}

/** What is wrong with the name of a metric, or of a label; Prometheus allows any UTF-8 in both. */
function nameProblem(name: string, labels: readonly ExternalTag[]): string | undefined {
  if (name === '') return 'a metric has no name';
  if (!name.isWellFormed()) return 'the name of a metric is not UTF-8';
  const before = new Set<string>();
  for (const [label, value] of labels) {
    const is = `${name} has a label`;
    if (label === '') return `${is} without a name`;
    if (label.startsWith('__')) return `${is} '${shown(label)}', and names that begin with '__' are reserved`;
    if (!label.isWellFormed() || !value.isWellFormed()) return `${is} '${shown(label)}' that is not UTF-8`;
    if (before.has(label)) return `${is} '${shown(label)}' twice`;
    before.add(label);
  }
  return undefined;
}

function shown(name: string): string {
  return name.slice(0, 64).toWellFormed();
}
