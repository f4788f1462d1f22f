// Templates and code call `$localize`, which an application that is not translated need not have. Without it, texts are in English.
// The build adds this to the start of each file of the library, because texts are read when a file is evaluated.
import { ɵ$localize } from '@angular/localize';

(globalThis as { $localize?: typeof ɵ$localize }).$localize ??= ɵ$localize;
