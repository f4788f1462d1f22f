import { type ExternalTag, externalTags, normalizeMetricKey } from '../../metrics/external-names.js';
import { type ExternalPoints, MAX_POINTS } from '../../metrics/external-points.js';
import { JobError } from '../../database/job.js';
import { unitOfName, unitOfWord } from './base-unit.js';

/** Takes the samples of one push, which all carry the labels of its group. */
export class Group {
  private readonly points: ExternalPoints;
  private readonly labels: readonly ExternalTag[];
  private readonly units = new Map<string, string>();
  private samples = 0;

  constructor(points: ExternalPoints, labels: readonly ExternalTag[]) {
    this.points = points;
    this.labels = labels;
  }

  /**
   * The group's labels replace equal ones of the sample.
   * @param at microseconds, NaN: now.
   * @throws JobError 413 if there are too many.
   */
  add(name: string, labels: readonly ExternalTag[], value: number, at: number): void {
    // Those that cannot be stored count, too: they are work.
    this.samples += 1;
    if (this.samples > MAX_POINTS) {
      throw new JobError(413, `A push has at most ${MAX_POINTS} samples: send them in several.`);
    }
    const key = normalizeMetricKey(name);
    this.points.add(key, externalTags([this.labels, labels], { emptyMeansAbsent: true }), at, value);
    if (key === undefined) return;
    const unit = this.units.get(key.replace(/_(?:total|sum)$/, '')) ?? unitOfName(key);
    if (unit !== undefined) this.points.describe(key, unit);
  }

  /** What the unit of a family is said to be. */
  describe(family: string, unit: string): void {
    const key = normalizeMetricKey(family);
    if (key !== undefined && unit !== '') this.units.set(key.replace(/_total$/, ''), unitOfWord(unit));
  }
}
