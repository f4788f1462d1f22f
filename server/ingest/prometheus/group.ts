import { type ForeignTag, foreignKey, foreignTags } from '../../metrics/foreign-names.js';
import type { ForeignPoints } from '../../metrics/foreign-points.js';
import { unitOfName, unitOfWord } from './base-unit.js';

/** Takes the samples of one push, which all carry the labels of its group. */
export class Group {
  private readonly points: ForeignPoints;
  private readonly labels: readonly ForeignTag[];
  private readonly units = new Map<string, string>();

  constructor(points: ForeignPoints, labels: readonly ForeignTag[]) {
    this.points = points;
    this.labels = labels;
  }

  /** The group's labels replace equal ones of the sample. @param at microseconds, NaN: now. */
  add(name: string, labels: readonly ForeignTag[], value: number, at: number): void {
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

  /** Notes samples of a kind that is not stored. */
  reject(reason: string): void {
    this.points.reject(reason);
  }
}
