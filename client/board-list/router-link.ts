/** For a `@defer` block, which would otherwise load all of the router in a file of its own. */
export { RouterLink } from '@angular/router';
