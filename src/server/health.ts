import { Hono } from "hono";

/** `GET /healthz`: alive. `GET /readyz`: the database and the queue answer, so that work can be done. */
export function health(deps: { isReady: () => Promise<boolean> }): Hono {
  return new Hono()
    .get("/healthz", (c) => c.text("alive"))
    .get("/readyz", async (c) =>
      (await deps.isReady()) ? c.text("ready") : c.text("The database does not answer", 503),
    );
}
