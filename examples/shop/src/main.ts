import { createShop } from './create-shop.js';

const app = await createShop();
await app.listen(process.env.PORT ?? 3000, '127.0.0.1');
console.log(`The shop runs at ${(await app.getUrl()).replace('127.0.0.1', 'localhost')}`);
