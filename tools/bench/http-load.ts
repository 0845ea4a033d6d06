import { once } from "node:events";
import { connect, type Socket } from "node:net";

/** A request that is sent again and again. */
export interface LoadRequest {
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** A text that every answer must hold. */
  readonly expected: string;
}

/**
 * Sends a request `count` times over `concurrency` connections that are kept, each waiting for its answer before it
 * sends the next. Sockets are written and read by hand: an HTTP client would take as much time as the server that is
 * measured. Gives how long each answer took, in milliseconds. Rejects at the first answer that is not a 200 with the
 * expected text.
 */
export async function sendMany(
  origin: string,
  request: LoadRequest,
  concurrency: number,
  count: number,
): Promise<number[]> {
  const { hostname, port, host } = new URL(origin);
  const head = Object.entries({ host, "content-length": String(Buffer.byteLength(request.body)), ...request.headers });
  const bytes = Buffer.from(
    `POST ${request.path} HTTP/1.1\r\n${head.map(([name, value]) => `${name}: ${value}\r\n`).join("")}\r\n${request.body}`,
  );
  const times: number[] = [];
  let left = count;
  const converse = async (): Promise<void> => {
    const socket = connect({ host: hostname, port: Number(port), noDelay: true });
    await once(socket, "connect");
    const answers = answersOf(socket);
    while (left-- > 0) {
      const start = performance.now();
      socket.write(bytes);
      const { value: answer = "the connection ended" } = await answers.next();
      times.push(performance.now() - start);
      if (!answer.startsWith("HTTP/1.1 200") || !answer.includes(request.expected)) {
        throw new Error(`not the expected answer: ${answer.slice(0, 500)}`);
      }
    }
    socket.destroy();
  };
  await Promise.all(Array.from({ length: concurrency }, converse));
  return times;
}

async function* answersOf(socket: Socket): AsyncGenerator<string, undefined> {
  let received = "";
  // Lengths count bytes, so that each byte is to be a character.
  socket.setEncoding("latin1");
  for await (const text of socket) {
    received += text;
    if (!isComplete(received)) continue;
    yield received;
    received = "";
  }
  return undefined;
}

function isComplete(answer: string): boolean {
  const headEnd = answer.indexOf("\r\n\r\n");
  if (headEnd < 0) return false;
  const length = /^content-length: *(\d+)/im.exec(answer.slice(0, headEnd))?.[1];
  return length === undefined ? answer.endsWith("\r\n0\r\n\r\n") : answer.length >= headEnd + 4 + Number(length);
}
