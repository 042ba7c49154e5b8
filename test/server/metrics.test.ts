import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { embeddedTestDatabase, type TestDatabase } from "../kit/database.ts";
import { startWorld, type World } from "../kit/world.ts";

let database: TestDatabase;
let world: World;
beforeAll(async () => {
  database = await embeddedTestDatabase();
});
afterAll(() => database.close());
beforeEach(async () => {
  world = await startWorld({ database, settings: { METRICS_TOKEN: "metrics-token-of-the-tests" } });
});
afterEach(() => world.stop());

test("this machine may read what waits, without a token", async () => {
  const answer = await fetch(`${world.app.url}/metrics`);
  expect(answer.headers.get("content-type")).toContain("text/plain");
  const figures = await answer.text();
  expect(figures).toContain("travel_sim_waiting_notices 0");
  expect(figures).toContain("process_resident_memory_bytes");
});

test("whoever comes through a proxy needs the token", async () => {
  const proxied = (authorization?: string) =>
    fetch(`${world.app.url}/metrics`, {
      headers: { "x-forwarded-for": "198.51.100.7", ...(authorization && { authorization }) },
    });
  expect((await proxied()).status).toBe(404);
  expect((await proxied("Bearer wrong")).status).toBe(404);
  expect((await proxied("Bearer metrics-token-of-the-tests")).status).toBe(200);
});
