import { rmSync } from 'node:fs';

export default function remove() {
  rmSync(process.env.BOARDCAST_TEST_PACKAGE, { recursive: true });
}
