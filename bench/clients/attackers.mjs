// A process for the attackers, so that their CPU time does not count as slowness of the server.
import '../../test/support/typescript-in-workers.mjs';
import { answerCalls } from '../processes/methods.mjs';

const { sendRequests } = await import('../../test/support/fuzz/api-requests.ts');
const { sendHandshakes } = await import('../../test/support/fuzz/handshakes.ts');
const { sendMessages } = await import('../../test/support/fuzz/socket-messages.ts');

answerCalls({ requests: sendRequests, messages: sendMessages, handshakes: sendHandshakes });
