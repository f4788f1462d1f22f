/** Changes when the table is stored or deleted. */
export function tableTopic(key: string): string {
  return `table:${key}`;
}
