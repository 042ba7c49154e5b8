import type { SqlDriverAdapterFactory } from "@prisma/client/runtime/client";
import { startApp } from "../../src/app.ts";
import { readConfig } from "../../src/config.ts";
import type { Connection } from "../../src/db/connection.ts";
import { openEmbedded } from "../../src/db/embedded.ts";
import { openServer } from "../../src/db/server.ts";
import { readLocales } from "../../src/i18n/locales.ts";
import { systemClock } from "../../src/ports/clock.ts";
import { createTestLog } from "../kit/log.ts";
import { secrets } from "./place.ts";

/** The real app on a connection that counts every statement by its text; tells the counts when asked. */
const countBySql: Record<string, number> = {};
const count = (sql: string) => {
  countBySql[sql] = (countBySql[sql] ?? 0) + 1;
};

const config = { ...readConfig(process.env, [...readLocales().keys()]), botToken: secrets.botToken };
const connection = config.databaseUrl
  ? openServer(config.databaseUrl, () => {})
  : await openEmbedded(`${config.dataDir}/database`);
const app = await startApp({
  config,
  clock: systemClock,
  log: createTestLog(),
  connection: counting(connection),
});

process.on("message", () => process.send!(countBySql));
process.once("SIGTERM", () => void app.stop().then(() => process.exit(0)));

function counting(inner: Connection): Connection {
  return {
    ...inner,
    prismaAdapter: countingAdapter(inner.prismaAdapter),
    query: (name, sql, values) => {
      count(sql);
      return inner.query(name, sql, values);
    },
    executeSql: (sql, values) => {
      count(sql);
      return inner.executeSql(sql, values);
    },
    exclusively: (key, work) => {
      // Taking and giving back the lock of a chat are statements on a server.
      if (inner.kind === "server") for (const sql of ["lock", "unlock"]) count(sql);
      return inner.exclusively(key, work);
    },
  };
}

function countingAdapter(factory: SqlDriverAdapterFactory): SqlDriverAdapterFactory {
  return {
    ...bound(factory),
    connect: async () => {
      const adapter = await factory.connect();
      return {
        ...bound(adapter),
        ...countingQueries(adapter),
        startTransaction: async (isolationLevel) => {
          const transaction = await adapter.startTransaction(isolationLevel);
          return { ...bound(transaction), ...countingQueries(transaction) };
        },
      };
    },
  };
}

type Queryable = Pick<Awaited<ReturnType<SqlDriverAdapterFactory["connect"]>>, "queryRaw" | "executeRaw">;

const countingQueries = (queryable: Queryable): Queryable => ({
  queryRaw: (query) => {
    count(query.sql);
    return queryable.queryRaw(query);
  },
  executeRaw: (query) => {
    count(query.sql);
    return queryable.executeRaw(query);
  },
});

/** Its own and its inherited methods, bound, so that some can be replaced. */
function bound<Value extends object>(object: Value): Value {
  const names = new Set<string>();
  for (let each: object = object; each !== Object.prototype; each = Object.getPrototypeOf(each)) {
    for (const name of Object.getOwnPropertyNames(each)) names.add(name);
  }
  const entries = [...names].map((name) => {
    const value = object[name as keyof Value];
    return [name, typeof value === "function" ? value.bind(object) : value];
  });
  return Object.fromEntries(entries) as Value;
}
