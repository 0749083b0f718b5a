import { startServer } from '../server.ts';
import { countVisits } from './subject.ts';

const [visitors, pages] = [4, 200_000_000];

const server = startServer();
await server.request('the first wrong count of six', async () => {
  let count: number | undefined = visitors * pages;
  for (let time = 0; time < 6 && count === visitors * pages; time += 1) count = await countVisits(visitors, pages);
  return count;
});
server.end();
