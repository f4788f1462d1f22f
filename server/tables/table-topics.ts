/** Changes each time the table is put or deleted. */
export function tableTopic(key: string): string {
  return `table:${key}`;
}
