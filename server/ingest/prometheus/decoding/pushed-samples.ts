import { JobError } from '../../../common/errors/job-error.js';
import { type ExternalTag, type ExternalTags, externalTags } from '../../external-tags.js';
import { normalizeMetricKey } from '../../normalize-metric-key.js';
import { type ExternalPoints, MAX_POINTS } from '../../external-points.js';
import { unitFromMetricName, unitFromPrometheus } from './base-unit.js';

/**
 * Collects the samples of one push, which all get the labels of its group. Rejects what a Pushgateway rejects: invalid names, and
 * duplicate series.
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
   * @param atUs NaN means now
   * @throws JobError 400 if a name is invalid, 413 if there are too many samples
   */
  add(name: string, labels: readonly ExternalTag[], value: number, atUs: number): void {
    const { key, tags } = this.identify(name, labels);
    this.points.add(key, tags, atUs, value);
    if (key === undefined) return;
    const unit = this.units.get(key.replace(/_(?:total|sum)$/, '')) ?? unitFromMetricName(key);
    if (unit !== undefined) this.points.describe(key, unit);
  }

  /**
   * Ends a series that the sender no longer has.
   * @throws JobError like `add`
   */
  end(name: string, labels: readonly ExternalTag[], atUs: number): void {
    const { key, tags } = this.identify(name, labels);
    this.points.end(key, tags, atUs);
  }

  /** Records the unit of a family. */
  describe(family: string, unit: string): void {
    const key = normalizeMetricKey(family);
    if (key !== undefined && unit !== '') this.units.set(key.replace(/_total$/, ''), unitFromPrometheus(unit));
  }

  /**
   * Must be called after all samples were added.
   * @param problem another problem of the samples as a whole
   * @throws JobError 400 if the samples are inconsistent, so that nothing is stored
   */
  finish(problem?: string): void {
    const message = this.inconsistency ?? problem;
    if (message !== undefined) throw inconsistent(message);
  }

  private identify(name: string, labels: readonly ExternalTag[]): { key: string | undefined; tags: ExternalTags } {
    // Samples that cannot be stored count as well, because reading them takes time.
    this.samples += 1;
    if (this.samples > MAX_POINTS) {
      throw new JobError(413, `A push has at most ${MAX_POINTS} samples. Send them in several requests.`);
    }
    const problem = nameProblem(name, labels);
    if (problem !== undefined) throw inconsistent(problem);
    const key = normalizeMetricKey(name);
    const tags = externalTags([this.labels, labels], { emptyMeansAbsent: true });
    if (key !== undefined && 'tags' in tags) {
      const series = key + tags.tags;
      if (this.series.has(series)) this.inconsistency ??= `${key}${tags.tags} is a duplicate`;
      this.series.add(series);
    }
    return { key, tags };
  }
}

/** The message of a Pushgateway, which its users know. */
function inconsistent(problem: string): JobError {
  return new JobError(400, `pushed metrics are invalid or inconsistent: ${problem}. Nothing was stored.`);
}

/** Returns the error of the name of a metric or a label; undefined if it is valid. Prometheus allows any UTF-8 in both. */
function nameProblem(name: string, labels: readonly ExternalTag[]): string | undefined {
  if (name === '') return 'a metric has no name';
  if (!name.isWellFormed()) return 'the name of a metric is not UTF-8';
  const before = new Set<string>();
  for (const [label, value] of labels) {
    const subject = `${name} has a label`;
    if (label === '') return `${subject} without a name`;
    if (label.startsWith('__')) return `${subject} '${shown(label)}', and names that begin with '__' are reserved`;
    if (!label.isWellFormed() || !value.isWellFormed()) return `${subject} '${shown(label)}' that is not UTF-8`;
    if (before.has(label)) return `${subject} '${shown(label)}' twice`;
    before.add(label);
  }
  return undefined;
}

function shown(name: string): string {
  return name.slice(0, 64).toWellFormed();
}
