// A listener of /hubs/links: says on its output what it hears, a line each, until its input ends.
//   PORTAL   address of the portal       COOKIE   the session, or nothing       REQUEST   one link request to watch besides the facility
import { HubConnectionBuilder, HttpTransportType, LogLevel } from '@microsoft/signalr';

const say = (...words) => console.log(words.join(' '));
const connection = new HubConnectionBuilder()
  .withUrl(`${process.env.PORTAL}/hubs/links`, {
    headers: process.env.COOKIE ? { Cookie: process.env.COOKIE } : {},
    transport: HttpTransportType.WebSockets,
  })
  .configureLogging(LogLevel.None)
  .build();

connection.on('LinkChanged', (...heard) => say('heard', JSON.stringify(heard)));

try {
  await connection.start();
} catch (problem) {
  say('refused', problem.statusCode ?? /status code '(\d+)'/i.exec(problem.message)?.[1] ?? problem.message);
  process.exit(0);
}

await connection.invoke('WatchFacility');
if (process.env.REQUEST) say('watches', await connection.invoke('WatchRequest', process.env.REQUEST));
say('listens');
process.stdin.resume();
process.stdin.on('end', () => process.exit(0));
