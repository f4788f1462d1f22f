import { type ForeignTag, foreignKey, foreignTags } from '../../metrics/foreign-names.js';
import { type ForeignPoints, MAX_POINTS } from '../../metrics/foreign-points.js';
import { JobError } from '../../database/job.js';
import { unitOfName, unitOfWord } from './base-unit.js';

/** Takes the samples of one push, which all carry the labels of its group. */
export class Group {
  private readonly points: ForeignPoints;
  private readonly labels: readonly ForeignTag[];
  private readonly units = new Map<string, string>();
  private samples = 0;

  constructor(points: ForeignPoints, labels: readonly ForeignTag[]) {
    this.points = points;
    this.labels = labels;
  }

  /**
   * The group's labels replace equal ones of the sample.
   * @param at microseconds, NaN: now.
   * @throws JobError 413 if there are too many.
   */
  add(name: string, labels: readonly ForeignTag[], value: number, at: number): void {
    // Those that cannot be stored count, too: they are work.
    this.samples += 1;
    if (this.samples > MAX_POINTS) {
      throw new JobError(413, `A push has at most ${MAX_POINTS} samples: send them in several.`);
    }
    const key = foreignKey(name);
    this.points.add(key, foreignTags(this.labels, labels), at, value);
    if (key === undefined) return;
    const unit = this.units.get(key.replace(/_(?:total|sum)$/, '')) ?? unitOfName(key);
    if (unit !== undefined) this.points.describe(key, unit);
  }

  /** What the unit of a family is said to be. */
  describe(family: string, unit: string): void {
    const key = foreignKey(family);
    if (key !== undefined && unit !== '') this.units.set(key.replace(/_total$/, ''), unitOfWord(unit));
  }
}
