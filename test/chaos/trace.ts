import type { Database } from "../../src/db/database.ts";
import type { ListedSession } from "./provider.ts";

/** What our books, the provider's news and the queue know of these orders, for whoever looks for the mistake. */
export async function trace(
  database: Database,
  sessions: ListedSession[],
  numbers: ReadonlySet<string>,
): Promise<Map<string, string>> {
  const { prisma } = database;
  const traces = new Map<string, string>();
  for (const number of numbers) {
    const order = await prisma.order.findUnique({
      where: { number },
      include: { events: { orderBy: { id: "asc" } } },
    });
    if (!order) continue;
    const own = sessions.filter(({ metadata }) => metadata.orderId === order.id);
    const ids = own.flatMap(({ id, payment_intent }) => [id, ...(payment_intent ? [payment_intent.id] : [])]);
    const news = await prisma.providerEvent.findMany({
      where: { objectId: { in: ids } },
      orderBy: { receivedAt: "asc" },
    });
    const jobs = await database.query<{ name: string; state: string; text: string }>(
      "chaos-trace",
      `SELECT name, state::text, data::text AS text FROM pgboss.job WHERE EXISTS (
         SELECT 1 FROM jsonb_array_elements_text($1::jsonb) AS given(id) WHERE data::text LIKE '%' || given.id || '%')`,
      [JSON.stringify([order.id, ...ids])],
    );
    const lines = [
      `${order.id}, checkout ${order.checkoutSessionId}`,
      ...order.events.map(({ at, type, cause }) => `${at.toISOString()} ${type} (${cause})`),
      ...own.map(
        ({ id, status, payment_intent: intent }) =>
          `session ${id} ${status}, ${intent?.id} ${intent?.status}`,
      ),
      ...news.map(
        ({ receivedAt, type, eventId, processedAt }) =>
          `${receivedAt.toISOString()} news ${type} ${eventId} ${processedAt ? "dealt with" : "waits"}`,
      ),
      ...jobs.map(({ name, state, text }) => `job ${name} ${state} ${text}`),
    ];
    traces.set(number, lines.join("\n"));
  }
  return traces;
}
