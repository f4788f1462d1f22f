import { createApp } from './create-app.js';

const app = await createApp();
await app.listen(process.env.PORT ?? 3000, '127.0.0.1');
console.log(`The board is at ${(await app.getUrl()).replace('127.0.0.1', 'localhost')}/boardcast/boards/folder`);
