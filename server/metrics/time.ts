/** Times as points have them; see `base/time`. */
export { checkTime, isoOf, microsOf, millisOf, parseTime } from '../base/time.js';
