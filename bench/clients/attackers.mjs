// A process full of attackers, so that what they cost is not taken for slowness of the server.
import '../../test/typescript-in-workers.mjs';
import { answerCalls } from '../processes/methods.mjs';

const { sendRequests } = await import('../../test/attack/api-requests.ts');
const { sendHandshakes } = await import('../../test/attack/handshakes.ts');
const { sendMessages } = await import('../../test/attack/socket-messages.ts');

answerCalls({ requests: sendRequests, messages: sendMessages, handshakes: sendHandshakes });
