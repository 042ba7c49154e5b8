import { PGlite } from "@electric-sql/pglite";
import { dataDir } from "@electric-sql/pglite-prepopulatedfs";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type PgliteClient, withPreparedStatements } from "../../src/db/prepared-statements.ts";

let pglite: PGlite;
let client: PgliteClient;
beforeAll(async () => {
  pglite = await PGlite.create({ loadDataDir: await dataDir() });
  client = withPreparedStatements(pglite);
  await pglite.exec(`
    CREATE TYPE mood AS ENUM ('calm', 'cross');
    CREATE TABLE person (
      id int PRIMARY KEY, name text NOT NULL, mood mood, moods mood[], tags text[], big bigint, ratio float8,
      price numeric, at timestamptz, day date, note jsonb, plain json, raw bytea, awake bool)`);
  await pglite.refreshArrayTypes();
});
afterAll(() => pglite.close());

const people: unknown[][] = [
  [1, 'Ann "quoted" \\ \'n 小雨 🇯🇵', "calm", ["calm", "cross"], ["a,b", '"', ""], 2n ** 60n, 0.1, "12.50"],
  [2, "", null, [], [], -1n, -1e300, null],
  [3, "x".repeat(100_000), "cross", null, null, null, null, "0"],
].map((values, index) => [
  ...values,
  index === 0 ? new Date("2026-11-23T05:02:00.123Z") : null,
  index === 0 ? "2026-11-23" : null,
  [JSON.stringify({ deep: [1, null, "ü"] }), "null", null][index],
  ["null", JSON.stringify("text"), null][index],
  index === 0 ? new Uint8Array([0, 255, 10]) : null,
  index === 0,
]);

const INSERT = `INSERT INTO person VALUES (${Array.from({ length: 14 }, (_, at) => `$${at + 1}`).join(", ")})`;
const READ = "SELECT *, id * 2 AS double FROM person WHERE id > $1 ORDER BY id";

test("answers what PGlite itself answers, for values of every kind, the first time and later", async () => {
  for (const values of people) {
    expect(await client.query(INSERT, values)).toMatchObject({ rows: [], affectedRows: 1 });
  }
  for (const options of [
    undefined,
    { rowMode: "array" as const },
    { parsers: { 20: (text: string) => `<${text}>` } },
  ]) {
    const { rows, fields } = await pglite.query(READ, [0], options);
    for (let time = 0; time < 3; time++) {
      expect(await client.query(READ, [0], options)).toMatchObject({ rows, fields });
    }
  }
});

test("counts what a statement changed, and nothing for one that only reads", async () => {
  const change = "UPDATE person SET awake = $1 WHERE id < $2";
  expect((await client.query(change, [true, 3])).affectedRows).toBe(2);
  expect((await client.query(change, [true, 0])).affectedRows).toBe(0);
  expect((await client.query("SELECT 1")).affectedRows).toBe(0);
  expect((await client.query("CREATE TABLE IF NOT EXISTS other (id int)")).affectedRows).toBe(0);
});

test("refuses as PGlite refuses, and goes on", async () => {
  const refused = async (sql: string, values: unknown[]) => {
    const [ours, theirs] = await Promise.allSettled([client.query(sql, values), pglite.query(sql, values)]);
    expect(ours.status).toBe("rejected");
    const fieldsOf = ({ name, code, detail, constraint, message }: Record<string, unknown>) => ({
      name,
      code,
      detail,
      constraint,
      message,
    });
    expect(fieldsOf((ours as PromiseRejectedResult).reason)).toEqual(
      fieldsOf((theirs as PromiseRejectedResult).reason),
    );
  };
  await refused(INSERT, people[0]!);
  await refused("SELECT no_such_column FROM person", []);
  await refused("SELECT 1 / $1::int", [0]);
  await refused("SELECT $1::int", ["many"]);
  await refused("SELEC", []);
  expect((await client.query("SELECT $1::int AS one", [1])).rows).toEqual([{ one: 1 }]);
});

test("stays in its transaction: what fails is undone, and nobody slips in between", async () => {
  const rename = "UPDATE person SET name = $1 WHERE id = 2";
  const nameOf = "SELECT name FROM person WHERE id = $1";
  const rename2 = client.transaction(async (tx) => {
    await tx.query(rename, ["renamed"]);
    expect((await tx.query(nameOf, [2])).rows).toEqual([{ name: "renamed" }]);
    await tx.query("SELECT 1 / $1::int", [0]).catch(() => {});
    await expect(tx.query(nameOf, [2])).rejects.toMatchObject({ code: "25P02" });
    throw new Error("undo");
  });
  const outside = client.query(nameOf, [2]);
  await expect(rename2).rejects.toThrow("undo");
  expect((await outside).rows).toEqual([{ name: "" }]);

  let late: Parameters<Parameters<typeof client.transaction>[0]>[0] | undefined;
  await client.transaction(async (tx) => {
    late = tx;
    await tx.query(rename, ["kept"]);
  });
  await expect(late!.query(nameOf, [2])).rejects.toThrow("Transaction is closed");
  await client.transaction((tx) => tx.rollback());
  expect((await client.query(nameOf, [2])).rows).toEqual([{ name: "kept" }]);
});

test("keeps no more statements than it may, and knows those it forgot", async () => {
  for (let count = 0; count < 400; count++) {
    expect((await client.query(`SELECT $1::int + ${count} AS sum`, [1])).rows).toEqual([{ sum: count + 1 }]);
  }
  const { rows } = await client.query<{ kept: number }>(
    "SELECT count(*)::int AS kept FROM pg_prepared_statements",
  );
  expect(rows[0]!.kept).toBeLessThanOrEqual(300);
  expect((await client.query("SELECT $1::int + 0 AS sum", [1])).rows).toEqual([{ sum: 1 }]);
  const long = "long".repeat(3_000);
  expect((await client.query(`SELECT '${long}' AS text`)).rows).toEqual([{ text: long }]);
});
